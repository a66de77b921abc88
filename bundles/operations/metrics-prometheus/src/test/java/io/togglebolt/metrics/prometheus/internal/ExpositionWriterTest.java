package io.togglebolt.metrics.prometheus.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.togglebolt.metrics.Distribution;
import io.togglebolt.metrics.Distribution.Bucket;
import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.MetricFamily.Label;
import io.togglebolt.metrics.MetricFamily.Sample;
import io.togglebolt.metrics.MetricFamily.Type;
import io.togglebolt.metrics.MetricFamily.Value;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Texts derived by hand from the descriptions of the two formats: Prometheus' "Exposition formats",
 * version 0.0.4, and the OpenMetrics specification, version 1.0.0.
 */
final class ExpositionWriterTest {
  private static final List<Label> NONE = List.of();

  @Test
  void anEmptyRegistry() throws IOException {
    assertEquals("", text());
    assertEquals("# EOF\n", openMetrics());
  }

  @Test
  void counters() throws IOException {
    MetricFamily family =
        new MetricFamily(
            "etcd_server_proposals_failed_total",
            "Proposals that failed.",
            Type.COUNTER,
            List.of(
                new Value(NONE, 0x1p53 + 2),
                new Value(List.of(new Label("a", "x"), new Label("b", "")), 0)));
    assertEquals(
        """
        # HELP etcd_server_proposals_failed_total Proposals that failed.
        # TYPE etcd_server_proposals_failed_total counter
        etcd_server_proposals_failed_total 9007199254740994
        etcd_server_proposals_failed_total{a="x",b=""} 0
        """,
        text(family));
    assertEquals(
        """
        # HELP etcd_server_proposals_failed Proposals that failed.
        # TYPE etcd_server_proposals_failed counter
        etcd_server_proposals_failed_total 9007199254740994
        etcd_server_proposals_failed_total{a="x",b=""} 0
        # EOF
        """,
        openMetrics(family));
  }

  @Test
  void gaugesNamedAsCountersKeepNameAndType() throws IOException {
    MetricFamily family =
        family("etcd_server_proposals_committed_total", Type.GAUGE, new Value(NONE, 7));
    String shown =
        """
        # HELP etcd_server_proposals_committed_total Help.
        # TYPE etcd_server_proposals_committed_total gauge
        etcd_server_proposals_committed_total 7
        """;
    assertEquals(shown, text(family));
    assertEquals(shown + "# EOF\n", openMetrics(family));
  }

  @Test
  void countersNotNamedAsCountersKeepTheirName() throws IOException {
    MetricFamily family = family("requests", Type.COUNTER, new Value(NONE, 7));
    assertEquals("# HELP requests Help.\n# TYPE requests counter\nrequests 7\n", text(family));
    assertEquals(
        "# HELP requests Help.\n# TYPE requests unknown\nrequests 7\n# EOF\n", openMetrics(family));
  }

  @Test
  void noTwoFamiliesOfOpenMetricsHaveOneName() throws IOException {
    assertEquals(
        """
        # HELP slots Help.
        # TYPE slots gauge
        slots 1
        # HELP slots_total Help.
        # TYPE slots_total unknown
        slots_total 2
        # EOF
        """,
        openMetrics(
            family("slots", Type.GAUGE, new Value(NONE, 1)),
            family("slots_total", Type.COUNTER, new Value(NONE, 2))));
  }

  @Test
  void gauges() throws IOException {
    MetricFamily family =
        family(
            "g",
            Type.GAUGE,
            new Value(List.of(new Label("n", "1")), -0.5),
            new Value(List.of(new Label("n", "2")), Double.POSITIVE_INFINITY),
            new Value(List.of(new Label("n", "3")), Double.NEGATIVE_INFINITY),
            new Value(List.of(new Label("n", "4")), 1e21));
    String shown =
        """
        # HELP g Help.
        # TYPE g gauge
        g{n="1"} -0.5
        g{n="2"} +Inf
        g{n="3"} -Inf
        g{n="4"} 1e+21
        """;
    assertEquals(shown, text(family));
    assertEquals(shown + "# EOF\n", openMetrics(family));
  }

  @Test
  void histograms() throws IOException {
    List<Bucket> buckets =
        List.of(
            new Bucket(0.001, 1),
            new Bucket(1, 3),
            new Bucket(1e6, 3),
            new Bucket(Double.POSITIVE_INFINITY, 4));
    MetricFamily family =
        family(
            "wait_seconds",
            Type.HISTOGRAM,
            new Distribution(List.of(new Label("database", "d")), buckets, 2000001.25));
    assertEquals(
        """
        # HELP wait_seconds Help.
        # TYPE wait_seconds histogram
        wait_seconds_bucket{database="d",le="0.001"} 1
        wait_seconds_bucket{database="d",le="1"} 3
        wait_seconds_bucket{database="d",le="1e+06"} 3
        wait_seconds_bucket{database="d",le="+Inf"} 4
        wait_seconds_sum{database="d"} 2.00000125e+06
        wait_seconds_count{database="d"} 4
        """,
        text(family));
    assertEquals(
        """
        # HELP wait_seconds Help.
        # TYPE wait_seconds histogram
        wait_seconds_bucket{database="d",le="0.001"} 1
        wait_seconds_bucket{database="d",le="1.0"} 3
        wait_seconds_bucket{database="d",le="1e+06"} 3
        wait_seconds_bucket{database="d",le="+Inf"} 4
        wait_seconds_sum{database="d"} 2.00000125e+06
        wait_seconds_count{database="d"} 4
        # EOF
        """,
        openMetrics(family));
  }

  /** "Negative threshold buckets MAY be used, but then the Histogram MUST NOT contain a sum". */
  @Test
  void histogramsOfNegativeValuesHaveNoSumInOpenMetrics() throws IOException {
    MetricFamily family =
        family(
            "drift",
            Type.HISTOGRAM,
            new Distribution(
                NONE, List.of(new Bucket(-1, 0), new Bucket(Double.POSITIVE_INFINITY, 1)), -0.5));
    assertEquals(
        """
        # HELP drift Help.
        # TYPE drift histogram
        drift_bucket{le="-1.0"} 0
        drift_bucket{le="+Inf"} 1
        # EOF
        """,
        openMetrics(family));
    assertEquals(
        """
        # HELP drift Help.
        # TYPE drift histogram
        drift_bucket{le="-1"} 0
        drift_bucket{le="+Inf"} 1
        drift_sum -0.5
        drift_count 1
        """,
        text(family));
  }

  @Test
  void textsThatMustBeEscaped() throws IOException {
    MetricFamily family =
        new MetricFamily(
            "g",
            "A \"quoted\" \\ and\na line.",
            Type.GAUGE,
            List.of(new Value(List.of(new Label("l", "a \"b\" \\n \\ \n\r\t\u00fc{},=")), 1)));
    String sample = "g{l=\"a \\\"b\\\" \\\\n \\\\ \\n\r\t\u00fc{},=\"} 1\n";
    assertEquals(
        "# HELP g A \"quoted\" \\\\ and\\na line.\n# TYPE g gauge\n" + sample, text(family));
    assertEquals(
        "# HELP g A \\\"quoted\\\" \\\\ and\\na line.\n# TYPE g gauge\n" + sample + "# EOF\n",
        openMetrics(family));
  }

  private static MetricFamily family(String name, Type type, Sample... samples) {
    return new MetricFamily(name, "Help.", type, List.of(samples));
  }

  private static String text(MetricFamily... families) throws IOException {
    return written(ExpositionFormat.TEXT, List.of(families));
  }

  private static String openMetrics(MetricFamily... families) throws IOException {
    return written(ExpositionFormat.OPENMETRICS, List.of(families));
  }

  static String written(ExpositionFormat format, List<MetricFamily> families) throws IOException {
    StringWriter out = new StringWriter();
    new ExpositionWriter(out, format).write(families);
    return out.toString();
  }
}
