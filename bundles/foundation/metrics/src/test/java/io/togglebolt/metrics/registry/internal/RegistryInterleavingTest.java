package io.togglebolt.metrics.registry.internal;

import io.togglebolt.metrics.MetricFamily;
import java.util.List;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Registers, closes and reads in many orders, switching between any two accesses of shared memory:
 * one series behaves as if each of these happened in one step. More orders of each scenario: {@code
 * -Dtogglebolt.interleavings=5000}.
 */
class RegistryInterleavingTest {
  private static final int ORDERS = Integer.getInteger("togglebolt.interleavings", 200);

  /** Gauges of one series, which is there as long as one of them is. */
  public static final class OneSeries {
    private final SeriesTable table;
    private final RegistryScope root;
    private final Mishaps mishaps = new Mishaps();
    private final Definition definition =
        new Definition("g", "G.", MetricFamily.Type.GAUGE, List.of(), List.of());
    private final @Nullable Source[] open = new @Nullable Source[2];

    /** Begins empty. */
    public OneSeries() {
      table = new SeriesTable(100, mishaps);
      root = new RegistryScope(table, mishaps, List.of(), null);
    }

    /** As a scope does it, without the check of names, which Lincheck cannot follow. */
    private void open(int gauge) {
      if (open[gauge] == null) {
        synchronized (table) {
          LookedUpSeries series =
              table.obtain(
                  definition,
                  List.of(),
                  LookedUpSeries.class,
                  () -> new LookedUpSeries(List.of(), definition));
          if (series != null) {
            Source source = new Source(series, root, null, look -> gauge);
            series.add(source);
            open[gauge] = source;
          }
        }
      }
    }

    private void close(int gauge) {
      Source one = open[gauge];
      if (one != null) {
        open[gauge] = null;
        synchronized (table) {
          table.closed(one);
        }
      }
    }

    /** Here and below: one step of a gauge's owner. */
    @Operation(nonParallelGroup = "first")
    public void openFirst() {
      open(0);
    }

    @Operation(nonParallelGroup = "first")
    public void closeFirst() {
      close(0);
    }

    @Operation(nonParallelGroup = "second")
    public void openSecond() {
      open(1);
    }

    @Operation(nonParallelGroup = "second")
    public void closeSecond() {
      close(1);
    }

    @Operation
    public int read() {
      for (Family.View family : table.view()) {
        for (Series series : family.series()) {
          if (series.read(new Look(mishaps, () -> 0)) instanceof MetricFamily.Value v) {
            return (int) v.value();
          }
        }
      }
      return -1;
    }
  }

  @Test
  void readsSeeTheNewestOpenGaugeInEveryOrder() {
    new ModelCheckingOptions()
        .threads(3)
        .actorsPerThread(2)
        .actorsBefore(1)
        .actorsAfter(1)
        .iterations(5)
        .invocationsPerIteration(ORDERS)
        .minimizeFailedScenario(false)
        .check(OneSeries.class);
  }
}
