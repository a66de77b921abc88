package io.togglebolt.metrics.prometheus.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.togglebolt.metrics.Distribution;
import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.MetricFamily.Type;
import io.togglebolt.metrics.tck.StagedMetrics;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scrapes with the JDK's own server and client. */
final class ScrapeOverHttpTest {
  private static final String OPENMETRICS = "application/openmetrics-text; version=1.0.0";

  private final StagedMetrics metrics = new StagedMetrics();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private HttpServer server;
  private HttpClient client;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/metrics", new ScrapeHandler(metrics));
    server.start();
    client = HttpClient.newHttpClient();
  }

  @AfterEach
  void close() {
    client.close();
    server.stop(0);
    threads.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/plain | text/plain; version=0.0.4; charset=utf-8",
        OPENMETRICS + " | application/openmetrics-text; version=1.0.0; charset=utf-8"
      })
  void saysWhichFormatItGives(String accept, String contentType) throws Exception {
    HttpResponse<byte[]> response = send("GET", "", "Accept", accept);
    assertEquals(200, response.statusCode());
    assertEquals(contentType, response.headers().firstValue("Content-Type").orElseThrow());
    assertEquals("Accept, Accept-Encoding", response.headers().firstValue("Vary").orElseThrow());
    assertTrue(response.headers().firstValue("Content-Encoding").isEmpty());
  }

  @Test
  void compressesForThoseWhoAcceptIt() throws Exception {
    for (int i = 0; i < 1000; i++) {
      metrics.counter("test_total", "A count.", "n", "\u00fc" + i);
    }
    byte[] plain = send("GET", "").body();
    HttpResponse<byte[]> response = send("GET", "", "Accept-Encoding", "gzip");
    assertEquals("gzip", response.headers().firstValue("Content-Encoding").orElseThrow());
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
      assertArrayEquals(plain, in.readAllBytes());
    }
    assertTrue(
        response.body().length < plain.length / 4, "compressed to " + response.body().length);
  }

  @Test
  void headGivesTheHeadersAlone() throws Exception {
    metrics.counter("test_total", "A count.");
    HttpResponse<byte[]> response =
        send("HEAD", "", "Accept", OPENMETRICS, "Accept-Encoding", "gzip");
    assertEquals(200, response.statusCode());
    assertEquals(0, response.body().length);
    assertEquals(
        "application/openmetrics-text; version=1.0.0; charset=utf-8",
        response.headers().firstValue("Content-Type").orElseThrow());
    assertEquals("gzip", response.headers().firstValue("Content-Encoding").orElseThrow());
  }

  @Test
  void headAsksNothingOfTheRegistry() throws Exception {
    metrics.failing(true);
    assertEquals(200, send("HEAD", "").statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
  void otherMethodsAreRefused(String method) throws Exception {
    metrics.counter("test_total", "A count.");
    HttpResponse<byte[]> response = send(method, "");
    assertEquals(405, response.statusCode());
    assertEquals("GET, HEAD", response.headers().firstValue("Allow").orElseThrow());
    assertEquals(0, response.body().length);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                                  | a_total b_seconds c_count",
        "?                                 | a_total b_seconds c_count",
        "?name[]=                          | a_total b_seconds c_count",
        "?format=text                      | a_total b_seconds c_count",
        "?name[]=a_total                   | a_total",
        "?name%5B%5D=a%5Ftotal             | a_total",
        "?name[]=a_total&name[]=b_seconds  | a_total b_seconds",
        "?x=y&name[]=b_seconds_bucket      | b_seconds",
        "?name[]=b_seconds_sum             | b_seconds",
        "?name[]=c_count                   | c_count",
        "?name[]=a                         | ''",
        "?name[]=a_total_count             | ''",
        "?name[]=none                      | ''"
      })
  void showsTheFamiliesThatAreNamed(String query, String shown) throws Exception {
    metrics.counter("a_total", "A count.");
    metrics.histogram("b_seconds", "A time.", new double[] {1});
    metrics.gauge("c_count", "A gauge named as a part of a histogram.", () -> 1);
    String text = text(send("GET", query == null ? "" : query.strip()));
    assertEquals(shown, String.join(" ", Exposition.parse(text).types().keySet()));
  }

  @Test
  void textThatIsNoUnicodeIsShownAsAQuestionMark() throws Exception {
    metrics.gauge("test", "Half a pair.", () -> 1, "l", "a\ud800b");
    assertEquals(
        "a?b",
        Exposition.parse(text(send("GET", ""))).samples().getFirst().labels().getFirst().value());
  }

  @Test
  void anAnswerThatIsCutDoesNotLookWhole() {
    metrics.counter("a_total", "A count.");
    metrics.add(
        new MetricFamily(
            "b",
            "A histogram without buckets, which there is none of.",
            Type.HISTOGRAM,
            List.of(new Distribution(List.of(), List.of(), 0))));
    assertThrows(IOException.class, () -> send("GET", ""));
  }

  @Test
  void aRegistryThatCannotBeReadIsNoAnswer() throws Exception {
    metrics.failing(true);
    assertThrows(IOException.class, () -> send("GET", ""));
    metrics.failing(false);
    assertEquals(200, send("GET", "").statusCode());
  }

  /** More than any buffer between the two holds is left untaken by the one, while others come. */
  @Test
  void aClientThatDoesNotReadHoldsUpNobody() throws Exception {
    String filler = "x".repeat(1000);
    for (int i = 0; i < 10_000; i++) {
      metrics.counter("test_total", "A count.", "n", i + filler);
    }
    HttpResponse<InputStream> untaken =
        client.send(request("GET", ""), BodyHandlers.ofInputStream());
    try (InputStream body = untaken.body()) {
      assertEquals(10_000, Exposition.parse(text(send("GET", ""))).samples().size());
      String taken = new String(body.readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(10_000, Exposition.parse(taken).samples().size());
    }
  }

  private HttpResponse<byte[]> send(String method, String query, String... headers)
      throws Exception {
    return client.send(request(method, query, headers), BodyHandlers.ofByteArray());
  }

  private HttpRequest request(String method, String query, String... headers) {
    String escaped = query.replace("[", "%5B").replace("]", "%5D");
    URI uri =
        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/metrics" + escaped);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody());
    return (headers.length == 0 ? request : request.headers(headers)).build();
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }
}
