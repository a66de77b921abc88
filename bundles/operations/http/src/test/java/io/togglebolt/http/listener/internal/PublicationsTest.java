package io.togglebolt.http.listener.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpHandler;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who answers a path, in the middle of a swap too. */
@Timeout(60)
class PublicationsTest {
  private final Publications publications = new Publications();

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
  void whoWaitsWhenAllIsClosedIsToldAtOnce() throws Exception {
    publications.publish("/metrics", exchange -> {}).close();
    FutureTask<Publications.Found> asked = ask("/metrics");
    publications.close();
    Publications.Found found = asked.get(30, TimeUnit.SECONDS);
    assertTrue(found.known());
    assertNull(found.handler());
  }
}
