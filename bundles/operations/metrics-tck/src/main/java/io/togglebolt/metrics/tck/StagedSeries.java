package io.togglebolt.metrics.tck;

import io.togglebolt.metrics.MetricFamily;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the contract has exporters show. */
final class StagedSeries {
  /** Texts that some format or other gives a meaning to. */
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "a\"b",
          "\"",
          "a\\b",
          "ends\\",
          "\\n",
          "a\nb",
          "\r\n",
          "\t\u0000\u0001\u007f",
          "a,b=c:d;e",
          "*?",
          "{x=\"y\"} 1",
          "# HELP",
          "%41+&",
          "<&>",
          "\u00fc\u6f22\ud83d\ude00\u2028\u0085",
          "x".repeat(2000));

  private static final double[] NUMBERS = {
    0,
    1,
    -1,
    0.1,
    1e-9,
    123456789.125,
    0x1p53,
    0x1p53 + 2,
    0x1p63,
    1e21,
    1e300,
    Double.MIN_VALUE,
    Double.MAX_VALUE,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY
  };

  private StagedSeries() {}

  /** Series of every type, with labels and without. */
  static void everyKind(StagedMetrics metrics) {
    metrics.counter("test_commits_total", "Commits.", "database", "a").set(12);
    metrics.counter("test_commits_total", "Commits.", "database", "b").set(0);
    metrics.counter("test_starts_total", "Starts.").set(1);
    metrics.gauge("test_size_bytes", "Size.", () -> 4096, "database", "a", "part", "x");
    metrics.gauge("test_load", "Load.", () -> 0.25);
    metrics.gauge("test_proposals_total", "A gauge named as a counter.", () -> 3);
    StagedMetrics.StagedHistogram histogram =
        metrics.histogram(
            "test_commit_duration_seconds", "Time.", new double[] {0.001, 1, 2.5}, "database", "a");
    histogram.observe(0.0005);
    histogram.observe(2.5);
    histogram.observe(100);
    metrics.histogram("test_idle_seconds", "Never observed.", new double[] {1});
  }

  /** Numbers of every size. */
  static void numbers(StagedMetrics metrics) {
    for (int i = 0; i < NUMBERS.length; i++) {
      double number = NUMBERS[i];
      metrics.gauge("test_number", "A number.", () -> number, "at", "" + i);
    }
    metrics.counter("test_large_total", "Much.").set((1L << 53) + 2);
  }

  /** Labels with any text. */
  static void texts(StagedMetrics metrics) {
    for (String text : TEXTS) {
      metrics.counter("test_texts_total", "Texts.", "text", text, "other", "x").set(7);
      metrics.histogram("test_text_seconds", "Texts.", new double[] {1}, "text", text);
    }
  }

  /** Which of the series shown are neither expected nor one of a family's. */
  static Set<Series> strangers(
      Set<Series> shown, Set<Series> expected, List<MetricFamily> families) {
    Set<Series> strangers = new HashSet<>(shown);
    strangers.removeAll(expected);
    strangers.removeIf(series -> families.stream().anyMatch(family -> isOf(family, series)));
    return strangers;
  }

  /** Whether a series is one of a family's, or one more thing that is told of a distribution. */
  private static boolean isOf(MetricFamily family, Series series) {
    return switch (family.type()) {
      case COUNTER, GAUGE ->
          family.samples().stream()
              .anyMatch(sample -> Series.of(family.name(), sample.labels()).equals(series));
      case HISTOGRAM -> series.name().startsWith(family.name());
    };
  }
}
