package io.togglebolt.metrics.tck;

import io.togglebolt.metrics.Distribution;
import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.MetricFamily.Label;
import io.togglebolt.metrics.MetricFamily.Sample;
import io.togglebolt.metrics.MetricFamily.Type;
import io.togglebolt.metrics.MetricFamily.Value;
import io.togglebolt.metrics.MetricsReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A registry to test exporters with, as simple as can be. It keeps to what {@link MetricsReader}
 * says; registering checks nothing. Thread-safe.
 */
public final class StagedMetrics implements MetricsReader {
  private final Map<String, Kept> families = new ConcurrentSkipListMap<>();
  private final AtomicLong shape = new AtomicLong();
  private volatile boolean failing;

  /** A family, and of each of its series how it is read; empty where that fails. */
  private record Kept(
      String help, Type type, Map<List<Label>, Function<List<Label>, Optional<Sample>>> series) {}

  /** A counter, to be added to by whoever has it. */
  public AtomicLong counter(String name, String help, String... labels) {
    AtomicLong value = new AtomicLong();
    add(name, help, Type.COUNTER, labels, of -> Optional.of(new Value(of, value.get())));
    return value;
  }

  /** A gauge; left out of what is read where {@code value} throws or is not a number. */
  public void gauge(String name, String help, DoubleSupplier value, String... labels) {
    add(name, help, Type.GAUGE, labels, of -> readGauge(of, value));
  }

  /** A histogram with the given finite bounds, ascending. */
  public StagedHistogram histogram(String name, String help, double[] bounds, String... labels) {
    StagedHistogram histogram = new StagedHistogram(bounds);
    add(name, help, Type.HISTOGRAM, labels, of -> Optional.of(histogram.read(of)));
    return histogram;
  }

  /** Adds series of a family that was read elsewhere, and never change. */
  public void add(MetricFamily family) {
    for (Sample sample : family.samples()) {
      String[] labels =
          sample.labels().stream()
              .flatMap(label -> List.of(label.name(), label.value()).stream())
              .toArray(String[]::new);
      add(family.name(), family.help(), family.type(), labels, of -> Optional.of(sample));
    }
  }

  private void add(
      String name,
      String help,
      Type type,
      String[] labels,
      Function<List<Label>, Optional<Sample>> read) {
    families
        .computeIfAbsent(name, absent -> new Kept(help, type, new ConcurrentHashMap<>()))
        .series()
        .put(Series.labelsOf(labels), read);
    shape.incrementAndGet();
  }

  private static Optional<Sample> readGauge(List<Label> labels, DoubleSupplier value) {
    double read;
    try {
      read = value.getAsDouble();
    } catch (RuntimeException e) {
      return Optional.empty();
    }
    return Double.isNaN(read) ? Optional.empty() : Optional.of(new Value(labels, read));
  }

  /** Removes one series. */
  public void remove(String name, String... labels) {
    Kept kept = families.get(name);
    if (kept != null) {
      kept.series().remove(Series.labelsOf(labels));
      shape.incrementAndGet();
    }
  }

  /**
   * From now on reading throws, or no longer does: which a registry never should, and an exporter
   * should outlive.
   */
  public void failing(boolean fails) {
    failing = fails;
  }

  @Override
  public List<MetricFamily> read(Predicate<String> wanted) {
    if (failing) {
      throw new IllegalStateException("this registry cannot be read, as the test asked for");
    }
    List<MetricFamily> read = new ArrayList<>();
    families.forEach(
        (name, kept) -> {
          if (wanted.test(name)) {
            List<Sample> samples = new ArrayList<>();
            kept.series().forEach((labels, of) -> of.apply(labels).ifPresent(samples::add));
            if (!samples.isEmpty()) {
              read.add(new MetricFamily(name, kept.help(), kept.type(), samples));
            }
          }
        });
    return List.copyOf(read);
  }

  @Override
  public long shape() {
    return shape.get();
  }

  /** Observations by bucket. Thread-safe. */
  public static final class StagedHistogram {
    private final double[] bounds;
    private final long[] counts;
    private double sum;

    private StagedHistogram(double[] bounds) {
      this.bounds = bounds.clone();
      counts = new long[bounds.length + 1];
    }

    /** Records one value. */
    public synchronized void observe(double value) {
      int bucket = 0;
      while (bucket < bounds.length && value > bounds[bucket]) {
        bucket++;
      }
      counts[bucket]++;
      sum += value;
    }

    private synchronized Distribution read(List<Label> labels) {
      List<Distribution.Bucket> buckets = new ArrayList<>();
      long below = 0;
      for (int i = 0; i < counts.length; i++) {
        below += counts[i];
        double bound = i < bounds.length ? bounds[i] : Double.POSITIVE_INFINITY;
        buckets.add(new Distribution.Bucket(bound, below));
      }
      return new Distribution(labels, buckets, sum);
    }
  }
}
