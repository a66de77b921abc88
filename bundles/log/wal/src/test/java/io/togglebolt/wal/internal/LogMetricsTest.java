package io.togglebolt.wal.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.metrics.Distribution;
import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.MetricFamily.Label;
import io.togglebolt.metrics.MetricsRegistry;
import io.togglebolt.raft.HardState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a log shows, and that its list for people says so. */
class LogMetricsTest {
  private static final Path DOCUMENT = Path.of("METRICS.md");
  private static final Pattern ROW =
      Pattern.compile("\\| `(\\w+)` \\| (\\w+) \\|(?: `(\\w+)`)? \\| \\S.*");

  private final MetricsRegistry registry =
      ServiceLoader.load(MetricsRegistry.class).findFirst().orElseThrow();
  private final House house = new House();

  private List<MetricFamily> families() {
    return registry.read(name -> !name.startsWith("togglebolt_metrics_"));
  }

  private Map<String, Double> values() {
    Map<String, Double> values = new TreeMap<>();
    for (MetricFamily family : families()) {
      for (MetricFamily.Sample sample : family.samples()) {
        values.put(
            family.name(),
            switch (sample) {
              case MetricFamily.Value value -> value.value();
              case Distribution distribution -> (double) distribution.count();
            });
      }
    }
    return values;
  }

  @Test
  void everyFamilyIsInTheTableWithItsTypeAndLabelsAndNoOtherIs() throws Exception {
    try (OpenLog log = house.create(House.small().withMetrics(registry))) {
      log.save(HardState.EMPTY, House.entries(1, 1, 10));
      Set<String> registered = new TreeSet<>();
      for (MetricFamily family : families()) {
        family.samples().forEach(sample -> registered.add(row(family, sample)));
      }
      assertEquals(String.join("\n", told()), String.join("\n", registered));
    }
  }

  private static Set<String> told() throws IOException {
    return Files.readAllLines(DOCUMENT).stream()
        .map(ROW::matcher)
        .filter(row -> row.matches())
        .map(row -> String.join(" ", row.group(1), row.group(2), "" + row.group(3)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String row(MetricFamily family, MetricFamily.Sample sample) {
    String labels =
        sample.labels().stream()
            .map(Label::name)
            .filter(name -> !name.equals("log"))
            .collect(Collectors.joining(", "));
    String type = family.type().name().toLowerCase(Locale.ROOT);
    return String.join(" ", family.name(), type, labels.isEmpty() ? "null" : labels);
  }

  @Test
  void theFiguresAreThoseOfTheLog() throws Exception {
    try (OpenLog log = house.create(House.small().withMetrics(registry))) {
      for (int i = 1; i <= 5; i++) {
        log.save(HardState.EMPTY, House.entries(i, 1, 1_000));
      }
      log.append(HardState.EMPTY, House.entries(6, 1, 10));
      Map<String, Double> values = values();
      assertEquals(5, values.get("togglebolt_wal_saves_total"));
      assertEquals(5, values.get("togglebolt_wal_batches_total"));
      assertEquals(1, values.get("togglebolt_wal_pending_saves"));
      assertTrue(values.get("togglebolt_wal_pending_bytes") > 10);
      assertEquals(2, values.get("togglebolt_wal_segments"));
      assertEquals(6, values.get("togglebolt_wal_last_index"));
      assertEquals(log.status().sizeBytes(), values.get("togglebolt_wal_size_bytes"));
      assertTrue(values.get("etcd_disk_wal_write_bytes_total") > 5_000);
      assertEquals(
          6, values.get("etcd_disk_wal_fsync_duration_seconds"), "one begins a segment as well");
      assertEquals(6, log.status().syncs());
    }
    assertEquals(Set.of("etcd_disk_wal_fsync_duration_seconds"), values().keySet());
  }
}
