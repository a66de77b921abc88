package io.togglebolt.metrics;

import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Metrics for those who live longer than a registry: everything that is registered here moves to
 * the registry that comes, and nothing is recorded while there is none. What was counted stays with
 * the registry that it was recorded into. Recording costs one volatile read more than without it.
 * Nothing that is closed here keeps a registry, and no registry that has left is kept. A counter or
 * a histogram is kept until its scope is closed, so an owner that comes and goes registers in one.
 *
 * <p>Thread-safe. One monitor guards who is registered and where; it is held while a registry is
 * asked to add or remove something, and never while a gauge is read or a value recorded.
 */
public final class MetricsRelay implements Metrics {
  private final Object monitor = new Object();
  private final RelayedScope root = new RelayedScope(monitor, Metrics.none().scope());
  private Metrics target = Metrics.none();

  /**
   * Moves everything to another registry. What that one refuses, or what fails in either of them,
   * is logged and records nothing from then on; the rest moves.
   */
  public void use(Metrics metrics) {
    synchronized (monitor) {
      if (target != metrics) {
        target = metrics;
        root.attach(metrics);
      }
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
}
