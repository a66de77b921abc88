package io.togglebolt.metrics.tck;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpHandler;
import io.togglebolt.http.HttpListener;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A listener without a port: requests are made by the test, on its thread. It keeps to what {@link
 * HttpListener} says. Thread-safe.
 */
public final class StagedHttp implements HttpListener {
  private static final URI ADDRESS = URI.create("http://127.0.0.1:2381");

  private final List<Published> published = new ArrayList<>();
  private boolean listening = true;

  private record Published(String path, HttpHandler handler) {}

  /**
   * What a request was answered with.
   *
   * @param status 404 where nothing is published at the path, 500 where the handler threw
   * @param headers the response's headers
   * @param body the response's body as it went over the wire
   */
  public record Response(int status, Headers headers, byte[] body) {

    /** The body as UTF-8. */
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  @Override
  public synchronized Publication publish(String path, HttpHandler handler) {
    if (!path.startsWith("/") || path.endsWith("/")) {
      throw new IllegalArgumentException(
          "path \"" + path + "\"; expected one that begins with a slash and ends with none");
    }
    Published entry = new Published(path, handler);
    published.add(entry);
    return () -> takeBack(entry);
  }

  private synchronized void takeBack(Published entry) {
    published.removeIf(other -> other == entry);
  }

  @Override
  public synchronized Optional<URI> address() {
    return listening ? Optional.of(ADDRESS) : Optional.empty();
  }

  /** Listens or does not; what is published stays. */
  public synchronized void listen(boolean listens) {
    listening = listens;
  }

  /** How many publications there are. */
  public synchronized int publications() {
    return published.size();
  }

  /** Asks for a path and query with GET. */
  public Response get(String pathAndQuery) {
    return request("GET", pathAndQuery, Map.of());
  }

  /**
   * Makes a request, whether the listener listens or not.
   *
   * @throws AssertionError when the handler does what the JDK's server would not let pass: a body
   *     before the headers, after HEAD, or of another length than announced
   */
  public Response request(String method, String pathAndQuery, Map<String, String> headers) {
    URI uri = URI.create(pathAndQuery);
    Optional<HttpHandler> handler = handlerOf(uri.getPath());
    if (handler.isEmpty()) {
      return new Response(404, new Headers(), new byte[0]);
    }
    StagedExchange exchange = new StagedExchange(method, uri, headers);
    try {
      handler.get().handle(exchange);
    } catch (IOException | RuntimeException thrown) {
      return new Response(
          500, new Headers(), String.valueOf(thrown).getBytes(StandardCharsets.UTF_8));
    }
    return exchange.response();
  }

  private synchronized Optional<HttpHandler> handlerOf(String path) {
    return published.stream()
        .filter(entry -> entry.path().equals(path))
        .reduce((older, newer) -> newer)
        .map(Published::handler);
  }
}
