package io.togglebolt.slot.internal;

import io.togglebolt.metrics.Metrics;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

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
  public Gauge gauge(String name, String help, DoubleSupplier value, String... labels) {
    String key = name + Arrays.toString(labels);
    gauges.put(key, value);
    return () -> gauges.remove(key, value);
  }
}
