package com.example.graphite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.spi.MetricsExporter;
import io.togglebolt.metrics.spi.MetricsExporterFactory;
import io.togglebolt.metrics.tck.MetricsExporterContract;
import io.togglebolt.metrics.tck.Series;
import io.togglebolt.metrics.tck.Stage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every exporter owes, and what this one says of itself; the test is Graphite. */
final class GraphiteExporterTest extends MetricsExporterContract {
  private static final int PERIOD_SECONDS = 10;
  private static final int PATIENCE_MILLIS = 30_000;

  private final ServerSocket graphite;

  GraphiteExporterTest() throws IOException {
    graphite = new ServerSocket(0, 0, InetAddress.getByName("127.0.0.1"));
    graphite.setSoTimeout(PATIENCE_MILLIS);
  }

  @AfterEach
  void close() throws IOException {
    graphite.close();
  }

  @Override
  protected MetricsExporterFactory factory() {
    return new GraphiteExporterFactory("127.0.0.1", graphite.getLocalPort(), PERIOD_SECONDS);
  }

  @Override
  protected Map<Series, Double> shown(Stage stage) throws IOException {
    Map<Series, Double> shown = new HashMap<>();
    for (String line : periodEnds(stage)) {
      String[] words = line.split(" ");
      shown.put(series(words[0]), Double.valueOf(words[1]));
    }
    return shown;
  }

  /** What Graphite knows nothing of: labels without a text. */
  @Override
  protected Map<Series, Double> expected(List<MetricFamily> families) {
    Map<Series, Double> expected = new HashMap<>();
    super.expected(families)
        .forEach(
            (series, value) -> {
              Map<String, String> labels = new HashMap<>(series.labels());
              labels.values().removeIf(String::isEmpty);
              expected.put(new Series(series.name(), labels), value);
            });
    return expected;
  }

  /** The lines that arrive; an exporter that has a period to end connects once. */
  private List<String> periodEnds(Stage stage) throws IOException {
    int connections = stage.scheduled();
    stage.advance(PERIOD_SECONDS * 1_000);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      try (Socket connection = graphite.accept()) {
        connection.setSoTimeout(PATIENCE_MILLIS);
        byte[] all = connection.getInputStream().readAllBytes();
        // Not lines(), which would end lines where Graphite does not.
        String text = new String(all, StandardCharsets.UTF_8);
        lines.addAll(text.isEmpty() ? List.of() : List.of(text.split("\n")));
      }
    }
    return lines;
  }

  private static Series series(String path) {
    String[] parts = path.split(";");
    Map<String, String> labels = new HashMap<>();
    for (int i = 1; i < parts.length; i++) {
      String[] tag = parts[i].split("=", 2);
      labels.put(tag[0], URLDecoder.decode(tag[1], StandardCharsets.UTF_8));
    }
    return new Series(parts[0], labels);
  }

  @Test
  void aSeriesIsALineWithTagsValueAndTime() throws Exception {
    Stage stage = new Stage();
    stage.metrics().counter("test_commits_total", "Commits.", "database", "a b", "x", "").set(7);
    stage.metrics().histogram("test_seconds", "Time.", new double[] {1}).observe(0.5);
    MetricsExporter exporter = factory().create(stage.site());
    exporter.start();
    List<String> lines = periodEnds(stage);
    exporter.stop();
    long seconds = stage.site().clock().wallMillis() / 1_000;
    assertEquals(
        List.of(
            "test_commits_total;database=a+b 7.0 " + seconds,
            "test_seconds_count 1 " + seconds,
            "test_seconds_sum 0.5 " + seconds),
        lines);
  }

  @Test
  void aGraphiteThatIsNotThereIsTriedAgainEachPeriod() throws Exception {
    Stage stage = new Stage();
    MetricsExporter exporter = factory().create(stage.site());
    graphite.close();
    exporter.start();
    for (int i = 0; i < 3; i++) {
      stage.advance(PERIOD_SECONDS * 1_000);
      assertEquals(1, stage.scheduled());
    }
    exporter.stop();
    assertEquals(0, stage.scheduled());
  }

  @Test
  void settingsThatCannotBeAreNamed() {
    assertEquals(
        "port of com.example.graphite is 70000; expected a number from 1 to 65535",
        assertThrows(
                IllegalArgumentException.class,
                () -> new GraphiteExporterFactory("127.0.0.1", 70_000, 1))
            .getMessage());
    assertEquals(
        "period-seconds of com.example.graphite is 0; expected a number from 1 to 86400",
        assertThrows(
                IllegalArgumentException.class,
                () -> new GraphiteExporterFactory("127.0.0.1", 2003, 0))
            .getMessage());
  }
}
