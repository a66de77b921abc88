package io.togglebolt.http.listener.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.http.HttpListener.Publication;
import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.Metrics;
import io.togglebolt.metrics.MetricsReader;
import io.togglebolt.metrics.MetricsRegistry;
import io.togglebolt.testkit.SimulatedClock;
import io.togglebolt.testkit.SimulatedScheduler;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients see of what is published. */
@Timeout(60)
class ListenerTest {
  private static final Endpoint ANY_PORT = new Endpoint("127.0.0.1", 0);

  private final SimulatedClock clock = new SimulatedClock();
  private final Log log = new Log();
  private final Web web = new Web(new Listener(clock, new SimulatedScheduler(clock)));
  private final Listener listener = web.listener;

  @BeforeEach
  void listen() {
    listener.listenAt(ANY_PORT);
    clock.advance(Publications.YOUNG_MILLIS);
  }

  @AfterEach
  void close() {
    web.close();
    log.close();
  }

  @Test
  void aPublishedPathIsAnsweredAndNoOther() throws Exception {
    listener.publish("/metrics", Web.saying("values"));
    assertEquals("values\n", web.get("/metrics").body());
    assertEquals("values\n", web.get("/metrics?name=etcd").body());
    for (String other : List.of("/metricsfoo", "/metrics/", "/metrics/foo", "/metric")) {
      HttpResponse<String> answer = web.get(other);
      assertEquals(404, answer.statusCode(), other);
      assertEquals("Nothing is shown at this path. There is /metrics\n", answer.body());
    }
  }

  @Test
  void theIndexLinksToWhatIsShown() throws Exception {
    assertTrue(web.get("/").body().contains("Nothing is shown here"));
    listener.publish("/metrics", Web.saying(""));
    Publication gone = listener.publish("/gone", Web.saying(""));
    gone.close();
    HttpResponse<String> index = web.get("/");
    assertEquals(200, index.statusCode());
    assertEquals("text/html; charset=utf-8", index.headers().firstValue("Content-Type").orElse(""));
    assertTrue(index.body().contains("<a href=\"/metrics\">/metrics</a>"), index.body());
    assertFalse(index.body().contains("/gone"), index.body());
  }

  @Test
  void theIndexIsForReading() throws Exception {
    HttpResponse<String> refused = web.ask("DELETE", "/");
    assertEquals(405, refused.statusCode());
    assertEquals("GET, HEAD", refused.headers().firstValue("Allow").orElse(""));
    HttpResponse<String> head = web.ask("HEAD", "/");
    assertEquals(200, head.statusCode());
    assertEquals("", head.body());
  }

  @Test
  void theNewestOfSeveralAnswersUntilItIsClosed() throws Exception {
    listener.publish("/metrics", Web.saying("old"));
    Publication newest = listener.publish("/metrics", Web.saying("new"));
    assertEquals("new\n", web.get("/metrics").body());
    newest.close();
    newest.close();
    assertEquals("old\n", web.get("/metrics").body());
  }

  @Test
  void aPathThatWasLeftIsUnavailableAndNotUnknown() throws Exception {
    listener.publish("/metrics", Web.saying("values")).close();
    HttpResponse<String> answer = web.get("/metrics");
    assertEquals(503, answer.statusCode());
    assertEquals("Nobody shows /metrics at the moment\n", answer.body());
  }

  @Test
  void aRequestInTheMiddleOfASwapIsAnsweredByTheNextOne() throws Exception {
    for (int round = 0; round < 20; round++) {
      listener.publish("/metrics", Web.saying("old")).close();
      CompletableFuture<HttpResponse<String>> asked = web.begin("/metrics");
      Publication next = listener.publish("/metrics", Web.saying("new"));
      assertEquals("new\n", asked.get(30, TimeUnit.SECONDS).body());
      next.close();
    }
  }

  @Test
  void aHandlerThatThrowsIsAnsweredForAndLoggedOnceAMinute() throws Exception {
    listener.publish(
        "/broken",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Encoding", "gzip");
          throw new NoClassDefFoundError("gone/Away");
        });
    for (int i = 0; i < 3; i++) {
      HttpResponse<String> answer = web.get("/broken");
      assertEquals(500, answer.statusCode());
      assertEquals("What answers /broken failed; the log says how\n", answer.body());
      assertTrue(answer.headers().firstValue("Content-Encoding").isEmpty());
    }
    assertEquals(1, log.warnings().size(), log.lines()::toString);
    assertTrue(
        log.warnings()
            .getFirst()
            .startsWith(
                "WARNING what answers /broken failed with java.lang.NoClassDefFoundError:"
                    + " gone/Away at "),
        log.warnings().getFirst());
    clock.advance(TimeUnit.MINUTES.toMillis(1));
    web.get("/broken");
    assertTrue(
        log.warnings().getLast().endsWith("; it failed 2 times more since the last line on it"));
  }

  @Test
  void aHandlerThatAnswersNothingIsAnsweredFor() throws Exception {
    listener.publish("/silent", exchange -> {});
    assertEquals(500, web.get("/silent").statusCode());
    assertTrue(log.warnings().getFirst().contains("it returned and had answered nothing"));
  }

  @Test
  void anAnswerThatBreaksOffDoesNotLookWhole() {
    listener.publish(
        "/half",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange
              .getResponseBody()
              .write("half".getBytes(java.nio.charset.StandardCharsets.UTF_8));
          exchange.getResponseBody().flush();
          throw new IllegalStateException("broke off");
        });
    assertThrows(IOException.class, () -> web.get("/half"));
  }

  @Test
  void requestsAreCountedByPublishedPathAndStatus() throws Exception {
    MetricsRegistry registry = ServiceLoader.load(MetricsRegistry.class).findFirst().orElseThrow();
    listener.metrics().use(registry);
    listener.publish("/metrics", Web.saying("values"));
    web.get("/metrics");
    web.get("/metrics");
    web.get("/unknown/1");
    web.get("/unknown/2");
    // The count follows the answer, which the client may see sooner.
    Set<String> expected = Set.of("path=/metrics code=200 2", "path=other code=404 2");
    while (!expected.equals(requests(registry))) {
      Thread.onSpinWait();
    }
  }

  private static Set<String> requests(MetricsReader registry) {
    Set<String> counted = new TreeSet<>();
    for (MetricFamily family : registry.read("togglebolt_http_requests_total"::equals)) {
      family.samples().forEach(sample -> counted.add(text(sample)));
    }
    return counted;
  }

  private static String text(MetricFamily.Sample sample) {
    StringBuilder text = new StringBuilder();
    sample.labels().forEach(label -> text.append(label.name() + "=" + label.value() + " "));
    return sample instanceof MetricFamily.Value value
        ? text.append((long) value.value()).toString()
        : sample.toString();
  }

  @Test
  void aForeignHostIsRefusedOnTheLoopbackInterface() throws Exception {
    listener.publish("/metrics", Web.saying("values"));
    String foreign =
        web.raw("GET /metrics HTTP/1.1\r\nHost: evil.example:2381\r\nConnection: close\r\n\r\n");
    assertTrue(foreign.startsWith("HTTP/1.1 421 "), foreign);
    assertFalse(foreign.contains("values"), foreign);
    String local = web.raw("GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assertTrue(local.startsWith("HTTP/1.1 200 ") && local.contains("values"), local);
    String silent = web.raw("GET /metrics HTTP/1.0\r\n\r\n");
    assertTrue(silent.contains("values"), silent);
  }

  @Test
  void aRequestThatIsNeverWholeIsCut() throws Exception {
    assertEquals("", web.raw("GET /metrics HTTP/1.1\r\nHost: local"), "cut without an answer");
  }

  @Test
  void hugeHeadersAreRefusedAndHarmNobody() throws Exception {
    listener.publish("/metrics", Web.saying("values"));
    StringBuilder huge = new StringBuilder("GET /metrics HTTP/1.1\r\nHost: localhost\r\n");
    for (int i = 0; i < 1_000; i++) {
      huge.append("X-").append(i).append(": x\r\n");
    }
    String answer;
    try {
      answer = web.raw(huge.append("\r\n").toString());
    } catch (IOException reset) {
      // Cut before all of it was read, which the sender sees as a reset.
      answer = "";
    }
    assertFalse(answer.contains("values"), answer);
    assertEquals("values\n", web.get("/metrics").body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "metrics",
        "/metrics/",
        "/a//b",
        "/a b",
        "/a?b",
        "/a#b",
        "/%61",
        "/ä",
        "/<"
      })
  void whatIsNoPathIsRefusedByName(String path) {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> listener.publish(path, Web.saying("values")));
    assertTrue(
        refused.getMessage().startsWith("'" + path + "' is no path to publish at; expected"),
        refused.getMessage());
  }

  @Test
  void pathsThatWereLeftLongAgoAreForgotten() throws Exception {
    for (int i = 0; i <= Publications.LEFT_PATHS_MAX; i++) {
      listener.publish("/left/" + i, Web.saying("")).close();
    }
    assertEquals(404, web.get("/left/0").statusCode());
    assertEquals(503, web.get("/left/1").statusCode());
  }

  @Test
  void whatIsPublishedBeforeAndAfterTheListenerListensIsShown() throws Exception {
    listener.publish("/metrics", Web.saying("values"));
    listener.listenAt(null);
    assertTrue(listener.address().isEmpty());
    listener.publish("/later", Web.saying("later values"));
    listener.listenAt(ANY_PORT);
    assertEquals("values\n", web.get("/metrics").body());
    assertEquals("later values\n", web.get("/later").body());
  }

  @Test
  void closingCutsWhatIsBeingAnsweredAndLeavesNoThread() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    listener.publish(
        "/endless",
        exchange -> {
          inside.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException ended) {
            interrupted.countDown();
            throw new IOException(ended);
          }
        });
    CompletableFuture<HttpResponse<String>> asked = web.begin("/endless");
    assertTrue(inside.await(30, TimeUnit.SECONDS));
    List<Thread> before = serverThreads();
    assertTrue(before.size() >= 2, "the threads of server and handler are found");
    listener.close();
    assertTrue(interrupted.await(30, TimeUnit.SECONDS));
    assertThrows(Exception.class, () -> asked.get(30, TimeUnit.SECONDS));
    for (Thread thread : before) {
      assertTrue(thread.join(Web.LONG), thread.getName());
    }
  }

  private static List<Thread> serverThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().matches("HTTP-Dispatcher|togglebolt-http-handler-.*"))
        .toList();
  }

  /** A registry that throws whatever is asked for a counter. */
  private static Metrics.Scope failing(Error failure) {
    return (Metrics.Scope)
        Proxy.newProxyInstance(
            Metrics.Scope.class.getClassLoader(),
            new Class<?>[] {Metrics.Scope.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "scope" -> proxy;
                  case "counter" -> throw failure;
                  default -> null;
                });
  }

  static List<Error> errors() {
    return List.of(new NoClassDefFoundError("gone/Series"), new StackOverflowError());
  }

  @ParameterizedTest
  @MethodSource("errors")
  void aRegistryThatFailsToCountTakesNoRoomFromTheRequests(Error failure) throws Exception {
    List<Throwable> uncaught = new CopyOnWriteArrayList<>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> uncaught.add(thrown));
    try {
      listener.publish("/metrics", Web.saying("values"));
      listener.metrics().use(failing(failure));
      for (int i = 0; i <= Requests.AT_ONCE_MAX; i++) {
        assertEquals(200, web.get("/metrics").statusCode(), "request " + i);
      }
      if (failure instanceof LinkageError) {
        assertEquals(List.of(), uncaught, "a registry that leaves is nothing to tell of");
      }
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }
}
