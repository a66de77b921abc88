package io.togglebolt.metrics.prometheus.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.metrics.Buckets;
import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.MetricsReader;
import io.togglebolt.metrics.MetricsRegistry;
import io.togglebolt.metrics.tck.Promtool;
import io.togglebolt.metrics.tck.Promtool.Verdict;
import io.togglebolt.testkit.Seeds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Prometheus' own checker says of the text format; skipped where it is not installed. */
final class PromtoolTest {
  private static final int ROUNDS = 20;

  private final MetricsRegistry registry =
      ServiceLoader.load(MetricsRegistry.class).findFirst().orElseThrow();
  private Promtool promtool;

  @BeforeEach
  void find() {
    promtool = Promtool.orSkip();
  }

  @Test
  void nothingIsSaidOfSeriesOfEveryKind() throws Exception {
    registry
        .counter("togglebolt_database_commits_total", "Commits.", "database", "a")
        .add(1L << 54);
    registry.gauge("togglebolt_slot_vacant", "Vacancy.", () -> 1, "kind", "freelist", "owner", "a");
    registry.gauge("togglebolt_readers_oldest_age_seconds", "Age.", () -> 1e-9, "database", "a");
    registry.gauge("togglebolt_highest", "No bound.", () -> Double.POSITIVE_INFINITY);
    registry.gauge("togglebolt_lowest", "No bound.", () -> Double.NEGATIVE_INFINITY);
    registry.histogram("togglebolt_slot_pause_seconds", "Pause.", new double[] {1}).observe(3e7);
    registry.histogram("togglebolt_idle_seconds", "Never observed.", new double[] {0.5, 1e6});
    assertEquals(new Verdict(true, List.of()), promtool.check(text(registry)));
  }

  @Test
  void nothingIsSaidOfLabelsWithAnyText() throws Exception {
    String[] texts = {
      "",
      "\"",
      "\\",
      "\\n",
      "\n",
      "a\nb",
      "\r",
      "\t",
      "\u0000",
      "{}",
      "le=\"1\"",
      "# EOF",
      "\u00fc\ud83d\ude00",
      "\u2028",
      "x".repeat(5000)
    };
    for (String text : texts) {
      registry.counter("togglebolt_texts_total", "Any \\ \"text\"\nat all.", "text", text).add(1);
    }
    assertEquals(new Verdict(true, List.of()), promtool.check(text(registry)));
  }

  @Test
  void etcdsNamesAreReadAndOneIsCalledBadStyle() throws Exception {
    registry.histogram(
        "etcd_disk_backend_commit_duration_seconds", "Time.", Buckets.exponential(0.001, 2, 14));
    registry.gauge("etcd_mvcc_db_total_size_in_bytes", "Size.", () -> 1e9, "database", "a");
    registry.gauge("etcd_server_proposals_committed_total", "Proposals.", () -> 3);
    assertEquals(
        new Verdict(
            true,
            List.of(
                "etcd_server_proposals_committed_total non-counter metrics should not have"
                    + " \"_total\" suffix")),
        promtool.check(text(registry)));
  }

  @Test
  void randomFamiliesAreRead() {
    Seeds.check(
        23,
        ROUNDS,
        random -> {
          List<MetricFamily> families = new ArrayList<>(new RandomFamilies(random).families());
          String text = ExpositionWriterTest.written(ExpositionFormat.TEXT, families);
          Verdict verdict = promtool.check(text);
          assertTrue(verdict.readable(), () -> verdict + "\n" + text);
        });
  }

  @Test
  void whatIsNoExpositionIsRefused() throws Exception {
    Verdict verdict = promtool.check("togglebolt_x{ 1\n");
    assertFalse(verdict.readable());
    assertFalse(verdict.lines().isEmpty());
    Verdict bad =
        promtool.check("# TYPE togglebolt_x_milliseconds gauge\ntogglebolt_x_milliseconds 1\n");
    assertTrue(bad.readable());
    assertFalse(bad.about("togglebolt_").isEmpty());
    assertTrue(bad.about("etcd_").isEmpty());
  }

  private static String text(MetricsReader metrics) throws IOException {
    return ExpositionWriterTest.written(ExpositionFormat.TEXT, metrics.read());
  }
}
