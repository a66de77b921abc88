package io.togglebolt.slot.internal;

import io.togglebolt.metrics.Metrics;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Remembers counts and gauges by name and labels. */
final class FakeMetrics implements Metrics {
  final Map<String, Long> counts = new ConcurrentHashMap<>();
  volatile boolean broken;
  final Map<String, DoubleSupplier> gauges = new ConcurrentHashMap<>();

  @Override
  public Counter counter(String name, String help, String... labels) {
    return amount -> count(name, labels, amount);
  }

  private void count(String name, String[] labels, long amount) {
    if (broken) {
      throw new IllegalStateException("exporter broken");
    }
    counts.merge(name + Arrays.toString(labels), amount, Long::sum);
  }

  @Override
  public Histogram histogram(String name, String help, double[] bounds, String... labels) {
    return value -> count(name, labels, 1);
  }

  @Override
  public Registration gauge(String name, String help, DoubleSupplier value, String... labels) {
    String key = name + Arrays.toString(labels);
    gauges.put(key, value);
    return () -> gauges.remove(key, value);
  }

  @Override
  public Registration counter(String name, String help, DoubleSupplier value, String... labels) {
    return gauge(name, help, value, labels);
  }

  @Override
  public <T> Readings<T> readings(Supplier<? extends @Nullable T> look) {
    throw new UnsupportedOperationException("slots have no readings");
  }

  /** Slots register no labels for all. */
  @Override
  public Scope scope(String... labels) {
    FakeMetrics all = this;
    return new Scope() {
      @Override
      public Counter counter(String name, String help, String... own) {
        return all.counter(name, help, own);
      }

      @Override
      public Registration counter(String name, String help, DoubleSupplier value, String... own) {
        return all.counter(name, help, value, own);
      }

      @Override
      public Histogram histogram(String name, String help, double[] bounds, String... own) {
        return all.histogram(name, help, bounds, own);
      }

      @Override
      public Registration gauge(String name, String help, DoubleSupplier value, String... own) {
        return all.gauge(name, help, value, own);
      }

      @Override
      public <T> Readings<T> readings(Supplier<? extends @Nullable T> look) {
        return all.readings(look);
      }

      @Override
      public Scope scope(String... own) {
        return all.scope(own);
      }

      @Override
      public void close() {}
    };
  }
}
