package io.togglebolt.metrics.registry.internal;

import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.Metrics;
import io.togglebolt.metrics.MetricsRegistry;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The registry. What is registered here and not in a scope is never forgotten. {@link SeriesTable}
 * says who locks what; {@link Asked} what becomes of gauges that never answer; {@link
 * CounterSeries} and {@link HistogramSeries} how values are recorded.
 *
 * <p>An instrument outlives its series: where a scope was closed and its series made room for
 * others, whoever still records into the old instrument does no harm and is not seen, and whoever
 * asks for it again begins at 0.
 */
public final class Registry implements MetricsRegistry {
  /**
   * How many series there may be unless somebody says otherwise. A series takes 4.2 KB at most, as
   * a histogram with 14 bounds on a machine with four processors or more, so all of them take 42 MB
   * at most beside names and labels.
   */
  static final int SERIES_DEFAULT = 10_000;

  /** The least limit: below it there would be hardly more than the registry's own. */
  static final int SERIES_LEAST = 10;

  private final Mishaps mishaps = new Mishaps();
  private final LongSupplier nanoTime;
  private final SeriesTable table;
  private final RegistryScope root;

  /** With the usual limit. */
  public Registry() {
    this(SERIES_DEFAULT);
  }

  /**
   * With a limit on the number of series.
   *
   * @throws IllegalArgumentException when it is below {@link #SERIES_LEAST}
   */
  Registry(int maxSeries) {
    this(maxSeries, System::nanoTime);
  }

  /** With a clock, which tells how long gauges are awaited. */
  Registry(int maxSeries, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    table = new SeriesTable(checked(maxSeries), mishaps);
    root = new RegistryScope(table, mishaps, List.of(), null);
    mishaps.register(root);
    root.gauge(
        "togglebolt_metrics_series",
        "Series in the registry, a histogram with more than 14 bounds counted as several.",
        table::size);
  }

  /** Changes the limit. Where more series are in use, they stay, and no other comes. */
  void limit(int maxSeries) {
    table.limit(checked(maxSeries));
  }

  private static int checked(int maxSeries) {
    if (maxSeries < SERIES_LEAST) {
      throw new IllegalArgumentException(
          "max-series is " + maxSeries + "; expected at least " + SERIES_LEAST);
    }
    return maxSeries;
  }

  @Override
  public List<MetricFamily> read(Predicate<String> wanted) {
    return Family.View.read(table.view(), wanted, new Look(mishaps, nanoTime));
  }

  @Override
  public long shape() {
    return table.shape();
  }

  @Override
  public Metrics.Counter counter(String name, String help, String... labels) {
    return root.counter(name, help, labels);
  }

  @Override
  public Metrics.Registration counter(
      String name, String help, DoubleSupplier value, String... labels) {
    return root.counter(name, help, value, labels);
  }

  @Override
  public Metrics.Histogram histogram(String name, String help, double[] bounds, String... labels) {
    return root.histogram(name, help, bounds, labels);
  }

  @Override
  public Metrics.Registration gauge(
      String name, String help, DoubleSupplier value, String... labels) {
    return root.gauge(name, help, value, labels);
  }

  @Override
  public <T> Metrics.Readings<T> readings(Supplier<? extends @Nullable T> look) {
    return root.readings(look);
  }

  @Override
  public Metrics.Scope scope(String... labels) {
    return root.scope(labels);
  }
}
