package io.togglebolt.http.listener.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpHandler;
import io.togglebolt.testkit.SimulatedClock;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who answers a path, in the middle of a swap too. */
@Timeout(60)
class PublicationsTest {
  private final SimulatedClock clock = new SimulatedClock();
  private final Publications publications = new Publications(clock);

  /** Asks on a thread of its own and returns when that waits, or has been answered. */
  private FutureTask<Publications.Found> ask(String path) {
    FutureTask<Publications.Found> asked = new FutureTask<>(() -> publications.find(path));
    Thread thread = Thread.ofPlatform().daemon().start(asked);
    while (thread.getState() != Thread.State.TIMED_WAITING && !asked.isDone()) {
      Thread.onSpinWait();
    }
    return asked;
  }

  @Test
  void whoAsksRightAfterAPathWasLeftIsAnsweredByTheNext() throws Exception {
    HttpHandler next = exchange -> {};
    publications.publish("/metrics", exchange -> {}).close();
    FutureTask<Publications.Found> asked = ask("/metrics");
    publications.publish("/metrics", next);
    assertSame(next, asked.get(30, TimeUnit.SECONDS).handler());
  }

  @Test
  void nobodyWaitsForAPathThatNobodyEverShowed() throws Exception {
    assertEquals(new Publications.Found(false, null), publications.find("/metrics"));
  }

  @Test
  void whoWaitsWhenAllIsClosedIsCutAtOnce() {
    publications.publish("/metrics", exchange -> {}).close();
    FutureTask<Publications.Found> asked = ask("/metrics");
    publications.close();
    ExecutionException cut =
        assertThrows(ExecutionException.class, () -> asked.get(30, TimeUnit.SECONDS));
    assertInstanceOf(IOException.class, cut.getCause());
  }

  @Test
  void nothingIsCalledUnknownInTheFirstSeconds() {
    assertTrue(publications.young());
    clock.advance(Publications.YOUNG_MILLIS - 1);
    assertTrue(publications.young());
    clock.advance(1);
    assertFalse(publications.young());
  }
}
