package io.togglebolt.http.listener.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.togglebolt.testkit.SimulatedClock;
import io.togglebolt.testkit.SimulatedScheduler;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients and handlers that misbehave take from the others: nothing. */
@Timeout(60)
class AbuseTest {
  private static final int ABORTED = 200;
  private static final String SCRAPE = "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n";

  private final SimulatedClock clock = new SimulatedClock();
  private final Log log = new Log();
  private final Web web = new Web(new Listener(clock, new SimulatedScheduler(clock), 1));
  private final Listener listener = web.listener;
  private final CountDownLatch end = new CountDownLatch(1);

  @BeforeEach
  void listen() {
    listener.listenAt(new Endpoint("127.0.0.1", 0));
    clock.advance(Publications.YOUNG_MILLIS);
    listener.publish("/fine", Web.saying("fine"));
  }

  @AfterEach
  void close() {
    end.countDown();
    web.close();
    log.close();
  }

  private void assertOthersAreServed() throws Exception {
    assertEquals("fine\n", web.get("/fine").body());
    assertEquals(200, web.get("/").statusCode());
    assertEquals(404, web.get("/unknown").statusCode());
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException ended) {
      throw new IOException(ended);
    }
  }

  /** Writes until it is told that nobody reads. */
  private static void writeUntilItFails(HttpExchange exchange) throws IOException {
    OutputStream out = exchange.getResponseBody();
    while (true) {
      out.write(new byte[64 * 1024]);
      out.flush();
    }
  }

  /** What handlers do when their client has left. */
  private enum Manner implements HttpHandler {
    PASSES_IT_ON {
      @Override
      public void handle(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        writeUntilItFails(exchange);
      }
    },
    CLOSES_THE_EXCHANGE {
      @Override
      public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
          exchange.sendResponseHeaders(200, 0);
          writeUntilItFails(exchange);
        }
      }
    },
    KEEPS_IT_TO_ITSELF {
      @Override
      public void handle(HttpExchange exchange) {
        try (exchange) {
          exchange.sendResponseHeaders(200, Long.MAX_VALUE);
          writeUntilItFails(exchange);
        } catch (IOException gone) {
          assertTrue(exchange.getResponseCode() == 200, gone::toString);
        }
      }
    },
    FAILS_OTHERWISE {
      @Override
      public void handle(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 10);
        throw new AssertionError("broken");
      }
    },
    ENDS_TOO_SOON {
      @Override
      public void handle(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 10);
        exchange.close();
      }
    },
    CLOSES_THE_BODY_TOO_SOON {
      @Override
      public void handle(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 10);
        assertThrows(IOException.class, () -> exchange.getResponseBody().close());
      }
    },
    ANSWERS_NOTHING {
      @Override
      public void handle(HttpExchange exchange) {
        exchange.close();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void connectionsOfClientsThatLeaveAreForgotten(Manner manner) throws Exception {
    Semaphore inside = new Semaphore(0);
    Semaphore left = new Semaphore(0);
    Semaphore over = new Semaphore(0);
    listener.publish(
        "/metrics",
        exchange -> {
          inside.release();
          left.acquireUninterruptibly();
          try {
            manner.handle(exchange);
          } finally {
            over.release();
          }
        });
    for (int i = 0; i < ABORTED; i++) {
      try (Socket socket = web.send(SCRAPE)) {
        assertTrue(inside.tryAcquire(30, TimeUnit.SECONDS), "request " + i + " came in");
        socket.setSoLinger(true, 0);
      }
      left.release();
      assertTrue(over.tryAcquire(30, TimeUnit.SECONDS), "handler " + i + " is done");
    }
    assertOthersAreServed();
  }

  @Test
  void clientsThatLeaveWithoutWaitingShutNobodyOut() throws Exception {
    listener.publish("/metrics", Web.saying("values".repeat(100_000)));
    for (int i = 0; i < ABORTED; i++) {
      try (Socket socket = web.send(i % 2 == 0 ? SCRAPE : SCRAPE.replace("/metrics", "/"))) {
        socket.setSoLinger(true, 0);
      }
    }
    // The last of them may still be counted.
    Web.until(() -> served("/fine"));
    assertOthersAreServed();
  }

  private boolean served(String path) {
    try {
      return web.get(path).statusCode() == 200;
    } catch (IOException refused) {
      return false;
    } catch (InterruptedException ended) {
      throw new AssertionError(ended);
    }
  }

  @Test
  void aPathThatHangsTakesHalfOfTheRoomAndIsNamedOnceAMinute() throws Exception {
    CountDownLatch inside = new CountDownLatch(Places.PER_PATH_MAX);
    HttpHandler hanging =
        exchange -> {
          inside.countDown();
          await(end);
          Answers.text(exchange, 200, "done");
        };
    listener.publish("/hangs", hanging);
    List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
    for (int i = 0; i < Places.PER_PATH_MAX; i++) {
      asked.add(web.begin("/hangs"));
    }
    assertTrue(inside.await(30, TimeUnit.SECONDS));
    HttpResponse<String> tooMany = web.get("/hangs");
    assertEquals(503, tooMany.statusCode());
    assertEquals("1", tooMany.headers().firstValue("Retry-After").orElse(""));
    assertTrue(tooMany.body().startsWith("Too many requests are being"), tooMany.body());
    assertOthersAreServed();
    String line = "WARNING what answers /hangs (" + hanging.getClass().getName() + ") has not";
    Web.until(() -> log.lines().stream().anyMatch(each -> each.startsWith(line)));
    end.countDown();
    for (CompletableFuture<HttpResponse<String>> each : asked) {
      assertEquals(200, each.get(30, TimeUnit.SECONDS).statusCode());
    }
    assertEquals(200, web.get("/hangs").statusCode());
    assertEquals(
        1, log.lines().stream().filter(each -> each.contains("/hangs")).count(), "in a minute");
  }

  @Test
  void moreThanSoManyAtOnceAreSentAway() throws Exception {
    CountDownLatch inside = new CountDownLatch(Requests.AT_ONCE_MAX);
    List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
    for (int i = 0; i < Requests.AT_ONCE_MAX; i++) {
      String path = "/slow/" + i / Places.PER_PATH_MAX;
      listener.publish(
          path,
          exchange -> {
            inside.countDown();
            await(end);
            Answers.text(exchange, 200, "done");
          });
      asked.add(web.begin(path));
    }
    assertTrue(inside.await(30, TimeUnit.SECONDS));
    assertEquals(503, web.get("/fine").statusCode());
    assertEquals(200, web.get("/").statusCode());
    end.countDown();
    for (CompletableFuture<HttpResponse<String>> each : asked) {
      assertEquals(200, each.get(30, TimeUnit.SECONDS).statusCode());
    }
    assertOthersAreServed();
  }

  @Test
  void handlersRunOnThreadsOfTheSystem() throws Exception {
    listener.publish(
        "/thread",
        exchange -> {
          Thread thread = Thread.currentThread();
          Answers.text(exchange, 200, thread.isVirtual() + " " + thread.isDaemon());
        });
    assertEquals("false true\n", web.get("/thread").body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /fine HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nx",
        "GET /fine HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\n",
        "GET /unknown HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\n",
        "POST /fine HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nx"
      })
  void requestsWhoseBodyNeverComesTakeNoRoomAndAreCut(String request) throws Exception {
    List<Socket> waiting = new ArrayList<>();
    for (int i = 0; i < 2 * Requests.AT_ONCE_MAX; i++) {
      waiting.add(web.send(request));
      assertOthersAreServed();
    }
    for (Socket each : waiting) {
      try (each) {
        assertEquals("", Web.rest(each.getInputStream()));
      }
    }
  }

  @Test
  void aBodyIsGivenToTheHandlerAndTheConnectionGoesOn() throws Exception {
    listener.publish(
        "/echo",
        exchange -> Answers.text(exchange, 200, Web.rest(exchange.getRequestBody()) + " was said"));
    String answers =
        web.raw(
            "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\none"
                + "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "3\r\ntwo\r\n0\r\n\r\n"
                + "GET /echo HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assertTrue(answers.contains("one was said"), answers);
    assertTrue(answers.contains("two was said"), answers);
    assertTrue(answers.endsWith(" was said\n"), answers);
  }

  @Test
  void aBodyThatIsTooLongIsRefused() throws Exception {
    String answer =
        web.raw(
            "POST /fine HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n"
                + "x".repeat(Requests.BODY_MAX + 1));
    assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
    assertOthersAreServed();
  }

  /** A failure that is one itself. */
  private static final class Unspeakable extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String toString() {
      throw new IllegalStateException("no words");
    }
  }

  @Test
  void aFailureThatCannotBeToldIsAnsweredForToo() throws Exception {
    listener.publish(
        "/broken",
        exchange -> {
          throw new Unspeakable();
        });
    assertEquals(500, web.get("/broken").statusCode());
    String line =
        "WARNING what answers /broken failed with "
            + Unspeakable.class.getName()
            + ", which cannot even say what it is";
    assertTrue(log.lines().contains(line), log.lines()::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /fine HTTP/1.1\r\nConnection: close\r\n\r\n",
        "GET /fine HTTP/1.1\r\nHost: localhost\r\nHost: evil\r\nConnection: close\r\n\r\n",
        "GET /fine HTTP/1.1\r\nHost: evil\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /fine HTTP/1.0\r\nHost: localhost\r\nHost: localhost\r\n\r\n"
      })
  void aRequestWithoutOneHostIsRefused(String request) throws Exception {
    String answer = web.raw(request);
    assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
    assertTrue(answer.contains(" Host headers; expected exactly one"), answer);
  }

  @Test
  void inItsFirstSecondsNothingIsCalledUnknown() throws Exception {
    SimulatedClock other = new SimulatedClock();
    try (Web young = new Web(new Listener(other, new SimulatedScheduler(other)))) {
      young.listener.listenAt(new Endpoint("127.0.0.1", 0));
      HttpResponse<String> early = young.get("/metrics");
      assertEquals(503, early.statusCode());
      assertEquals("1", early.headers().firstValue("Retry-After").orElse(""));
      other.advance(Publications.YOUNG_MILLIS);
      assertEquals(404, young.get("/metrics").statusCode());
    }
  }
}
