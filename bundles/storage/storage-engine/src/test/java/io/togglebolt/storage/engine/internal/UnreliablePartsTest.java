package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.metrics.Metrics;
import io.togglebolt.runtime.Scheduler;
import io.togglebolt.slot.Candidates;
import io.togglebolt.slot.SlotControl;
import io.togglebolt.slot.SlotFactory;
import io.togglebolt.slot.SlotStatus;
import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.FreelistPersistence;
import io.togglebolt.storage.Transaction;
import io.togglebolt.storage.spi.FreelistPolicy;
import io.togglebolt.storage.spi.FreelistPolicyFactory;
import io.togglebolt.storage.spi.PageAllocatorFactory;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SimulatedClock;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SimulatedScheduler;
import io.togglebolt.testkit.SplitMix64;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a part does, no transaction fails, no reader loses a page, and the part loses trust. */
class UnreliablePartsTest {
  private static final byte[] BUCKET = {'b'};

  /** Faults that may do no harm, and so are not always noticed. */
  private static final Set<UnreliablePolicy.Fault> QUIET =
      EnumSet.of(UnreliablePolicy.Fault.LOSES_PAGES);

  private static final Set<UnreliableAllocator.Fault> QUIET_ALLOCATORS =
      EnumSet.of(
          UnreliableAllocator.Fault.LOSES_PAGES, UnreliableAllocator.Fault.ANSWERS_TWICE_THE_SAME);

  @ParameterizedTest
  @EnumSource(UnreliablePolicy.Fault.class)
  void aPolicyThatBreaksTheRulesLosesItsPlaceAndHarmsNobody(UnreliablePolicy.Fault fault) {
    Seeds.check(
        fault.ordinal(),
        10,
        random -> {
          EngineBed bed = EngineBed.withAllParts(new SimulatedDisk());
          bed.policies.add(
              bed.candidate(
                  UnreliablePolicy.factory(
                      "unreliable", random.fork(), EngineBed.policy("range"), fault)));
          writeUnderReaders(bed, random, "freelist", !QUIET.contains(fault));
        });
  }

  @ParameterizedTest
  @EnumSource(UnreliableAllocator.Fault.class)
  void anAllocatorThatBreaksTheRulesLosesItsPlaceAndHarmsNobody(UnreliableAllocator.Fault fault) {
    Seeds.check(
        fault.ordinal(),
        10,
        random -> {
          EngineBed bed = EngineBed.withAllParts(new SimulatedDisk());
          bed.allocators.add(
              bed.candidate(
                  UnreliableAllocator.factory(
                      "unreliable", random.fork(), EngineBed.allocator("first-fit"), fault)));
          writeUnderReaders(bed, random, "allocator", !QUIET_ALLOCATORS.contains(fault));
        });
  }

  private static void writeUnderReaders(
      EngineBed bed, SplitMix64 random, String kind, boolean caught) {
    // Each commit writes the list of free pages, so that the parts have more to do.
    try (Database database =
        bed.open(
            DatabaseOptions.defaults()
                .withPageSize(1024)
                .withFreelistPersistence(FreelistPersistence.ALWAYS))) {
      SlotControl slot = EngineBed.slot(database, kind);
      slot.pin("unreliable");
      bed.scheduler.runUntilIdle();
      RandomWriter writer = new RandomWriter(random, 1024);
      Model model = new Model();
      List<Transaction> readers = new ArrayList<>();
      List<Model> models = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        Model next = model.copy();
        database.update(
            transaction -> {
              Bucket bucket = transaction.createBucketIfMissing(BUCKET);
              Model due =
                  (Model)
                      Objects.requireNonNull(
                          next.entries.computeIfAbsent(BUCKET, absent -> new Model()));
              // Many pages are rewritten each time, so that a page taken from a reader is missed.
              for (int key = 0; key < 12; key++) {
                byte[] value = random.bytes(random.between(200, 400));
                bucket.put(new byte[] {(byte) key}, value);
                due.entries.put(new byte[] {(byte) key}, value);
              }
              writer.change(transaction.root(), next);
            });
        model = next;
        if (i % 8 == 2) {
          readers.add(database.beginRead());
          models.add(model);
        }
        if (i % 13 == 12) {
          database.shrink(random.between(1, 20), progress -> {});
        }
        bed.scheduler.runUntilIdle();
        for (int j = 0; j < readers.size(); j++) {
          models.get(j).assertSame(readers.get(j).root());
        }
      }
      Model.assertSound(database);
      if (caught) {
        assertNotNull(setAside(slot, "unreliable"), "the part is still trusted");
      }
    }
  }

  private static @Nullable String setAside(SlotControl slot, String name) {
    return slot.status().candidates().stream()
        .filter(candidate -> candidate.name().equals(name))
        .map(SlotStatus.CandidateStatus::setAside)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  @Test
  void aPolicyThatLosesPagesDoesNotTakeOver() {
    EngineBed bed = EngineBed.withAllParts(new SimulatedDisk());
    try (Database database = bed.open(1024)) {
      database.update(transaction -> transaction.createBucket(BUCKET));
      database.update(transaction -> transaction.createBucket(new byte[] {'c'}));
      assertTrue(database.stats().pendingPages() > 0);
      bed.policies.add(bed.candidate(losesTheFirstRun()));
      SlotControl slot = EngineBed.slot(database, "freelist");
      slot.pin("unreliable");
      bed.scheduler.runUntilIdle();
      assertEquals("exact", slot.status().active(), "the default serves on");
      String reason = Objects.requireNonNull(setAside(slot, "unreliable"));
      assertTrue(reason.contains("expected"), reason);
    }
  }

  private static FreelistPolicyFactory losesTheFirstRun() {
    return new FreelistPolicyFactory() {
      @Override
      public String name() {
        return "unreliable";
      }

      @Override
      public FreelistPolicy create() {
        return new UnreliablePolicy(
            EngineBed.policy("range").create(), UnreliablePolicy.Fault.LOSES_PAGES, 0);
      }
    };
  }

  @Test
  @Timeout(60)
  void aPolicyThatHangsWhileItIsMadeStopsNobody() throws InterruptedException {
    SimulatedClock clock = new SimulatedClock();
    SimulatedScheduler timers = new SimulatedScheduler(clock);
    CountDownLatch hanging = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    try (Scheduler threads = Scheduler.background("hanging-part")) {
      Scheduler both = new ThreadsWithSimulatedTimers(threads, timers);
      SlotFactory slots = EngineBed.service(SlotFactory.class).with(clock, both, Metrics.none());
      Candidates<PageAllocatorFactory> allocators = slots.candidates();
      Candidates<FreelistPolicyFactory> policies = slots.candidates();
      EngineBed bed = EngineBed.withAllParts(new SimulatedDisk());
      allocators.add(bed.candidate(EngineBed.allocator("first-fit")));
      policies.add(bed.candidate(EngineBed.policy("legacy")));
      Engine engine =
          new Engine(new SimulatedDisk(), clock, new Space.Parts(slots, allocators, policies));
      try (Database database = engine.open(EngineBed.FILE, DatabaseOptions.defaults())) {
        policies.add(bed.candidate(hangs(hanging, interrupted)));
        assertTrue(hanging.await(30, TimeUnit.SECONDS), "the part is being made");
        for (int i = 0; i < 10; i++) {
          byte[] name = {(byte) ('a' + i)};
          database.update(transaction -> transaction.createBucket(name));
        }
        timers.advance(30_000);
        assertTrue(interrupted.await(30, TimeUnit.SECONDS), "the part is called off");
        SlotControl slot = EngineBed.slot(database, "freelist");
        assertEquals("legacy", slot.status().active());
        assertEquals("not ready after 30000 ms", setAside(slot, "hangs"));
        Model.assertSound(database);
      }
    }
  }

  private static FreelistPolicyFactory hangs(CountDownLatch hanging, CountDownLatch interrupted) {
    return new FreelistPolicyFactory() {
      @Override
      public String name() {
        return "hangs";
      }

      @Override
      public int ranking() {
        return 100;
      }

      @Override
      public FreelistPolicy create() {
        hanging.countDown();
        try {
          new CountDownLatch(1).await();
        } catch (InterruptedException calledOff) {
          interrupted.countDown();
        }
        throw new IllegalStateException("was called off");
      }
    };
  }

  /** Work runs on threads, so that it can hang; time is the test's. */
  private record ThreadsWithSimulatedTimers(Scheduler threads, SimulatedScheduler timers)
      implements Scheduler {
    @Override
    public void execute(Runnable task) {
      threads.execute(task);
    }

    @Override
    public Scheduled schedule(Runnable task, long delayMillis) {
      return timers.schedule(task, delayMillis);
    }

    @Override
    public void close() {
      threads.close();
    }
  }

  @Test
  void aFaultlessPartIsNeverSetAside() {
    EngineBed bed = EngineBed.withAllParts(new SimulatedDisk());
    try (Database database = bed.open(4096)) {
      for (String name : List.of("legacy", "range", "exact", "legacy")) {
        bed.use(database, "freelist", name);
        database.update(transaction -> transaction.createBucketIfMissing(BUCKET).nextSequence());
        assertEquals(name, EngineBed.slot(database, "freelist").status().active());
        assertNull(setAside(EngineBed.slot(database, "freelist"), name));
      }
    }
  }
}
