package io.togglebolt.metrics.exporters.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.metrics.ExporterStatus.State;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Exporters that do not return hold nobody but their own name. */
@Timeout(60)
class HangingTest {
  private final House house = new House();
  private final CountDownLatch letGo = new CountDownLatch(1);

  @AfterEach
  void close() {
    letGo.countDown();
    house.close();
  }

  private static Thread daemon(Runnable task) {
    return Thread.ofPlatform().daemon().start(task);
  }

  private Place.Opening opening(String name) {
    return Objects.requireNonNull(house.exporters.places().opening(name));
  }

  /** Holds the boundary of a name until {@code letGo}, as one does that begins or ends. */
  private Thread hold(Place.Opening opening) throws InterruptedException {
    CountDownLatch held = new CountDownLatch(1);
    Thread holding =
        daemon(
            () -> {
              try {
                opening.atBoundary(
                    () -> {
                      held.countDown();
                      FakeFactory.await(letGo);
                    });
              } catch (InterruptedException unexpected) {
                throw new AssertionError(unexpected);
              }
            });
    held.await();
    return holding;
  }

  @Test
  void whoOffersTakesBackOrChoosesWaitsForNoExporter() throws Exception {
    FakeFactory jmx = house.add("jmx", "1", 0);
    FakeFactory other = new FakeFactory("prometheus", "1", 0, house.events);
    Thread holding = hold(opening("jmx"));
    Thread calling =
        daemon(
            () -> {
              house.exporters.choose(List.of());
              house.exporters.add(other.candidate);
              house.exporters.remove(jmx.candidate);
              house.exporters.choose(null);
            });
    House.eventually("the calls return", () -> calling.getState() == Thread.State.TERMINATED);
    assertEquals(List.of("start jmx/1"), house.events, "all of that was only enqueued");
    letGo.countDown();
    holding.join();
    house.scheduler.runUntilIdle();
    assertEquals(List.of("start jmx/1", "stop jmx/1", "start prometheus/1"), house.events);
    assertEquals(List.of("prometheus"), house.names());
  }

  @Test
  void theNextOfANameWaitsForTheLastThatIsEnding() throws Exception {
    FakeFactory first = house.add("jmx", "1", 0);
    Place.Opening last = opening("jmx");
    house.exporters.choose(List.of());
    Thread holding = hold(last);
    Thread ending = daemon(house.scheduler::runOne);
    House.eventually("it ends", () -> ending.getState() == Thread.State.WAITING);
    house.exporters.remove(first.candidate);
    house.exporters.choose(null);
    FakeFactory second = new FakeFactory("jmx", "2", 0, house.events);
    house.exporters.add(second.candidate);
    Thread beginning = daemon(house.scheduler::runUntilIdle);
    House.eventually(
        "the next one waits, or has not waited",
        () ->
            beginning.getState() == Thread.State.WAITING
                || beginning.getState() == Thread.State.TERMINATED);
    assertEquals(List.of("start jmx/1"), house.events);
    letGo.countDown();
    holding.join();
    ending.join();
    beginning.join();
    house.scheduler.runUntilIdle();
    assertEquals(List.of("start jmx/1", "stop jmx/1", "start jmx/2"), house.events);
    assertEquals("at jmx/2", house.status("jmx").where());
  }

  @Test
  void oneThatNeverBeginsIsLeftBehindBeforeTheNextOneOfItsNameBegins() throws Exception {
    FakeFactory hangs = new FakeFactory("jmx", "1", 0, house.events);
    hangs.startWaitsFor = letGo;
    AtomicBoolean done = new AtomicBoolean();
    List<Thread> background =
        List.of(
            daemon(() -> runUntil(done)),
            daemon(() -> runUntil(done)),
            daemon(() -> runUntil(done)));
    house.exporters.add(hangs.candidate);
    House.eventually("it hangs", () -> house.events.contains("hangs jmx/1"));
    house.exporters.remove(hangs.candidate);
    house.exporters.add(new FakeFactory("prometheus", "1", 0, house.events).candidate);
    house.exporters.add(new FakeFactory("jmx", "2", 0, house.events).candidate);
    House.eventually(
        "another name serves", () -> house.status("prometheus").state() == State.SERVING);
    House.eventually("the next one serves", () -> house.events.contains("start jmx/2"));
    done.set(true);
    for (Thread thread : background) {
      thread.join();
    }
    assertTrue(
        house.events.indexOf("stop jmx/1") > 0
            && house.events.indexOf("stop jmx/1") < house.events.indexOf("start jmx/2"),
        house.events::toString);
    assertFalse(house.events.contains("start jmx/1"), house.events::toString);
  }

  private void runUntil(AtomicBoolean done) {
    House.eventually(
        "the test is over",
        () -> {
          house.scheduler.runUntilIdle();
          return done.get();
        });
  }

  @Test
  void closingEndsThoseTooWhoseEndHasOnlyBeenEnqueued() {
    house.add("jmx", "1", 0);
    house.exporters.choose(List.of());
    house.exporters.close();
    assertEquals(List.of("start jmx/1", "stop jmx/1"), house.events);
    house.scheduler.runUntilIdle();
    assertEquals(List.of("start jmx/1", "stop jmx/1"), house.events);
  }

  @Test
  void oneThatNeverSaysWhereHoldsNoListAndCostsOneThread() {
    FakeFactory silent = house.add("jmx", "1", 0);
    house.add("prometheus", "1", 0);
    silent.whereThreads.clear();
    silent.whereWaitsFor = letGo;
    for (int i = 0; i < 3; i++) {
      assertEquals("it does not say where: no answer within 1000 ms", house.status("jmx").where());
      assertEquals("at prometheus/1", house.status("prometheus").where());
    }
    assertEquals(1, silent.whereThreads.size());
    letGo.countDown();
    House.eventually("it answers", () -> "at jmx/1".equals(house.status("jmx").where()));
  }

  @Test
  void oneThatFailsToSayWhereServesNevertheless() {
    FakeFactory broken = house.add("jmx", "1", 0);
    broken.whereFailure = new NoClassDefFoundError("gone/Away");
    assertEquals(State.SERVING, house.status("jmx").state());
    assertEquals(
        "it does not say where: java.lang.NoClassDefFoundError: gone/Away",
        house.status("jmx").where());
    broken.whereFailure = new IllegalStateException("lost");
    assertEquals(
        "it does not say where: java.lang.IllegalStateException: lost",
        house.status("jmx").where());
    broken.whereFailure = null;
    assertEquals("at jmx/1", house.status("jmx").where());
  }
}
