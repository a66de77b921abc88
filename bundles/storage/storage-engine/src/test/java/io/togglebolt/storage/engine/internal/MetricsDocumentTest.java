package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.MetricFamily.Label;
import io.togglebolt.metrics.MetricsRegistry;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.testkit.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The list of what a database shows, for people, is what it registers. */
class MetricsDocumentTest {
  private static final Path DOCUMENT = Path.of("METRICS.md");
  private static final Pattern ROW =
      Pattern.compile("\\| `(\\w+)` \\| (\\w+) \\|(?: `(\\w+)`)? \\| \\S.*");

  @Test
  void everyFamilyIsInTheTableWithItsTypeAndLabelsAndNoOtherIs() throws IOException {
    MetricsRegistry registry = MetricsView.newRegistry();
    EngineBed bed = EngineBed.withAllParts(new SimulatedDisk());
    try (Database database = bed.open(DatabaseOptions.defaults().withMetrics(registry))) {
      database.update(transaction -> transaction.createBucket(new byte[] {'b'}));
      bed.clock.advance(1_000);
      Set<String> registered = new TreeSet<>();
      for (MetricFamily family : registry.read(MetricsDocumentTest::isOfDatabases)) {
        family.samples().forEach(sample -> registered.add(row(family, sample)));
      }
      Set<String> told =
          Files.readAllLines(DOCUMENT).stream()
              .map(ROW::matcher)
              .filter(row -> row.matches())
              .map(row -> String.join(" ", row.group(1), row.group(2), "" + row.group(3)))
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(String.join("\n", registered), String.join("\n", told));
    }
  }

  /** Not what the registry tells of itself. */
  private static boolean isOfDatabases(String name) {
    return !name.startsWith("togglebolt_metrics_");
  }

  private static String row(MetricFamily family, MetricFamily.Sample sample) {
    String labels =
        sample.labels().stream()
            .map(Label::name)
            .filter(name -> !name.equals("database"))
            .collect(Collectors.joining(", "));
    String type = family.type().name().toLowerCase(Locale.ROOT);
    return String.join(" ", family.name(), type, labels.isEmpty() ? "null" : labels);
  }
}
