package io.togglebolt.metrics;

import java.util.function.DoubleSupplier;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Where a part registers what it counts and measures. Names and units follow the Prometheus
 * conventions: base units, {@code _total} for counters. The same name and labels give the same
 * instrument. Instruments are thread-safe and neither lock nor allocate when they record.
 */
@ProviderType
public interface Metrics {

  /** A count that only rises. */
  interface Counter {
    /** Adds {@code amount}, which is not negative. */
    void add(long amount);
  }

  /** A distribution of observed values. */
  interface Histogram {
    /** Records one value in the histogram's unit. */
    void observe(double value);
  }

  /**
   * A gauge that is read when somebody looks; closing it removes it and lets go of the supplier.
   */
  interface Gauge extends AutoCloseable {
    @Override
    void close();
  }

  /** A counter; {@code labels} are alternating names and values. */
  Counter counter(String name, String help, String... labels);

  /**
   * A histogram with the given upper bounds, ascending; {@code labels} are alternating names and
   * values.
   */
  Histogram histogram(String name, String help, double[] bounds, String... labels);

  /** A gauge over {@code value}; {@code labels} are alternating names and values. */
  Gauge gauge(String name, String help, DoubleSupplier value, String... labels);

  /** Metrics that record nothing: the default where no registry is installed. */
  static Metrics none() {
    return NoMetrics.INSTANCE;
  }
}
