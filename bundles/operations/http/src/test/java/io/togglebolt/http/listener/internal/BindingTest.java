package io.togglebolt.http.listener.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.testkit.SimulatedClock;
import io.togglebolt.testkit.SimulatedScheduler;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How the port is had, missed, tried again and left. */
@Timeout(60)
class BindingTest {
  private static final long RETRY_MILLIS = 10_000;

  private final SimulatedClock clock = new SimulatedClock();
  private final SimulatedScheduler scheduler = new SimulatedScheduler(clock);
  private final Log log = new Log();
  private final Web web = new Web(new Listener(clock, scheduler));
  private final Listener listener = web.listener;

  @AfterEach
  void close() {
    web.close();
    log.close();
  }

  private static ServerSocket taken() throws Exception {
    return new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
  }

  @Test
  void aPortInUseIsNamedOnceAndTakenWhenItIsFree() throws Exception {
    listener.publish("/metrics", Web.saying("values"));
    int port;
    try (ServerSocket other = taken()) {
      port = other.getLocalPort();
      listener.listenAt(new Endpoint("127.0.0.1", port));
      scheduler.advance(5 * RETRY_MILLIS);
      assertTrue(listener.address().isEmpty());
      assertEquals(1, log.lines().size(), log.lines()::toString);
      assertTrue(
          log.lines()
              .getFirst()
              .startsWith("WARNING cannot listen for HTTP at 127.0.0.1:" + port + ": "),
          log.lines().getFirst());
      String trouble = listener.trouble().orElseThrow();
      assertTrue(trouble.startsWith("127.0.0.1:" + port + ": "), trouble);
      assertTrue(log.lines().getFirst().contains(trouble), log.lines().getFirst());
    }
    scheduler.advance(RETRY_MILLIS);
    assertEquals(Optional.empty(), listener.trouble());
    assertEquals("http://127.0.0.1:" + port, listener.address().orElseThrow().toString());
    assertEquals(
        "INFO listens for HTTP at http://127.0.0.1:" + port + " after all", log.lines().getLast());
    assertEquals("values\n", web.get("/metrics").body());
    assertEquals(0, scheduler.pending());
  }

  @Test
  void howLongItWaitsIsChangedForAPortThatIsMissedToo() throws Exception {
    try (ServerSocket other = taken()) {
      listener.listenAt(new Endpoint("127.0.0.1", other.getLocalPort()));
    }
    listener.retryAfter(2_000);
    assertEquals(1, scheduler.pending());
    scheduler.advance(1_999);
    assertTrue(listener.address().isEmpty());
    scheduler.advance(1);
    assertTrue(listener.address().isPresent());
    assertEquals(0, scheduler.pending());
    try (ServerSocket other = taken()) {
      listener.listenAt(new Endpoint("127.0.0.1", other.getLocalPort()));
      assertTrue(log.warnings().getLast().endsWith("every 2 s"), log.warnings()::toString);
    }
    scheduler.advance(2_000);
    assertTrue(listener.address().isPresent());
  }

  @Test
  void whereItListensIsInTheLogAndWhyItDoesNotIsToBeHad() throws Exception {
    assertEquals(Optional.of("it is to listen at no port"), listener.trouble());
    listener.listenAt(new Endpoint("127.0.0.1", 0));
    URI address = listener.address().orElseThrow();
    assertEquals(List.of("INFO listens for HTTP at " + address), log.lines());
    assertEquals(Optional.empty(), listener.trouble());
    listener.listenAt(null);
    assertEquals(Optional.of("it is to listen at no port"), listener.trouble());
    assertEquals(1, log.lines().size(), log.lines()::toString);
  }

  @Test
  void aPortThatIsWantedNoMoreIsNotTriedAgain() throws Exception {
    try (ServerSocket other = taken()) {
      listener.listenAt(new Endpoint("127.0.0.1", other.getLocalPort()));
      assertEquals(1, scheduler.pending());
      listener.listenAt(null);
      assertEquals(0, scheduler.pending());
    }
  }

  @Test
  void theNextPortReplacesTheOldOneWhichIsLeft() throws Exception {
    listener.publish("/metrics", Web.saying("values"));
    listener.listenAt(new Endpoint("127.0.0.1", 0));
    URI first = listener.address().orElseThrow();
    listener.listenAt(new Endpoint("127.0.0.1", 0));
    assertEquals(first, listener.address().orElseThrow(), "nothing has changed");
    listener.listenAt(new Endpoint("localhost", 0));
    assertEquals("localhost", listener.address().orElseThrow().getHost());
    assertEquals("values\n", web.get("/metrics").body());
    if (first.getPort() != listener.address().orElseThrow().getPort()) {
      assertThrows(
          ConnectException.class, () -> new Socket(first.getHost(), first.getPort()).close());
    }
  }

  @Test
  void aHostThatHasNoAddressIsNamed() {
    listener.listenAt(new Endpoint("nowhere.invalid", 0));
    assertTrue(listener.address().isEmpty());
    assertTrue(
        log.lines().getFirst().contains("no address is known of the host nowhere.invalid"),
        log.lines()::toString);
    assertEquals(1, scheduler.pending(), "names may come, too");
  }

  @Test
  void aListenerThatOthersReachSaysThatItAsksNobodyForAPassword() throws Exception {
    listener.listenAt(new Endpoint("0.0.0.0", 0));
    String warning = log.warnings().getFirst();
    assertTrue(
        warning.startsWith("WARNING http://0.0.0.0:")
            && warning.contains("can be reached from other machines"),
        warning);
    listener.publish("/metrics", Web.saying("values"));
    String answer =
        web.raw("GET /metrics HTTP/1.1\r\nHost: db1.example\r\nConnection: close\r\n\r\n");
    assertTrue(answer.contains("values"), "on other interfaces names are the network's affair");
  }

  @Test
  void addressesOfTheSixthVersionAreInBrackets() {
    assertEquals("[::1]:2381", new Endpoint("::1", 2381).toString());
  }
}
