package io.togglebolt.metrics;

import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Records nothing and keeps nothing. */
enum NoMetrics implements Metrics.Scope {
  INSTANCE;

  @Override
  public Counter counter(String name, String help, String... labels) {
    return amount -> {};
  }

  @Override
  public Registration counter(String name, String help, DoubleSupplier value, String... labels) {
    return () -> {};
  }

  @Override
  public Histogram histogram(String name, String help, double[] bounds, String... labels) {
    return value -> {};
  }

  @Override
  public Registration gauge(String name, String help, DoubleSupplier value, String... labels) {
    return () -> {};
  }

  @Override
  public <T> Readings<T> readings(Supplier<? extends @Nullable T> look) {
    return new NoReadings<>();
  }

  @Override
  public Scope scope(String... labels) {
    return this;
  }

  @Override
  public void close() {}

  private static final class NoReadings<T> implements Readings<T> {
    @Override
    public Readings<T> gauge(
        String name, String help, ToDoubleFunction<? super T> value, String... labels) {
      return this;
    }

    @Override
    public Readings<T> counter(
        String name, String help, ToDoubleFunction<? super T> value, String... labels) {
      return this;
    }

    @Override
    public void close() {}
  }
}
