package io.togglebolt.wal.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.metrics.Metrics;
import io.togglebolt.raft.HardState;
import io.togglebolt.slot.internal.SlotWorkshop;
import io.togglebolt.testkit.SimulatedClock;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SimulatedScheduler;
import io.togglebolt.wal.ReplayedLog;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.Wal;
import io.togglebolt.wal.WalException;
import io.togglebolt.wal.segmented.internal.SegmentedWalWriterFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Two that make or open one log at the same time. The first one is stopped at one of its steps, the
 * other one then goes to one of its own, and then first one and then the other go on to their ends:
 * all pairs of steps.
 */
class RacesTest {
  private static final long DEADLINE_SECONDS = 30;

  /** What both do. */
  private interface Act {
    /** Returns how many entries it was told are in the log now. */
    long run(LogFactory factory) throws Exception;
  }

  /** One of the two, which stops once at most. */
  private static final class Actor {
    private final Semaphore goesOn = new Semaphore(0);
    private final Semaphore stopped = new Semaphore(0);
    private final int stopAt;
    private int steps;

    /** What it was told, or 0 where it was refused. */
    private long acknowledged;

    private Actor(int stopAt) {
      this.stopAt = stopAt;
    }

    private void step() {
      if (++steps == stopAt) {
        stopped.release();
        await(goesOn);
      }
    }

    private void run(SimulatedDisk disk, Act act) {
      SimulatedClock clock = new SimulatedClock();
      SimulatedScheduler scheduler = new SimulatedScheduler(clock);
      LogFactory factory =
          new LogFactory(
              new SteppedDisk(disk, this::step),
              clock,
              scheduler,
              new SlotWorkshop().with(clock, scheduler, Metrics.none()),
              List.of(new SegmentedWalWriterFactory()));
      try {
        acknowledged = act.run(factory);
      } catch (WalException refused) {
        acknowledged = 0;
      } catch (Exception failed) {
        throw new AssertionError(failed);
      } finally {
        // It ends without having stopped where it has fewer steps.
        stopped.release();
      }
    }
  }

  private static void await(Semaphore semaphore) {
    try {
      assertTrue(
          semaphore.tryAcquire(DEADLINE_SECONDS, TimeUnit.SECONDS), "the deadline has passed");
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  /** Both, with the first one stopped at a step, and the other one at a step of its own. */
  private static List<Actor> race(
      ExecutorService threads, SimulatedDisk disk, List<Act> acts, int first, int second)
      throws Exception {
    List<Actor> actors = List.of(new Actor(first), new Actor(second));
    List<Future<?>> ends = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Actor actor = actors.get(i);
      Act act = acts.get(i);
      ends.add(threads.submit(() -> actor.run(disk, act)));
      await(actor.stopped);
    }
    for (int i = 0; i < 2; i++) {
      actors.get(i).goesOn.release();
      ends.get(i).get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }
    return actors;
  }

  /** What every pair of steps has to lead to. */
  private interface Check {
    void check(SimulatedDisk disk, List<Actor> actors) throws Exception;
  }

  private static void allPairs(SimulatedDisk initial, List<Act> acts, Check check)
      throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      int first = 1;
      Actor last;
      do {
        int second = 1;
        List<Actor> actors;
        do {
          SimulatedDisk disk = copy(initial);
          actors = race(threads, disk, acts, first, second);
          try {
            check.check(disk, actors);
          } catch (Exception | AssertionError failed) {
            throw new AssertionError("stopped at steps " + first + " and " + second, failed);
          }
          // The last time it does not stop: all that it does is over when the first one goes on.
        } while (second++ <= actors.getLast().steps);
        last = actors.getFirst();
      } while (first++ < last.steps);
    }
  }

  private static SimulatedDisk copy(SimulatedDisk disk) throws Exception {
    SimulatedDisk copy = new SimulatedDisk();
    for (Path path : disk.paths()) {
      copy.createDirectories(path.getParent());
      copy.put(path, disk.content(path));
    }
    return copy;
  }

  private static long entries(SimulatedDisk disk) {
    return new House(disk, List.of(new SegmentedWalWriterFactory())).replay().entries().size();
  }

  @Test
  void ofTwoThatMakeOneLogOneAtMostDoesAndWhatItSavesIsThere() throws Exception {
    Act make =
        factory -> {
          try (Wal log = factory.create(House.LOG, House.METADATA, House.small())) {
            log.save(HardState.EMPTY, House.entries(1, 1, 10));
            return 1;
          }
        };
    SimulatedDisk empty = new SimulatedDisk();
    SimulatedDisk crashed = new SimulatedDisk();
    crashed.put(Path.of("/data/wal.tmp/0000000000000000-0000000000000000.wal"), new byte[9]);
    for (SimulatedDisk initial : List.of(empty, crashed)) {
      allPairs(
          initial,
          List.of(make, make),
          (disk, actors) -> {
            long made = actors.stream().mapToLong(actor -> actor.acknowledged).sum();
            assertTrue(made <= 1, "both have made it");
            if (made == 1) {
              assertEquals(1, entries(disk));
              assertEquals(List.of("wal"), disk.list(House.LOG.getParent()));
            } else {
              // Each met the other one on its way; whoever tries again makes it.
              new House(disk, List.of(new SegmentedWalWriterFactory()))
                  .create(House.small())
                  .close();
            }
          });
    }
  }

  @Test
  void ofTwoThatOpenALogAndCutItNeitherLosesWhatTheOtherSaved() throws Exception {
    Act save = factory -> append(factory, false);
    Act cut = factory -> append(factory, true);
    House house = new House();
    house.create(House.small()).close();
    for (List<Act> acts : List.of(List.of(cut, cut), List.of(save, cut))) {
      openBoth(house.disk, acts);
    }
  }

  private static long append(LogFactory factory, boolean cuts) throws InterruptedException {
    ReplayedLog found = new ReplayedLog();
    try (Wal log = factory.open(House.LOG, SnapshotMark.BEGINNING, found, House.small())) {
      int next = found.entries().size() + 1;
      if (cuts) {
        log.cut();
      }
      log.save(HardState.EMPTY, House.entries(next, 1, 10));
      return next;
    }
  }

  private static void openBoth(SimulatedDisk initial, List<Act> acts) throws Exception {
    allPairs(
        initial,
        acts,
        (disk, actors) -> {
          long saved = actors.stream().mapToLong(actor -> actor.acknowledged).max().orElseThrow();
          assertTrue(saved > 0, "neither could");
          assertEquals(saved, entries(disk));
          long both = actors.stream().filter(actor -> actor.acknowledged > 0).count();
          assertEquals(both, saved, "each saved one");
        });
  }
}
