package io.togglebolt.metrics.log.internal;

import io.togglebolt.metrics.Distribution;
import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.MetricFamily.Label;
import io.togglebolt.metrics.MetricFamily.Value;
import io.togglebolt.metrics.MetricsReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The registry at one moment, as far as the summary is about it. Whatever a registry does not hold
 * is absent, and so is what it holds as another type than expected.
 */
final class Look {
  static final String COMMITS = "togglebolt_database_commits_total";
  static final String COMMIT_SECONDS = "etcd_disk_backend_commit_duration_seconds";
  static final String SIZE = "etcd_mvcc_db_total_size_in_bytes";
  static final String IN_USE = "etcd_mvcc_db_total_size_in_use_in_bytes";
  static final String PENDING = "togglebolt_freelist_pending_pages";
  static final String HELD_BACK = "togglebolt_freelist_held_by_oldest_reader_pages";
  static final String READERS = "etcd_mvcc_db_open_read_transactions";
  static final String OLDEST_AGE = "togglebolt_readers_oldest_age_seconds";
  static final String MEMORY_USED = "jvm_memory_used_bytes";
  static final String MEMORY_MAX = "jvm_memory_max_bytes";
  static final String GC_PAUSES = "jvm_gc_pause_seconds";

  private static final Set<String> WANTED =
      Set.of(
          COMMITS,
          COMMIT_SECONDS,
          SIZE,
          IN_USE,
          PENDING,
          HELD_BACK,
          READERS,
          OLDEST_AGE,
          MEMORY_USED,
          MEMORY_MAX,
          GC_PAUSES);

  /** The labels that tell apart what the summary is about. */
  private static final Set<String> SUBJECTS = Set.of("database", "area", "gc");

  /** Before anything was looked at. */
  static final Look NOTHING = new Look(List.of());

  /**
   * Which series.
   *
   * @param family the family's name
   * @param of the database, the area of memory or the collector
   */
  private record Key(String family, String of) {}

  private final Map<Key, Double> values = new HashMap<>();
  private final Map<Key, Distribution> distributions = new HashMap<>();

  private Look(List<MetricFamily> families) {
    for (MetricFamily family : families) {
      for (MetricFamily.Sample sample : family.samples()) {
        String of = subject(sample.labels());
        switch (sample) {
          case Value value -> values.put(new Key(family.name(), of), value.value());
          case Distribution distribution ->
              distributions.put(new Key(family.name(), of), distribution);
        }
      }
    }
  }

  static Look at(MetricsReader reader) {
    return new Look(reader.read(WANTED::contains));
  }

  private static String subject(List<Label> labels) {
    return labels.stream()
        .filter(label -> SUBJECTS.contains(label.name()))
        .map(Label::value)
        .findFirst()
        .orElse("");
  }

  /** Whether there was nothing at all: no registry yet, or none that anybody records into. */
  boolean isEmpty() {
    return values.isEmpty() && distributions.isEmpty();
  }

  /** A counter's or a gauge's value. */
  Optional<Double> value(String family, String of) {
    return Optional.ofNullable(values.get(new Key(family, of)));
  }

  /** A histogram. */
  Optional<Distribution> distribution(String family, String of) {
    return Optional.ofNullable(distributions.get(new Key(family, of)));
  }

  /** All series of a histogram, by their subjects. */
  Map<String, Distribution> distributions(String family) {
    Map<String, Distribution> found = new HashMap<>();
    distributions.forEach(
        (key, distribution) -> {
          if (key.family().equals(family)) {
            found.put(key.of(), distribution);
          }
        });
    return found;
  }

  /** The names of all databases, of closed ones too, whose counters are still there. */
  Set<String> databases() {
    Set<String> names = new TreeSet<>();
    List<Key> keys = new ArrayList<>(values.keySet());
    keys.addAll(distributions.keySet());
    for (Key key : keys) {
      if (!key.family().startsWith("jvm_")) {
        names.add(key.of());
      }
    }
    return names;
  }
}
