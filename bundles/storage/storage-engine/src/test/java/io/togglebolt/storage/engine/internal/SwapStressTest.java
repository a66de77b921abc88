package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.metrics.Metrics;
import io.togglebolt.runtime.Clock;
import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.Scheduler;
import io.togglebolt.slot.Candidates;
import io.togglebolt.slot.SlotFactory;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.FreelistPersistence;
import io.togglebolt.storage.spi.FreelistPolicyFactory;
import io.togglebolt.storage.spi.PageAllocatorFactory;
import io.togglebolt.storage.spi.PartFactory;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SplitMix64;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Readers and writers notice nothing of policies and allocators that are swapped at random, in real
 * threads on a real file. Ten thousand swaps: {@code -Dtogglebolt.swaps=10000}.
 */
class SwapStressTest {
  private static final long SWAPS = Long.getLong("togglebolt.swaps", 300);

  /** Each opens the database anew, in another mode, and ends with a check. */
  private static final int SESSIONS_A_FILE = 6;

  /**
   * In more than these the legacy policy, under a reader and with the list written at each commit,
   * may free more pages for the list than the disk has: each list is as long as what is pending.
   */
  private static final int MOST_SWAPS_A_SESSION = 50;

  /** Parts fail by the hundred here; held, or the level would be forgotten with the logger. */
  private static final Logger LOG = Logger.getLogger("io.togglebolt.slot");

  @TempDir Path directory;

  @BeforeEach
  void keepQuiet() {
    LOG.setLevel(Level.OFF);
  }

  @AfterEach
  void speakAgain() {
    LOG.setLevel(null);
  }

  /** Real threads; a withdrawn part's grace time, which is the only short delay, runs faster. */
  private record Hasty(Scheduler inner) implements Scheduler {
    private static final long GRACE_MILLIS = 500;
    private static final int TIMES = 50;

    @Override
    public void execute(Runnable task) {
      inner.execute(task);
    }

    @Override
    public Scheduled schedule(Runnable task, long delayMillis) {
      return inner.schedule(task, delayMillis > GRACE_MILLIS ? delayMillis : delayMillis / TIMES);
    }

    @Override
    public void close() {
      inner.close();
    }
  }

  @Test
  void nobodyNoticesHundredsOfSwaps() {
    Seeds.check(1, this::swapUnderLoad);
  }

  private void swapUnderLoad(SplitMix64 random) throws Exception {
    try (Scheduler threads = Scheduler.background("swaps")) {
      SlotFactory slots =
          EngineBed.service(SlotFactory.class)
              .with(Clock.system(), new Hasty(threads), Metrics.none());
      Candidates<PageAllocatorFactory> allocators = slots.candidates();
      Candidates<FreelistPolicyFactory> policies = slots.candidates();
      RandomSwaps<PageAllocatorFactory> ofAllocators =
          new RandomSwaps<>(
              allocators,
              all(PageAllocatorFactory.class),
              inner -> unreliableAllocator(random.fork(), inner));
      RandomSwaps<FreelistPolicyFactory> ofPolicies =
          new RandomSwaps<>(
              policies,
              all(FreelistPolicyFactory.class),
              inner -> unreliablePolicy(random.fork(), inner));
      Engine engine =
          new Engine(
              EngineBed.service(Disk.class),
              Clock.system(),
              new Space.Parts(slots, allocators, policies));
      long sessions = Math.max(SESSIONS_A_FILE, SWAPS / MOST_SWAPS_A_SESSION);
      for (int session = 0; session < sessions; session++) {
        Path file = directory.resolve("swaps.db");
        if (session % SESSIONS_A_FILE == 0) {
          Files.deleteIfExists(file);
        }
        FreelistPersistence mode =
            FreelistPersistence.values()[session % FreelistPersistence.values().length];
        DatabaseOptions options =
            DatabaseOptions.defaults()
                .withPageSize(1024)
                .withNoSync(true)
                .withFreelistPersistence(mode);
        try (Database database = engine.open(file, options)) {
          long swaps = (SWAPS + sessions - 1) / sessions;
          swapInOneSession(database, mode, swaps, random, ofAllocators, ofPolicies);
        }
      }
      for (RandomSwaps<?> swaps : List.of(ofAllocators, ofPolicies)) {
        assertTrue(
            SWAPS < 100 || swaps.done().keySet().equals(EnumSet.allOf(RandomSwaps.Way.class)),
            () -> "not in every way: " + swaps.done());
      }
    }
  }

  private static void swapInOneSession(
      Database database,
      FreelistPersistence mode,
      long swaps,
      SplitMix64 random,
      RandomSwaps<PageAllocatorFactory> ofAllocators,
      RandomSwaps<FreelistPolicyFactory> ofPolicies)
      throws InterruptedException {
    try (VerifiedLoad load =
        new VerifiedLoad(database, random, mode != FreelistPersistence.ALWAYS)) {
      load.awaitCommits(20);
      while (swaps(database) < swaps) {
        if (random.chance(1, 2)) {
          ofPolicies.swap(EngineBed.slot(database, "freelist"), load, random);
        } else {
          ofAllocators.swap(EngineBed.slot(database, "allocator"), load, random);
        }
      }
    }
    Model.assertSound(database);
    database.update(transaction -> transaction.createBucketIfMissing(new byte[] {'x'}));
    assertEquals(0, database.stats().openReaders());
    Model.assertSound(database);
  }

  private static long swaps(Database database) {
    return database.slots().stream().mapToLong(slot -> slot.status().swaps()).sum();
  }

  private static <F extends PartFactory> List<F> all(Class<F> type) {
    return ServiceLoader.load(type).stream().map(ServiceLoader.Provider::get).toList();
  }

  private static PageAllocatorFactory unreliableAllocator(
      SplitMix64 random, PageAllocatorFactory inner) {
    return UnreliableAllocator.factory(
        "unreliable",
        random,
        inner,
        UnreliableAllocator.Fault.THROWS_WHEN_ASKED,
        UnreliableAllocator.Fault.ANSWERS_WITH_A_PAGE_IN_USE);
  }

  private static FreelistPolicyFactory unreliablePolicy(
      SplitMix64 random, FreelistPolicyFactory inner) {
    return UnreliablePolicy.factory(
        "unreliable",
        random,
        inner,
        UnreliablePolicy.Fault.THROWS_WHEN_ASKED,
        UnreliablePolicy.Fault.RELEASES_WHAT_IS_NOT_PENDING,
        UnreliablePolicy.Fault.IS_HALF_UNINSTALLED);
  }
}
