package io.togglebolt.slot.internal;

import static io.togglebolt.slot.internal.House.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.runtime.Clock;
import io.togglebolt.runtime.Scheduler;
import io.togglebolt.slot.SlotException;
import io.togglebolt.slot.SlotOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Everything at the same time, with real threads: no operation fails and none sees a stale part.
 */
@Timeout(120)
class SlotStressTest {
  private static final int STEPS = 300;

  private final Scheduler scheduler = Scheduler.background("slot-stress");
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final House house = new House(Clock.system(), scheduler, 20);
  private final CountDownLatch never = new CountDownLatch(1);
  private volatile boolean done;

  @AfterEach
  void close() {
    done = true;
    never.countDown();
    house.slot().close();
    callers.shutdownNow();
    scheduler.close();
  }

  @Test
  void operationsGoOnWhilePartsComeGoFailAndHang() throws Exception {
    long seed = System.nanoTime();
    try {
      run(seed);
    } catch (Throwable failed) {
      throw new AssertionError(
          "seed " + seed + ": " + failed.getMessage() + "; " + house.slot().status(), failed);
    }
  }

  private void run(long seed) throws Exception {
    FakeFactory rock = new FakeFactory("rock", -1, 0);
    house.open(new SlotOptions("freelist", "main", null, 2, 2_000, 60_000), rock);
    List<Future<Long>> writers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Random random = new Random(seed + i);
      writers.add(callers.submit((Callable<Long>) () -> write(random)));
    }
    List<Future<?>> operators = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      String name = "part" + i;
      Random random = new Random(seed - 1 - i);
      operators.add(callers.submit(() -> disturb(name, random)));
    }
    for (Future<?> operator : operators) {
      operator.get(100, TimeUnit.SECONDS);
    }
    FakeFactory best = new FakeFactory("best", 1_000, 0);
    house.slot().pin(null);
    house.add(best);
    eventually(
        "the best part serves when all is quiet",
        () -> house.slot().part() instanceof FakeFactory.Part part && part.madeBy == best);
    done = true;
    for (Future<Long> writer : writers) {
      assertTrue(writer.get(20, TimeUnit.SECONDS) > 0);
    }
    eventually("hand-overs are let go", () -> house.owner.openHandOvers.get() == 0);
    assertEquals("best", house.owner.operate(house.slot()));
  }

  private long write(Random random) throws InterruptedException {
    long operations = 0;
    while (!done) {
      house.slot().awaitPart();
      if (random.nextInt(200) == 0) {
        operations += failOne();
      } else if (house.owner.operate(house.slot()) != null) {
        operations++;
      }
    }
    return operations;
  }

  private int failOne() throws InterruptedException {
    house.owner.boundary.lock();
    try {
      FakeFactory.Part part = house.slot().part();
      if (part == null || !part.madeBy.name.startsWith("part")) {
        return 0;
      }
      house.owner.operateAndFail(house.slot(), new LinkageError("gone"));
      return 1;
    } finally {
      house.owner.boundary.unlock();
    }
  }

  private void disturb(String name, Random random) {
    FakeFactory current = null;
    for (int step = 0; step < STEPS; step++) {
      long seen = house.owner.operations();
      eventually("operations go on", () -> done || house.owner.operations() > seen + 20);
      switch (random.nextInt(5)) {
        case 0, 1 -> {
          if (current != null) {
            house.remove(current);
          }
          current = next(name, random, step);
          house.add(current);
        }
        case 2 -> {
          if (current != null) {
            house.remove(current);
            current = null;
          }
        }
        case 3 -> use(random.nextBoolean() ? name : "rock", random);
        default -> house.slot().pin(random.nextBoolean() ? name : null);
      }
    }
    if (current != null) {
      house.remove(current);
    }
  }

  private FakeFactory next(String name, Random random, int order) {
    FakeFactory made = new FakeFactory(name, random.nextInt(5), order, name + "-" + order);
    FakeFactory.Step[] steps = FakeFactory.Step.values();
    FakeFactory.Step step = steps[random.nextInt(steps.length)];
    switch (random.nextInt(8)) {
      case 0 -> made.throwing(step, new StackOverflowError("deep"));
      case 1 -> made.throwing(step, new IllegalStateException("lost"));
      case 2 -> made.failing(FakeFactory.Step.CATCH_UP, never::await);
      default -> made.failing(step, null);
    }
    return made;
  }

  private void use(String name, Random random) {
    try {
      house.slot().use(name, random.nextInt(20));
    } catch (SlotException refused) {
      // Parts fail, hang and leave here all the time, so a refusal is an answer like another; what
      // counts is that it is one sentence about this slot.
      assertTrue(refused.getMessage().contains("freelist of main"), refused.getMessage());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
