package io.togglebolt.http.listener.internal;

import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A listener on the loopback interface and clients of it. */
final class Web implements AutoCloseable {
  /** Read once, when the first server of the process is made: so early that all tests agree. */
  static void cutSlowRequestsEarly() {
    System.setProperty("sun.net.httpserver.maxReqTime", "1");
  }

  static {
    cutSlowRequestsEarly();
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

  /** Sends this very text and returns all that comes until the server ends the connection. */
  String raw(String request) throws IOException {
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      return rest(socket.getInputStream());
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
