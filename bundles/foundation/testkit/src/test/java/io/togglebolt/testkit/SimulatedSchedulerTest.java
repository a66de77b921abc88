package io.togglebolt.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.runtime.Scheduler.Scheduled;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimulatedSchedulerTest {
  private final SimulatedClock clock = new SimulatedClock();
  private final SimulatedScheduler scheduler = new SimulatedScheduler(clock);
  private final List<String> ran = new ArrayList<>();

  @Test
  void nothingRunsBeforeItIsTold() {
    scheduler.execute(() -> ran.add("a"));
    assertEquals(List.of(), ran);
    assertEquals(1, scheduler.pending());
    assertEquals(1, scheduler.runUntilIdle());
    assertEquals(List.of("a"), ran);
    assertFalse(scheduler.runOne());
  }

  @Test
  void tasksThatTasksHandInRunToo() {
    scheduler.execute(() -> scheduler.execute(() -> ran.add("inner")));
    assertEquals(2, scheduler.runUntilIdle());
    assertEquals(List.of("inner"), ran);
  }

  @Test
  void timersRunAtTheirTimeAndInOrder() {
    long start = clock.nanoTime();
    scheduler.schedule(() -> ran.add("20 at " + (clock.nanoTime() - start) / 1_000_000), 20);
    scheduler.schedule(() -> ran.add("10 at " + (clock.nanoTime() - start) / 1_000_000), 10);
    scheduler.schedule(
        () -> scheduler.schedule(() -> ran.add("5+6 at " + clock.nanoTime() / 1_000_000), 6), 5);
    scheduler.advance(9);
    assertEquals(List.of(), ran);
    scheduler.advance(11);
    assertEquals(List.of("10 at 10", "5+6 at 11", "20 at 20"), ran);
    assertEquals(20_000_000, clock.nanoTime() - start);
  }

  @Test
  void timeStandsStillWhileTasksRun() {
    scheduler.schedule(() -> ran.add("late"), 1);
    scheduler.runUntilIdle();
    assertEquals(List.of(), ran);
    assertEquals(1, scheduler.pending());
  }

  @Test
  void aCancelledTaskDoesNotRun() {
    Scheduled timer = scheduler.schedule(() -> ran.add("late"), 10);
    scheduler.schedule(() -> ran.add("other"), 10);
    timer.cancel();
    timer.cancel();
    scheduler.advance(10);
    assertEquals(List.of("other"), ran);
  }

  @Test
  void aTaskThatThrowsHarmsNoOtherAndIsReported() {
    IllegalStateException first = new IllegalStateException("first");
    scheduler.execute(
        () -> {
          throw first;
        });
    scheduler.execute(() -> ran.add("b"));
    scheduler.execute(
        () -> {
          throw new IllegalStateException("second");
        });
    AssertionError failure = assertThrows(AssertionError.class, scheduler::runUntilIdle);
    assertSame(first, failure.getCause());
    assertEquals(1, failure.getSuppressed().length);
    assertEquals(List.of("b"), ran);
  }

  @Test
  void aClosedSchedulerIgnoresTasks() {
    scheduler.execute(() -> ran.add("before"));
    scheduler.close();
    scheduler.execute(() -> ran.add("after"));
    scheduler.schedule(() -> ran.add("later"), 1).cancel();
    scheduler.advance(10);
    assertEquals(List.of(), ran);
  }

  @Test
  void aSeedGivesOneOrderAndSeedsGiveAll() {
    Set<List<String>> orders = new HashSet<>();
    for (long seed = 0; seed < 100; seed++) {
      List<String> order = order(seed);
      assertEquals(order, order(seed), "seed " + seed);
      orders.add(order);
    }
    assertEquals(6, orders.size());
  }

  private List<String> order(long seed) {
    List<String> order = new ArrayList<>();
    SimulatedScheduler random = new SimulatedScheduler(clock, new SplitMix64(seed));
    List.of("a", "b", "c").forEach(name -> random.execute(() -> order.add(name)));
    random.runUntilIdle();
    return order;
  }

  @Test
  void theClockMovesOnlyForwardButTheWallClockMayJump() {
    long nanos = clock.nanoTime();
    long wall = clock.wallMillis();
    clock.advance(5);
    clock.jumpWall(-1000);
    assertEquals(nanos + 5_000_000, clock.nanoTime());
    assertEquals(wall + 5 - 1000, clock.wallMillis());
    assertThrows(IllegalArgumentException.class, () -> clock.advance(-1));
    assertTrue(clock.nanoTime() >= nanos);
  }
}
