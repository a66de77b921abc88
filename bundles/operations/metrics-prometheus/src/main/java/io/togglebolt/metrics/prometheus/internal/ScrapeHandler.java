package io.togglebolt.metrics.prometheus.internal;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.MetricsReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Answers scrapes. Called by several threads at once; holds no lock and no state, and beside the
 * values that it read only buffers of fixed size, however slowly a client takes them.
 */
final class ScrapeHandler implements HttpHandler {
  private static final int BUFFER_BYTES = 8192;
  private static final int NO_BODY = -1;
  private static final int LENGTH_UNKNOWN = 0;

  private final MetricsReader metrics;

  ScrapeHandler(MetricsReader metrics) {
    this.metrics = metrics;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    switch (exchange.getRequestMethod()) {
      case "GET" -> show(exchange);
      case "HEAD" -> answerWithoutBody(exchange, 200, negotiate(exchange));
      default -> {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        answerWithoutBody(exchange, 405, null);
      }
    }
  }

  /** How a scrape is answered. */
  private record Representation(ExpositionFormat format, boolean gzip) {
    void describe(Headers headers) {
      headers.set("Content-Type", format.contentType());
      headers.set("Vary", "Accept, Accept-Encoding");
      if (gzip) {
        headers.set("Content-Encoding", "gzip");
      }
    }
  }

  private static Representation negotiate(HttpExchange exchange) {
    Headers headers = exchange.getRequestHeaders();
    return new Representation(
        ExpositionFormat.preferredBy(Preferences.of(headers.get("Accept"))),
        Preferences.of(headers.get("Accept-Encoding")).acceptCoding("gzip"));
  }

  private static void answerWithoutBody(
      HttpExchange exchange, int status, @Nullable Representation representation)
      throws IOException {
    if (representation != null) {
      representation.describe(exchange.getResponseHeaders());
    }
    exchange.sendResponseHeaders(status, NO_BODY);
    exchange.close();
  }

  /**
   * The registry is read before the answer begins, so that a fault in it becomes an error and not
   * half an answer. What fails later must not close the body: that would end it in good order, and
   * in the text format a cut answer looks whole. It goes to the listener, which drops the
   * connection.
   */
  private void show(HttpExchange exchange) throws IOException {
    NameFilter filter = NameFilter.ofQuery(exchange.getRequestURI().getRawQuery());
    List<MetricFamily> families = filter.choose(metrics.read(filter));
    Representation representation = negotiate(exchange);
    representation.describe(exchange.getResponseHeaders());
    exchange.sendResponseHeaders(200, LENGTH_UNKNOWN);
    OutputStream body = exchange.getResponseBody();
    Writer out =
        new BufferedWriter(
            new OutputStreamWriter(
                representation.gzip() ? new GZIPOutputStream(body, BUFFER_BYTES) : body,
                StandardCharsets.UTF_8),
            BUFFER_BYTES);
    new ExpositionWriter(out, representation.format()).write(families);
    out.close();
    exchange.close();
  }
}
