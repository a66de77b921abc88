package io.togglebolt.metrics.registry.internal;

import io.togglebolt.metrics.Metrics;
import java.util.List;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Registers, closes and reads in many orders, switching between any two accesses of shared memory:
 * one series behaves as if each of these happened in one step.
 */
class RegistryInterleavingTest {

  /** Gauges of one series, which is there as long as one of them is, and a scope's counter. */
  public static final class OneSeries {
    private final SeriesTable table;
    private final RegistryScope root;
    private final Mishaps mishaps = new Mishaps();
    private final Metrics.@Nullable Registration[] open = new Metrics.@Nullable Registration[2];

    public OneSeries() {
      table = new SeriesTable(100, mishaps);
      root = new RegistryScope(table, mishaps, List.of(), null);
    }

    private void open(int gauge) {
      if (open[gauge] == null) {
        open[gauge] = root.gauge("g", "G.", () -> gauge);
      }
    }

    private void close(int gauge) {
      Metrics.Registration one = open[gauge];
      if (one != null) {
        open[gauge] = null;
        one.close();
      }
    }

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
          if (series.read(new Look(mishaps))
              instanceof io.togglebolt.metrics.MetricFamily.Value v) {
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
        .iterations(15)
        .invocationsPerIteration(1000)
        .minimizeFailedScenario(false)
        .check(OneSeries.class);
  }
}
