package io.togglebolt.http.listener.internal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.togglebolt.metrics.Metrics;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Answers all requests: hands each to whoever shows its path, and sees to it that each is answered
 * whatever becomes of that.
 */
final class Requests implements HttpHandler {
  /** So many are answered at once; those beyond are told to come again, so that none piles up. */
  static final int AT_ONCE_MAX = 16;

  private static final Logger LOG = System.getLogger(ListenerComponent.PID);
  private static final String OTHER_PATHS = "other";
  private static final int NO_ANSWER_YET = -1;

  private final Semaphore room = new Semaphore(AT_ONCE_MAX);
  private final Publications publications;
  private final Complaints complaints;
  private final Metrics metrics;
  private final Endpoint endpoint;
  private final boolean loopback;

  /**
   * Answers what comes in at one place.
   *
   * @param loopback whether it can be reached from this machine only
   */
  Requests(
      Publications publications,
      Complaints complaints,
      Metrics metrics,
      Endpoint endpoint,
      boolean loopback) {
    this.publications = publications;
    this.complaints = complaints;
    this.metrics = metrics;
    this.endpoint = endpoint;
    this.loopback = loopback;
  }

  @Override
  public void handle(HttpExchange exchange) {
    if (!room.tryAcquire()) {
      answerAndCount(exchange, false);
      return;
    }
    // Whatever is thrown in there, the next request finds room.
    try {
      answerAndCount(exchange, true);
    } finally {
      room.release();
    }
  }

  private void answerAndCount(HttpExchange exchange, boolean entered) {
    String label = OTHER_PATHS;
    try {
      if (entered) {
        label = answer(exchange);
      } else {
        busy(exchange);
      }
    } catch (IOException gone) {
      LOG.log(Level.DEBUG, "a client left before it was answered: {0}", gone.toString());
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } finally {
      try {
        count(label, exchange.getResponseCode());
      } finally {
        exchange.close();
      }
    }
  }

  private static void busy(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Retry-After", "1");
    Answers.text(
        exchange, 503, AT_ONCE_MAX + " requests are being answered; come again when some are done");
  }

  /** Answers, and says as what it is to be counted. */
  private String answer(HttpExchange exchange) throws IOException, InterruptedException {
    String host = exchange.getRequestHeaders().getFirst("Host");
    if (loopback && !Hosts.isLocal(host, endpoint.host())) {
      Answers.text(
          exchange,
          421,
          "This listener is for this machine only, and the Host header names another one; expected"
              + " localhost, an address or the configured host");
      return OTHER_PATHS;
    }
    String path = exchange.getRequestURI().getPath();
    if (path == null || path.equals("/")) {
      index(exchange);
      return "/";
    }
    Publications.Found found = publications.find(path);
    if (!found.known()) {
      List<String> paths = publications.paths();
      String there = paths.isEmpty() ? "nothing" : String.join(", ", paths);
      Answers.text(exchange, 404, "Nothing is shown at this path. There is " + there);
      return OTHER_PATHS;
    }
    handTo(found.handler(), exchange, path);
    return path;
  }

  private void index(HttpExchange exchange) throws IOException {
    String method = exchange.getRequestMethod();
    if (method.equals("GET") || method.equals("HEAD")) {
      Answers.index(exchange, publications.paths());
    } else {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      Answers.text(exchange, 405, "The index can be read only; expected GET or HEAD");
    }
  }

  private void handTo(@Nullable HttpHandler handler, HttpExchange exchange, String path)
      throws IOException {
    if (handler == null) {
      Answers.text(exchange, 503, "Nobody shows " + path + " at the moment");
      return;
    }
    try {
      handler.handle(exchange);
    } catch (IOException | RuntimeException | Error thrown) {
      failed(exchange, path, thrown);
      return;
    }
    if (exchange.getResponseCode() == NO_ANSWER_YET) {
      failed(exchange, path, new IllegalStateException("it returned and had answered nothing"));
    }
  }

  private void failed(HttpExchange exchange, String path, Throwable thrown) throws IOException {
    if (exchange.getResponseCode() == NO_ANSWER_YET) {
      complaints.threw(path, thrown);
      exchange.getResponseHeaders().clear();
      Answers.text(exchange, 500, "What answers " + path + " failed; the log says how");
      return;
    }
    if (!(thrown instanceof IOException)) {
      complaints.threw(path, thrown);
    }
    // What was sent is not all there is, and must not look as if it were: closed properly, a body
    // of no stated length would end here.
    exchange.setStreams(null, new Severed());
  }

  private void count(String path, int code) {
    try {
      metrics
          .counter(
              "togglebolt_http_requests_total",
              "HTTP requests, by published path and status; 0 where there was no answer.",
              "path",
              path,
              "code",
              Integer.toString(Math.max(0, code)))
          .increment();
    } catch (RuntimeException | LinkageError refused) {
      // A registry that takes no more series, or whose bundle has just left, is no reason to leave
      // a request unanswered.
      LOG.log(Level.DEBUG, "a request was not counted: {0}", refused.toString());
    }
  }

  /** A body that cannot be ended, so that the server closes the connection instead. */
  private static final class Severed extends OutputStream {
    @Override
    public void write(int oneByte) throws IOException {
      throw new IOException("the answer was given up");
    }

    @Override
    public void close() throws IOException {
      throw new IOException("the answer was given up");
    }
  }
}
