package io.togglebolt.itests.container;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Scrapes one address, as Prometheus does, and keeps in mind how that went. */
final class Scrapes implements AutoCloseable {
  private static final int OK = 200;

  /** What the listener answers while nobody shows the path. */
  private static final int UNAVAILABLE = 503;

  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpRequest request;
  private final AtomicLong served = new AtomicLong();
  private final AtomicLong unavailable = new AtomicLong();

  Scrapes(URI address) {
    request = HttpRequest.newBuilder(address).timeout(Await.PATIENCE).build();
  }

  /** The counters shown now, none where nobody shows any; any other answer is a failure. */
  Map<String, Double> counters() throws Exception {
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() == UNAVAILABLE) {
      unavailable.incrementAndGet();
      return Map.of();
    }
    if (answer.statusCode() != OK) {
      throw new AssertionError("status " + answer.statusCode() + ": " + answer.body());
    }
    served.incrementAndGet();
    return Counters.in(answer.body());
  }

  /** What is shown now, by whoever serves. */
  static HttpResponse<String> once(URI address) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(address).timeout(Await.PATIENCE).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  /** How many were answered with an exposition. */
  long served() {
    return served.get();
  }

  /** How many found nobody. */
  long unavailable() {
    return unavailable.get();
  }

  @Override
  public void close() {
    client.close();
  }
}
