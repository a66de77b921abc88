package io.togglebolt.http.listener.internal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** A listener on the loopback interface and clients of it. */
final class Web implements AutoCloseable {
  /** So few that connections which pile up are noticed. */
  static final int CONNECTIONS_MAX = 64;

  /** Read once, when the first server of the process is made: so early that all tests agree. */
  static void setLimits() {
    System.setProperty("sun.net.httpserver.maxReqTime", "1");
    System.setProperty("jdk.httpserver.maxConnections", Integer.toString(CONNECTIONS_MAX));
  }

  static {
    setLimits();
  }

  static final Duration LONG = Duration.ofSeconds(30);

  final Listener listener;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(LONG).version(HttpClient.Version.HTTP_1_1).build();

  Web(Listener listener) {
    this.listener = listener;
  }

  /** Answers each request with status 200 and a text. */
  static HttpHandler saying(String text) {
    return exchange -> Answers.text(exchange, 200, text);
  }

  URI at(String path) {
    return listener.address().orElseThrow().resolve(path);
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return ask("GET", path);
  }

  HttpResponse<String> ask(String method, String path) throws IOException, InterruptedException {
    return client.send(request(method, path), HttpResponse.BodyHandlers.ofString());
  }

  CompletableFuture<HttpResponse<String>> begin(String path) {
    return client.sendAsync(request("GET", path), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest request(String method, String path) {
    return HttpRequest.newBuilder(at(path))
        .timeout(LONG)
        .method(method, HttpRequest.BodyPublishers.noBody())
        .build();
  }

  Socket connect() throws IOException {
    URI address = listener.address().orElseThrow();
    Socket socket = new Socket(address.getHost(), address.getPort());
    socket.setSoTimeout((int) LONG.toMillis());
    return socket;
  }

  /** Connects and sends this very text. */
  Socket send(String request) throws IOException {
    Socket socket = connect();
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    return socket;
  }

  /** Sends this very text and returns all that comes until the server ends the connection. */
  String raw(String request) throws IOException {
    try (Socket socket = send(request)) {
      return rest(socket.getInputStream());
    }
  }

  /** Waits until it is so, which it must be soon. */
  static void until(BooleanSupplier holds) {
    long deadline = System.nanoTime() + LONG.toNanos();
    while (!holds.getAsBoolean()) {
      assertTrue(System.nanoTime() - deadline < 0, "it came to pass in time");
      Thread.yield();
    }
  }

  static String rest(InputStream in) throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    client.close();
    listener.close();
  }
}
