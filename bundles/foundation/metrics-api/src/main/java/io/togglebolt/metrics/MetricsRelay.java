package io.togglebolt.metrics;

import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Metrics for those who live longer than a registry: everything that is registered here moves to
 * the registry that comes, and nothing is recorded while there is none. What was counted stays with
 * the registry that it was recorded into. Recording costs one volatile read more than without it.
 *
 * <p>Thread-safe. One monitor guards who is registered and where; it is held while a registry is
 * asked to add or remove something, and never while a gauge is read or a value recorded.
 */
public final class MetricsRelay implements Metrics {
  private final Object monitor = new Object();
  private final RelayedScope root = new RelayedScope(monitor, Metrics.none().scope());
  private Metrics target = Metrics.none();

  /** Moves everything to another registry. */
  public void use(Metrics metrics) {
    synchronized (monitor) {
      target = metrics;
      root.attach(metrics);
    }
  }

  /** Goes back to recording nothing, unless another registry has taken over since. */
  public void stopUsing(Metrics left) {
    synchronized (monitor) {
      if (target == left) {
        use(Metrics.none());
      }
    }
  }

  @Override
  public Counter counter(String name, String help, String... labels) {
    return root.counter(name, help, labels);
  }

  @Override
  public Registration counter(String name, String help, DoubleSupplier value, String... labels) {
    return root.counter(name, help, value, labels);
  }

  @Override
  public Histogram histogram(String name, String help, double[] bounds, String... labels) {
    return root.histogram(name, help, bounds, labels);
  }

  @Override
  public Registration gauge(String name, String help, DoubleSupplier value, String... labels) {
    return root.gauge(name, help, value, labels);
  }

  @Override
  public <T> Readings<T> readings(Supplier<? extends @Nullable T> look) {
    return root.readings(look);
  }

  @Override
  public Scope scope(String... labels) {
    return root.scope(labels);
  }

  /** A value of one of several series that are read together, kept to be added again elsewhere. */
  record Reading<T>(
      boolean counter,
      String name,
      String help,
      ToDoubleFunction<? super T> value,
      String[] labels) {
    Readings<T> addedTo(Readings<T> readings) {
      return counter
          ? readings.counter(name, help, value, labels)
          : readings.gauge(name, help, value, labels);
    }
  }
}
