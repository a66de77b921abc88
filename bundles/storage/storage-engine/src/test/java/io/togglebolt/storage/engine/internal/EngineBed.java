package io.togglebolt.storage.engine.internal;

import io.togglebolt.metrics.Metrics;
import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.Scheduler;
import io.togglebolt.slot.Candidate;
import io.togglebolt.slot.Candidates;
import io.togglebolt.slot.SlotControl;
import io.togglebolt.slot.SlotFactory;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.spi.FreelistPolicyFactory;
import io.togglebolt.storage.spi.PageAllocatorFactory;
import io.togglebolt.storage.spi.PartFactory;
import io.togglebolt.testkit.SimulatedClock;
import io.togglebolt.testkit.SimulatedScheduler;
import io.togglebolt.testkit.SplitMix64;
import java.nio.file.Path;
import java.util.ServiceLoader;

/**
 * An engine whose disk, time and background threads belong to the test: hand-overs run on the
 * test's own thread, when it says so.
 */
final class EngineBed {
  static final Path FILE = Path.of("/data/test.db");

  final SimulatedClock clock = new SimulatedClock();
  final SimulatedScheduler scheduler = new SimulatedScheduler(clock);

  /** What the database that was opened last looks for old readers on. */
  SimulatedScheduler readerWatch = new SimulatedScheduler(clock);

  final SlotFactory slots;
  final Candidates<PageAllocatorFactory> allocators;
  final Candidates<FreelistPolicyFactory> policies;
  final Engine engine;
  private boolean inline;
  private long order;

  /** An engine without any part. */
  EngineBed(Disk disk) {
    this(disk, Releasing.TAKEN_IN);
  }

  /**
   * The same.
   *
   * @param takenIn how many released runs a space takes in at once, at least: with few, some wait
   *     in small databases too
   */
  EngineBed(Disk disk, int takenIn) {
    slots = service(SlotFactory.class).with(clock, new Switchable(), Metrics.none());
    allocators = slots.candidates();
    policies = slots.candidates();
    engine =
        new Engine(
            disk,
            clock,
            new Space.Parts(slots, allocators, policies),
            this::newReaderWatch,
            takenIn,
            Metrics.none());
  }

  private Scheduler newReaderWatch() {
    readerWatch = new SimulatedScheduler(clock);
    return readerWatch;
  }

  /** An engine with the parts that are on the class path. */
  static EngineBed withAllParts(Disk disk) {
    return withAllParts(disk, Releasing.TAKEN_IN);
  }

  /** The same, in which released runs often wait, or never. */
  static EngineBed withAllParts(Disk disk, SplitMix64 random) {
    return withAllParts(disk, random.choice(1, 2, 7, Releasing.TAKEN_IN));
  }

  /** The same, which takes in so many released runs at once, at least. */
  static EngineBed withAllParts(Disk disk, int takenIn) {
    EngineBed bed = new EngineBed(disk, takenIn);
    ServiceLoader.load(PageAllocatorFactory.class)
        .forEach(factory -> bed.allocators.add(bed.candidate(factory)));
    ServiceLoader.load(FreelistPolicyFactory.class)
        .forEach(factory -> bed.policies.add(bed.candidate(factory)));
    return bed;
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

  <F extends PartFactory> Candidate<F> candidate(F factory) {
    long number = order++;
    String key = factory.name() + "#" + number;
    return new Candidate<>(factory.name(), factory.ranking(), number, key, factory, () -> {});
  }

  Database open(DatabaseOptions options) {
    return engine.open(FILE, options);
  }

  /** A new database of that page size, or the one that is there. */
  Database open(int pageSize) {
    return open(DatabaseOptions.defaults().withPageSize(pageSize));
  }

  /** Hands over to a part now. */
  void use(Database database, String kind, String name) {
    scheduler.runUntilIdle();
    inline = true;
    try {
      slot(database, kind).use(name, 1_000);
    } catch (InterruptedException unexpected) {
      throw new AssertionError("nobody interrupts this thread", unexpected);
    } finally {
      inline = false;
    }
  }

  static SlotControl slot(Database database, String kind) {
    return database.slots().stream()
        .filter(slot -> slot.kind().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  static FreelistPolicyFactory policy(String name) {
    return named(FreelistPolicyFactory.class, name);
  }

  static PageAllocatorFactory allocator(String name) {
    return named(PageAllocatorFactory.class, name);
  }

  private static <F extends PartFactory> F named(Class<F> type, String name) {
    for (F factory : ServiceLoader.load(type)) {
      if (factory.name().equals(name)) {
        return factory;
      }
    }
    throw new AssertionError("no " + type.getSimpleName() + " named " + name);
  }

  static <S> S service(Class<S> type) {
    return ServiceLoader.load(type).findFirst().orElseThrow();
  }
}
