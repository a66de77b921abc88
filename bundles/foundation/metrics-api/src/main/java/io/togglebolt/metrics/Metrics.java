package io.togglebolt.metrics;

import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Where a part registers what it counts and measures. Thread-safe.
 *
 * <p>A <em>name</em> and a unit follow the Prometheus conventions: base units, the unit last,
 * {@code _total} for counters. All series of one name have the same type, help, label names and
 * bounds; they differ in the values of their labels. {@code labels} are alternating names and
 * values throughout.
 *
 * <p>Instruments are made once and kept by whoever records, so that recording looks nothing up: it
 * takes no lock and allocates nothing. Asking for a counter or a histogram again, with the same
 * name and labels, gives one that records into the same series. What was recorded belongs to the
 * registry: it stays when the one who recorded is gone, until room is needed.
 *
 * <p>Every method that registers throws {@link InvalidMetricException} when the name, a label or
 * the bounds are malformed, when a label's value or the help has half a surrogate pair, or when the
 * name is registered already and differs.
 */
@ProviderType
public interface Metrics {

  /** A count that only rises. Thread-safe; neither locks nor allocates. */
  interface Counter {
    /**
     * Adds {@code amount}, which must not be negative. One that is changes nothing but a count of
     * such mistakes: recording never throws.
     */
    void add(long amount);

    /** Adds one. */
    default void increment() {
      add(1);
    }
  }

  /** A distribution of observed values. Thread-safe; neither locks nor allocates. */
  interface Histogram {
    /**
     * Records one value, in the unit of the histogram's name. One that is not finite changes
     * nothing but a count of mistakes: in a sum it would stay for good.
     */
    void observe(double value);

    /** Records a duration into a histogram of seconds. */
    default void observeNanos(long nanos) {
      observe(nanos * 1e-9);
    }
  }

  /** Something that is registered until it is closed. Closing twice does nothing. */
  interface Registration extends AutoCloseable {
    /**
     * Removes it and lets go of what it looks at; never throws and never waits: somebody who is
     * reading meanwhile may look once more.
     */
    @Override
    void close();
  }

  /**
   * Values that are read together, with one look at what they are taken from whenever somebody
   * reads the registry; closing removes them all.
   *
   * @param <T> what is looked at
   */
  interface Readings<T> extends Registration {
    /** Adds a gauge; a value that is not a number is left out of what is read. */
    Readings<T> gauge(
        String name, String help, ToDoubleFunction<? super T> value, String... labels);

    /** Adds a counter that is kept elsewhere and only rises. */
    Readings<T> counter(
        String name, String help, ToDoubleFunction<? super T> value, String... labels);
  }

  /** Metrics whose series all carry the same labels, besides their own; see {@link #scope}. */
  @ProviderType
  interface Scope extends Metrics, AutoCloseable {
    /**
     * Removes the gauges and readings that were registered here. Counters and histograms stay
     * readable, so that an owner which comes back, for example after an update of its bundle, goes
     * on counting where it was; they are the first to go when the registry needs room. Scopes that
     * were made of this one are closed with it, and what is registered in a closed one records
     * nothing. Closing twice does nothing.
     */
    @Override
    void close();
  }

  /** A counter. */
  Counter counter(String name, String help, String... labels);

  /** A counter that is kept elsewhere, only rises, and is read when somebody looks. */
  Registration counter(String name, String help, DoubleSupplier value, String... labels);

  /**
   * A histogram with the given upper bounds, ascending; values above the last are counted too. The
   * array is copied.
   */
  Histogram histogram(String name, String help, double[] bounds, String... labels);

  /**
   * A gauge over {@code value}, which is called whenever somebody looks, on that thread: it must be
   * quick, must not wait for a writer, and is left out where it throws, is not a number, or has
   * kept an earlier caller for longer than a second. Where several gauges have the same name and
   * labels, the newest is read, until it is closed.
   */
  Registration gauge(String name, String help, DoubleSupplier value, String... labels);

  /**
   * Begins a group of values that are taken from one look: {@code look} is called once each time
   * somebody reads the registry, under the same rules as a gauge's value, and null leaves the whole
   * group out.
   */
  <T> Readings<T> readings(Supplier<? extends @Nullable T> look);

  /** The same metrics, with labels added to every series that is registered through it. */
  Scope scope(String... labels);

  /** Metrics that record nothing: the default where no registry is installed. */
  static Metrics none() {
    return NoMetrics.INSTANCE;
  }
}
