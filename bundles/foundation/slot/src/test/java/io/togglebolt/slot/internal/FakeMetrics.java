package io.togglebolt.slot.internal;

import io.togglebolt.metrics.Metrics;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/** Remembers counts and gauges by name and labels. */
final class FakeMetrics implements Metrics {
  final Map<String, Long> counts = new ConcurrentHashMap<>();
  final Map<String, DoubleSupplier> gauges = new ConcurrentHashMap<>();

  @Override
  public Counter counter(String name, String help, String... labels) {
    return amount -> counts.merge(name + Arrays.toString(labels), amount, Long::sum);
  }

  @Override
  public Histogram histogram(String name, String help, double[] bounds, String... labels) {
    return value -> counts.merge(name + Arrays.toString(labels), 1L, Long::sum);
  }

  @Override
  public Gauge gauge(String name, String help, DoubleSupplier value, String... labels) {
    String key = name + Arrays.toString(labels);
    gauges.put(key, value);
    return () -> gauges.remove(key, value);
  }
}
