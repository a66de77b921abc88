package io.togglebolt.wal.internal.crash;

import io.togglebolt.metrics.Metrics;
import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.Scheduler;
import io.togglebolt.slot.Candidate;
import io.togglebolt.slot.Candidates;
import io.togglebolt.slot.SlotFactory;
import io.togglebolt.testkit.SimulatedClock;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SimulatedScheduler;
import io.togglebolt.testkit.SplitMix64;
import io.togglebolt.wal.WalFactory;
import io.togglebolt.wal.internal.LogFactory;
import io.togglebolt.wal.spi.WalWriterFactory;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Logs whose disk, time and background threads belong to the test: everything runs on the test's
 * own thread, when it says so, in an order that its seed decides.
 */
final class LogBed {
  final SimulatedClock clock = new SimulatedClock();
  final SimulatedScheduler scheduler;
  final FlakyWriterFactory flaky = new FlakyWriterFactory(writer("segmented"));
  final WalFactory factory;
  private final SlotFactory slots;
  private final Candidates<WalWriterFactory> writers;
  private final List<Candidate<WalWriterFactory>> offered = new ArrayList<>();
  private boolean inline;
  private long order;

  /** With all writers that are on the class path, and a flaky one. */
  LogBed(Disk disk, SplitMix64 random) {
    scheduler = new SimulatedScheduler(clock, random.fork());
    Scheduler switchable = new Switchable();
    slots =
        ServiceLoader.load(SlotFactory.class)
            .findFirst()
            .orElseThrow()
            .with(clock, switchable, Metrics.none());
    writers = slots.candidates();
    offerWriters();
    factory = new LogFactory(disk, clock, switchable, slots, writers, Metrics.none());
  }

  /** The writer of that name. */
  static WalWriterFactory writer(String name) {
    for (WalWriterFactory factory : ServiceLoader.load(WalWriterFactory.class)) {
      if (factory.name().equals(name)) {
        return factory;
      }
    }
    throw new AssertionError("no log writer named " + name);
  }

  /** Runs tasks at once while a thread waits for their outcome, and when asked to otherwise. */
  private final class Switchable implements Scheduler {
    @Override
    public void execute(Runnable task) {
      if (inline) {
        task.run();
      } else {
        scheduler.execute(task);
      }
    }

    @Override
    public Scheduled schedule(Runnable task, long delayMillis) {
      return scheduler.schedule(task, delayMillis);
    }

    @Override
    public void close() {
      scheduler.close();
    }
  }

  /** Offers all writers, anew where they were taken back. */
  void offerWriters() {
    offer(writer("segmented"));
    offer(writer("dsync"));
    offer(flaky);
  }

  private void offer(WalWriterFactory factory) {
    long number = order++;
    String key = factory.name() + "#" + number;
    Candidate<WalWriterFactory> candidate =
        new Candidate<>(factory.name(), factory.ranking(), number, key, factory, () -> {}, false);
    offered.add(candidate);
    writers.add(candidate);
  }

  /** Takes all writers back, until none serves any more. */
  void vacate() {
    offered.forEach(writers::remove);
    offered.clear();
    scheduler.runUntilIdle();
    // Until then the old one serves on, for its bundle may only be updated.
    scheduler.advance(60_000);
  }

  /** Hands over to a writer now. */
  void use(String name) {
    scheduler.runUntilIdle();
    inline = true;
    try {
      slots.registry().slots().stream()
          .filter(slot -> slot.kind().equals("wal"))
          .findFirst()
          .orElseThrow()
          .use(name, 1_000);
    } catch (InterruptedException unexpected) {
      throw new AssertionError("nobody interrupts this thread", unexpected);
    } finally {
      inline = false;
    }
  }

  /** Something that differs where the files on two disks differ. */
  static long hash(SimulatedDisk disk) {
    long hash = 0;
    for (Path path : disk.paths()) {
      try {
        hash = hash * 1_000_003 + path.toString().hashCode();
        hash = hash * 1_000_003 + Arrays.hashCode(disk.content(path));
      } catch (NoSuchFileException impossible) {
        throw new AssertionError(impossible);
      }
    }
    return hash;
  }
}
