package io.togglebolt.slot.internal;

import io.togglebolt.metrics.Metrics;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Metrics of somebody who is half gone.
 *
 * @param registers whether it fails only when something is recorded
 */
record FailingMetrics(boolean registers) implements Metrics.Scope {
  private static final String WHY = "the registry is broken";

  private <T> T given(T instrument) {
    if (registers) {
      return instrument;
    }
    throw new IllegalStateException(WHY);
  }

  private static void fail() {
    throw new IllegalStateException(WHY);
  }

  @Override
  public Counter counter(String name, String help, String... labels) {
    return given(amount -> fail());
  }

  @Override
  public Histogram histogram(String name, String help, double[] bounds, String... labels) {
    return given(value -> fail());
  }

  @Override
  public Registration counter(String name, String help, DoubleSupplier value, String... labels) {
    return given(FailingMetrics::fail);
  }

  @Override
  public Registration gauge(String name, String help, DoubleSupplier value, String... labels) {
    return given(FailingMetrics::fail);
  }

  @Override
  public <T> Readings<T> readings(Supplier<? extends @Nullable T> look) {
    throw new IllegalStateException(WHY);
  }

  @Override
  public Scope scope(String... labels) {
    return this;
  }

  @Override
  public void close() {
    fail();
  }
}
