package io.togglebolt.metrics.jmx.internal;

import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.MetricFamily.Label;
import io.togglebolt.metrics.MetricFamily.Sample;
import io.togglebolt.metrics.MetricsReader;
import io.togglebolt.runtime.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * One look at a family serves all of its MBeans for a moment: the registry is read by families, so
 * whoever goes through all MBeans would else cause a look at a whole family for each of its series.
 * Thread-safe, without a lock around the registry: threads that come at once may each look. What is
 * kept is replaced only by a look that began when it had ended, and nothing else is shown, so that
 * no counter falls from one answer to a later one.
 */
final class RecentLooks {
  static final long KEPT_MILLIS = 100;
  private static final long KEPT_NANOS = TimeUnit.MILLISECONDS.toNanos(KEPT_MILLIS);

  private final MetricsReader reader;
  private final Clock clock;
  private final Map<String, Seen> seen = new ConcurrentHashMap<>();

  /**
   * A family at one moment.
   *
   * @param begun the time before it was looked at, in nanoseconds
   * @param ended the time after that
   * @param family as it was read; empty where there was none
   * @param samples its samples by their labels
   */
  private record Seen(
      long begun, long ended, Optional<MetricFamily> family, Map<List<Label>, Sample> samples) {}

  RecentLooks(MetricsReader reader, Clock clock) {
    this.reader = reader;
    this.clock = clock;
  }

  /** A series as it was at most {@value #KEPT_MILLIS} ms ago; empty where it was not there. */
  Optional<Sample> at(String family, MetricFamily.Type type, List<Label> labels) {
    Seen known = seen.get(family);
    if (known == null || isOld(known)) {
      Seen fresh = look(family);
      known =
          seen.merge(
              family, fresh, (kept, later) -> later.begun() - kept.ended() >= 0 ? later : kept);
    }
    // The name may have become one of another type since the bean was made.
    return known.family().filter(found -> found.type() == type).isPresent()
        ? Optional.ofNullable(known.samples().get(labels))
        : Optional.empty();
  }

  private Seen look(String name) {
    long begun = clock.nanoTime();
    Optional<MetricFamily> family = reader.read(name::equals).stream().findFirst();
    Map<List<Label>, Sample> samples = new HashMap<>();
    family.ifPresent(
        found -> found.samples().forEach(sample -> samples.putIfAbsent(sample.labels(), sample)));
    return new Seen(begun, clock.nanoTime(), family, samples);
  }

  private boolean isOld(Seen look) {
    return clock.nanoTime() - look.begun() >= KEPT_NANOS;
  }

  /** Lets go of what is too old to be shown. */
  void forgetOld() {
    seen.values().removeIf(this::isOld);
  }

  /** How many families are kept. */
  int kept() {
    return seen.size();
  }
}
