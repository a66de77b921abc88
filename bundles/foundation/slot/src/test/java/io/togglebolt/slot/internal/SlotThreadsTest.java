package io.togglebolt.slot.internal;

import static io.togglebolt.slot.internal.House.eventually;
import static io.togglebolt.slot.internal.House.options;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.runtime.Clock;
import io.togglebolt.runtime.Scheduler;
import io.togglebolt.slot.PartRefusedException;
import io.togglebolt.slot.SlotException;
import io.togglebolt.slot.SlotOptions;
import io.togglebolt.slot.SlotStatus.State;
import io.togglebolt.slot.SlotVacantException;
import io.togglebolt.slot.SwapRecord.Event;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waiting, hanging and waking, with real threads; time is simulated where it decides anything. */
@Timeout(60)
class SlotThreadsTest {
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final Scheduler scheduler = Scheduler.background("slot-test");
  private final SimulatedTime time = new SimulatedTime();
  private final House simulated = new House(time);
  private final House real = new House(Clock.system(), scheduler);
  private final FakeFactory legacy = new FakeFactory("legacy", 0, 1);
  private final FakeFactory range = new FakeFactory("range", 10, 2);
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void everyHandOverIsLetGo() {
    release.countDown();
    time.advance(60_000);
    eventually("hand-overs are let go", () -> simulated.owner.openHandOvers.get() == 0);
    eventually("hand-overs are let go", () -> real.owner.openHandOvers.get() == 0);
    callers.shutdownNow();
    scheduler.close();
  }

  private static SlotOptions withoutGrace() {
    return options(null).withGrace(0);
  }

  private Future<?> call(Callable<?> task) {
    return callers.submit(task);
  }

  private Future<?> awaitPart(House house) {
    return call(
        () -> {
          house.slot().awaitPart();
          return null;
        });
  }

  private static <T extends Throwable> T failure(Class<T> type, Future<?> future) {
    ExecutionException failed =
        assertThrows(ExecutionException.class, () -> future.get(20, TimeUnit.SECONDS));
    return assertInstanceOf(type, failed.getCause());
  }

  private static void uninterruptibly(CountDownLatch latch) {
    boolean opened = false;
    while (!opened) {
      try {
        latch.await();
        opened = true;
      } catch (InterruptedException ignoredByAStubbornCandidate) {
        opened = false;
      }
    }
  }

  @Test
  void firstCandidateWakesThoseWhoWait() throws Exception {
    simulated.open(options(null));
    Future<?> first = awaitPart(simulated);
    Future<?> second = awaitPart(simulated);
    eventually("both wait", () -> time.pending() == 2);
    simulated.add(legacy);
    time.runDue();
    first.get(20, TimeUnit.SECONDS);
    second.get(20, TimeUnit.SECONDS);
    assertEquals(2, simulated.last().waited());
    eventually("alarms are called off", () -> time.pending() == 0);
  }

  @Test
  void waitingForAPartEndsByTheClock() {
    simulated.open(options(null));
    range.throwing(FakeFactory.Step.PREPARE, new IllegalStateException("no heap"));
    simulated.add(range);
    time.runDue();
    Future<?> waiter = awaitPart(simulated);
    eventually("it waits", () -> time.pending() == 1);
    time.advance(9_999);
    assertFalse(waiter.isDone());
    time.advance(1);
    String message = failure(SlotVacantException.class, waiter).getMessage();
    assertTrue(message.contains("freelist of main"), message);
    assertTrue(message.contains("10000 ms"), message);
    assertTrue(message.contains("no heap"), message);
  }

  @Test
  void closeWakesThoseWhoWait() {
    simulated.open(options(null));
    Future<?> waiter = awaitPart(simulated);
    eventually("it waits", () -> time.pending() == 1);
    simulated.slot().close();
    SlotException closed = failure(SlotException.class, waiter);
    assertFalse(closed instanceof SlotVacantException);
    assertTrue(closed.getMessage().contains("closed"));
  }

  @Test
  void failedPartWaitsForACandidateInTheMiddleOfItsOperation() throws Exception {
    simulated.open(options(null), legacy);
    Future<?> operation =
        call(() -> simulated.owner.operateAndFail(simulated.slot(), new LinkageError("gone")));
    eventually("it waits", () -> simulated.state() == State.VACANT && time.pending() == 1);
    simulated.add(range);
    operation.get(20, TimeUnit.SECONDS);
    assertEquals("range", simulated.active());
    assertEquals(0, simulated.owner.prepares.get(), "made on the thread that holds the boundary");
    assertEquals(Event.REBUILT, simulated.last().event());
  }

  @Test
  void failedPartLeavesTheSlotVacantWhenNoCandidateComes() {
    simulated.open(options(null), legacy);
    Future<?> operation =
        call(() -> simulated.owner.operateAndFail(simulated.slot(), new LinkageError("gone")));
    eventually("it waits", () -> time.pending() == 1);
    time.advance(10_000);
    failure(SlotVacantException.class, operation);
    assertEquals(State.VACANT, simulated.state());
    assertNull(simulated.owner.operate(simulated.slot()));
    assertEquals(Event.VACATED, simulated.last().event());
    simulated.add(range);
    time.runDue();
    assertEquals("range", simulated.owner.operate(simulated.slot()));
  }

  @Test
  void interruptedRebuildBlamesNobody() {
    real.open(options(null), legacy, range);
    legacy.failing(FakeFactory.Step.REBUILD, () -> new CountDownLatch(1).await());
    Thread user =
        new Thread(
            () ->
                assertThrows(
                    InterruptedException.class,
                    () -> real.owner.operateAndFail(real.slot(), new Exception("broke"))));
    user.start();
    eventually("rebuilding", () -> real.owner.rebuilds.get() == 2);
    user.interrupt();
    eventually("filled in the background", () -> "legacy".equals(real.active()));
    assertEquals(1, real.events().stream().filter(Event.SET_ASIDE::equals).count());
  }

  @Test
  void useWaitsUntilThePartServes() throws Exception {
    real.open(options(null), legacy, range);
    real.slot().use("legacy", 20_000);
    assertEquals("legacy", real.active());
    assertEquals(Event.SWAPPED, real.last().event());
    assertEquals(0, real.owner.openHandOvers.get(), "everything is let go when it returns");
    real.slot().use("range", 20_000);
    assertEquals("range", real.active());
    assertEquals(2, real.slot().status().swaps());
  }

  @Test
  void useOfAPartThatFailsSaysWhyAndRestoresThePin() throws Exception {
    real.open(options("range"), legacy, range);
    legacy.throwing(FakeFactory.Step.COMPLETE, new IllegalStateException("3 pages lost"));
    PartRefusedException refused =
        assertThrows(PartRefusedException.class, () -> real.slot().use("legacy", 20_000));
    assertEquals("3 pages lost", refused.reason());
    assertTrue(refused.getMessage().contains("3 pages lost"), refused.getMessage());
    assertTrue(refused.getMessage().contains("range serves"), refused.getMessage());
    assertNull(refused.getCause(), "what a candidate threw is not kept");
    assertEquals("range", real.slot().status().pinned());
    legacy.failing(FakeFactory.Step.COMPLETE, null);
    real.slot().use("legacy", 20_000);
    assertEquals("legacy", real.active(), "it was given another chance");
  }

  @Test
  void useThatTakesTooLongRestoresThePinAndChangesNothingLater() {
    simulated.open(options("range"), legacy, range);
    Future<?> use =
        call(
            () -> {
              simulated.slot().use("legacy", 700);
              return null;
            });
    // The hand-over, and the alarm of the one who waits.
    eventually("it waits", () -> time.pending() == 2);
    eventually("it has asked", () -> "legacy".equals(simulated.slot().status().pinned()));
    simulated.owner.boundary.lock();
    try {
      Thread background = new Thread(time::runDue);
      background.start();
      eventually("ready to switch", () -> simulated.owner.boundary.hasQueuedThreads());
      time.advance(700);
      String message = failure(SlotException.class, use).getMessage();
      assertTrue(message.contains("700 ms"), message);
      eventually("the hand-over has ended", () -> !background.isAlive());
    } finally {
      simulated.owner.boundary.unlock();
    }
    time.advance(60_000);
    assertEquals("range", simulated.active());
    assertEquals("range", simulated.slot().status().pinned());
    assertEquals(0, simulated.slot().status().swaps());
  }

  @Test
  void laterChoiceOvertakesAnEarlierOne() {
    simulated.open(options("range"), legacy, range);
    Future<?> use =
        call(
            () -> {
              simulated.slot().use("legacy", 700);
              return null;
            });
    eventually("it waits", () -> time.pending() == 2);
    simulated.slot().pin(null);
    failure(SlotException.class, use);
    time.advance(60_000);
    assertEquals("range", simulated.active());
    assertNull(simulated.slot().status().pinned());
  }

  @Test
  void aLongOperationOfTheOwnerIsNotTheCandidatesFault() {
    simulated.open(options(null), legacy);
    simulated.owner.boundary.lock();
    Thread background = new Thread(time::runDue);
    try {
      simulated.add(range);
      background.start();
      eventually("it waits for its copy", () -> simulated.owner.boundary.hasQueuedThreads());
      time.advance(600_000);
    } finally {
      simulated.owner.boundary.unlock();
    }
    eventually("the hand-over has ended", () -> !background.isAlive());
    assertEquals("range", simulated.active());
    assertEquals(List.of(Event.FILLED, Event.SWAPPED), simulated.events());
  }

  @Test
  void candidateThatHangsIsSetAsideAndItsLateResultIgnored() {
    SlotOptions hasty = new SlotOptions("freelist", "main", null, 500, 50, 10_000);
    real.open(hasty, legacy);
    range.failing(FakeFactory.Step.CATCH_UP, () -> uninterruptibly(release));
    real.add(range);
    eventually("set aside", () -> real.events().contains(Event.SET_ASIDE));
    assertTrue(real.last().reason().contains("not ready after 50 ms"), real.last().reason());
    eventually("its hand-over is let go at once", () -> real.owner.openHandOvers.get() == 0);
    FakeFactory better = new FakeFactory("better", 20, 5);
    real.add(better);
    eventually("others are not held up", () -> "better".equals(real.active()));
    release.countDown();
    eventually("its hand-over is abandoned", () -> real.owner.openHandOvers.get() == 0);
    assertEquals("better", real.active());
  }

  @Test
  void candidateThatHangsIsInterrupted() {
    SlotOptions hasty = new SlotOptions("freelist", "main", null, 500, 50, 10_000);
    real.open(hasty, legacy);
    range.failing(FakeFactory.Step.CATCH_UP, release::await);
    real.add(range);
    eventually("set aside", () -> real.events().contains(Event.SET_ASIDE));
    eventually("it ended by itself", () -> real.owner.openHandOvers.get() == 0);
    assertEquals(1, real.events().stream().filter(Event.SET_ASIDE::equals).count());
  }

  @Test
  void longOperationIsNotTheCandidatesFault() {
    simulated.open(options(null), legacy);
    simulated.owner.boundary.lock();
    Thread background = new Thread(() -> time.advance(0));
    try {
      simulated.add(range);
      background.start();
      eventually("it waits for the boundary", () -> simulated.owner.boundary.hasQueuedThreads());
      time.advance(100_000);
      assertEquals("legacy", simulated.active());
    } finally {
      simulated.owner.boundary.unlock();
    }
    eventually("it took over", () -> "range".equals(simulated.active()));
    eventually("the background is done", () -> !background.isAlive());
  }

  @Test
  void removeWithoutGraceWaitsForTheHandOver() {
    real.open(withoutGrace(), legacy, range);
    real.remove(range);
    assertEquals("legacy", real.active());
    assertEquals(0, real.owner.openHandOvers.get());
  }

  @Test
  void removeWaitsForTheLimitAndNotLonger() {
    simulated.open(withoutGrace(), legacy, range);
    long begun = System.nanoTime();
    simulated.remove(range);
    long tookMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    assertTrue(tookMillis >= House.REMOVE_WAIT_MILLIS, "waited " + tookMillis);
    assertEquals("range", simulated.active(), "the old part serves on");
    time.runDue();
    assertEquals("legacy", simulated.active());
  }

  @Test
  void removeNeverWaitsInsideAnOperation() {
    simulated.open(withoutGrace(), legacy, range);
    simulated.owner.boundary.lock();
    try {
      long begun = System.nanoTime();
      simulated.remove(range);
      long tookMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
      assertTrue(tookMillis < House.REMOVE_WAIT_MILLIS, "waited " + tookMillis);
    } finally {
      simulated.owner.boundary.unlock();
    }
    time.runDue();
    assertEquals("legacy", simulated.active());
  }

  @Test
  void removeDoesNotWaitForTheGraceTimeSoThatAnUpdateIsOneSwap() {
    real.open(options(null).withGrace(60_000), legacy, range);
    FakeFactory newer = new FakeFactory("range", 10, 9);
    real.remove(range);
    assertEquals("range", real.active());
    real.add(newer);
    eventually("updated", () -> real.slot().part() != null && real.slot().part().madeBy == newer);
    eventually("journaled", () -> real.slot().status().state() == State.SERVING);
    assertEquals(1, real.slot().status().swaps());
  }

  @Test
  void removeOfACandidateInPreparationWaitsUntilItIsLetGo() {
    real.open(options(null), legacy);
    CountDownLatch inside = new CountDownLatch(1);
    range.failing(
        FakeFactory.Step.CATCH_UP,
        () -> {
          inside.countDown();
          release.await();
        });
    real.add(range);
    uninterruptibly(inside);
    real.remove(range);
    assertEquals(0, real.owner.openHandOvers.get());
    assertEquals("legacy", real.active());
    assertFalse(real.events().contains(Event.SET_ASIDE), "leaving is no fault");
  }

  @Test
  void closeWaitsForNothing() {
    real.open(options(null), legacy);
    CountDownLatch inside = new CountDownLatch(1);
    range.failing(
        FakeFactory.Step.PREPARE,
        () -> {
          inside.countDown();
          uninterruptibly(release);
        });
    real.add(range);
    uninterruptibly(inside);
    FakeFactory.Part before = real.slot().part();
    real.slot().close();
    assertEquals(State.CLOSED, real.state());
    release.countDown();
    assertSame(before, real.slot().part());
  }
}
