package io.togglebolt.http.listener.internal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.togglebolt.metrics.Metrics;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers all requests: hands each to whoever shows its path, and sees to it that each is answered
 * or cut whatever becomes of that.
 *
 * <p>It runs on a thread of the JDK's server and ends the exchange there, while handlers run on
 * {@link Workers}: so neither a client that sends slowly nor the end of an answer takes up one of
 * those. An exchange whose answer broke off is never closed here, for closing it fails silently and
 * the server goes on counting its connection; an exception that leaves {@link #handle} makes the
 * server forget it.
 */
final class Requests implements HttpHandler, AutoCloseable {
  /** So many are with handlers at once; those beyond are told to come again, so none piles up. */
  static final int AT_ONCE_MAX = 16;

  /** The longest body of a request, in bytes. */
  static final int BODY_MAX = 16 * 1024;

  private static final Logger LOG = System.getLogger(ListenerComponent.PID);
  private static final String INDEX = "/";
  private static final String OTHER_PATHS = "other";
  private static final int NO_ANSWER_YET = -1;

  private final Publications publications;
  private final Complaints complaints;
  private final Workers workers;
  private final Metrics metrics;
  private final Endpoint endpoint;
  private final boolean loopback;

  /**
   * Answers what comes in at one place.
   *
   * @param workers where handlers run; closed with this
   * @param loopback whether it can be reached from this machine only
   */
  Requests(
      Publications publications,
      Complaints complaints,
      Workers workers,
      Metrics metrics,
      Endpoint endpoint,
      boolean loopback) {
    this.publications = publications;
    this.complaints = complaints;
    this.workers = workers;
    this.metrics = metrics;
    this.endpoint = endpoint;
    this.loopback = loopback;
    NeededLate.load();
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try {
      answer(exchange);
      exchange.getResponseBody().close();
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      throw new IOException("the listener leaves the port", closing);
    } catch (RuntimeException | Error failure) {
      throw ownFailure(failure);
    } finally {
      count(exchange);
    }
  }

  /** As what the server takes for a reason to close the connection, which an Error is not. */
  private IOException ownFailure(Throwable failure) {
    try {
      complaints.threw("requests", failure);
    } catch (RuntimeException | Error worse) {
      LOG.log(Level.DEBUG, "a failure was not written down: {0}", Complaints.inWords(worse));
    }
    return new IOException("the listener failed");
  }

  /** Closes the threads on which handlers run. */
  @Override
  public void close() {
    workers.close();
  }

  private void answer(HttpExchange exchange) throws IOException, InterruptedException {
    takeBody(exchange);
    List<String> hosts = exchange.getRequestHeaders().getOrDefault("Host", List.of());
    if (hosts.size() > 1 || (hosts.isEmpty() && !exchange.getProtocol().equals("HTTP/1.0"))) {
      Answers.text(
          exchange, 400, "There are " + hosts.size() + " Host headers; expected exactly one");
      return;
    }
    if (loopback && !Hosts.isLocal(hosts.isEmpty() ? null : hosts.getFirst(), endpoint.host())) {
      Answers.text(
          exchange,
          421,
          "This listener is for this machine only, and the Host header names another one; expected"
              + " localhost, an address or the configured host");
      return;
    }
    String path = exchange.getRequestURI().getPath();
    if (path == null || path.equals(INDEX)) {
      index(exchange);
      return;
    }
    Publications.Found found = publications.find(path);
    if (!found.known()) {
      unknown(exchange);
    } else {
      handTo(found.handler(), exchange, path);
    }
  }

  /**
   * Reads the request's body, so that nobody waits for it later: handlers find it in memory, and
   * the server has nothing left to read before it ends the exchange.
   */
  private static void takeBody(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestHeaders().containsKey("Content-Length")
        && !exchange.getRequestHeaders().containsKey("Transfer-Encoding")) {
      return;
    }
    byte[] body = exchange.getRequestBody().readNBytes(BODY_MAX + 1);
    if (body.length > BODY_MAX) {
      exchange.getResponseHeaders().set("Connection", "close");
      Answers.text(
          exchange, 413, "The request's body is too long; expected at most " + BODY_MAX + " bytes");
      throw new IOException("the body of a request was too long");
    }
    exchange.setStreams(new ByteArrayInputStream(body), null);
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

  private void unknown(HttpExchange exchange) throws IOException {
    if (publications.young()) {
      Answers.later(
          exchange, "Nothing is shown at this path yet, and the listener has only just begun");
      return;
    }
    List<String> paths = publications.paths();
    String there = paths.isEmpty() ? "nothing" : String.join(", ", paths);
    Answers.text(exchange, 404, "Nothing is shown at this path. There is " + there);
  }

  private void handTo(@Nullable HttpHandler handler, HttpExchange exchange, String path)
      throws IOException, InterruptedException {
    if (handler == null) {
      Answers.later(exchange, "Nobody shows " + path + " at the moment");
      return;
    }
    Held held = new Held(exchange);
    switch (workers.run(handler, held, path)) {
      case Workers.End.Returned() -> returned(exchange, held, path);
      case Workers.End.Threw(Throwable thrown) -> failed(exchange, path, thrown);
      case Workers.End.NoRoom() ->
          Answers.later(
              exchange,
              "Too many requests are being answered, "
                  + Places.PER_PATH_MAX
                  + " of one path or "
                  + AT_ONCE_MAX
                  + " in all; come again when some are done");
    }
  }

  private void returned(HttpExchange exchange, Held held, String path) throws IOException {
    if (held.broken()) {
      throw new IOException("the answer could not be sent");
    }
    if (exchange.getResponseCode() == NO_ANSWER_YET) {
      failed(exchange, path, new IllegalStateException("it returned and had answered nothing"));
    }
  }

  private void failed(HttpExchange exchange, String path, Throwable thrown) throws IOException {
    boolean unanswered = exchange.getResponseCode() == NO_ANSWER_YET;
    // Most often the client has left in the middle of the answer.
    if (unanswered || !(thrown instanceof IOException)) {
      complaints.threw(path, thrown);
    }
    if (!unanswered) {
      // What was sent is not all there is, and must not look as if it were.
      throw new IOException("the answer broke off");
    }
    exchange.getResponseHeaders().clear();
    Answers.text(exchange, 500, "What answers " + path + " failed; the log says how");
  }

  private void count(HttpExchange exchange) {
    try {
      String path = exchange.getRequestURI().getPath();
      metrics
          .counter(
              "togglebolt_http_requests_total",
              "HTTP requests, by published path and status; 0 where there was no answer.",
              "path",
              path != null && (path.equals(INDEX) || publications.knows(path)) ? path : OTHER_PATHS,
              "code",
              Integer.toString(Math.max(0, exchange.getResponseCode())))
          .increment();
    } catch (RuntimeException | Error refused) {
      // A registry that takes no more series, or whose bundle has just left, is no reason to treat
      // the request differently.
      LOG.log(Level.DEBUG, "a request was not counted: {0}", Complaints.inWords(refused));
    }
  }
}
