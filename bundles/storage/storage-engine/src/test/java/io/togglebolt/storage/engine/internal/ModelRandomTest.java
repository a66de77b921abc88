package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.runtime.Disk;
import io.togglebolt.slot.Candidate;
import io.togglebolt.slot.SlotControl;
import io.togglebolt.slot.SlotStatus;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.FreelistPersistence;
import io.togglebolt.storage.Transaction;
import io.togglebolt.storage.spi.FreelistPolicy;
import io.togglebolt.storage.spi.FreelistPolicyFactory;
import io.togglebolt.storage.spi.PageAllocator;
import io.togglebolt.storage.spi.PageAllocatorFactory;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SplitMix64;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A database and a model of it, under random operations, with readers held open, parts that are
 * replaced at random moments, and parts that do what they may not.
 */
class ModelRandomTest {
  private static final int TRANSACTIONS = 60;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1024, 2048, 4096, 16_384, 65_536})
  void aDatabaseHoldsWhatItsModelHolds(int pageSize) {
    int rounds = pageSize > 4096 ? 6 : 14;
    Seeds.check(
        pageSize, rounds, random -> new History(new SimulatedDisk(), random, pageSize).run());
  }

  @Test
  void aDatabaseOnARealDiskHoldsWhatItsModelHolds() {
    Seeds.check(
        7,
        4,
        random -> {
          int pageSize = random.choice(1024, 4096);
          Path file = folder.resolve("model-" + random.next() + ".db");
          Disk real = EngineBed.service(Disk.class);
          Disk disk = (path, access) -> real.open(file, access);
          new History(disk, random, pageSize).run();
        });
  }

  /** A reader and what it should see. */
  private record Held(Transaction reader, Model model) {}

  /** One database's life. */
  private static final class History {
    private final SplitMix64 random;
    private final EngineBed bed;
    private final RandomWriter writer;
    private DatabaseOptions options;
    private final List<Held> readers = new ArrayList<>();
    private final List<Candidate<FreelistPolicyFactory>> policies = new ArrayList<>();
    private final List<Candidate<PageAllocatorFactory>> allocators = new ArrayList<>();
    private Database database;
    private Model model = new Model();
    private long commits;

    /** Whether the file holds a list of its free pages: a new one does. */
    private boolean listed = true;

    /** Whether a part is being made just now: another wish would call it off. */
    private boolean meanwhile;

    History(Disk disk, SplitMix64 random, int pageSize) {
      this.random = random;
      bed = EngineBed.withAllParts(disk, random);
      writer = new RandomWriter(random, pageSize);
      options =
          DatabaseOptions.defaults()
              .withPageSize(pageSize)
              .withNoSync(random.chance(1, 2))
              .withFreelistPersistence(random.choice(FreelistPersistence.values()));
      database = bed.open(options);
    }

    void run() {
      for (int i = 0; i < TRANSACTIONS; i++) {
        step();
      }
      readers.forEach(History::closeHeld);
      readers.clear();
      reopen();
      close();
    }

    private void step() {
      if (random.chance(1, 2)) {
        changeParts();
      }
      if (random.chance(1, 3) && readers.size() < 6) {
        readers.add(new Held(database.beginRead(), model));
      }
      write();
      if (random.chance(1, 3) && !readers.isEmpty()) {
        closeHeld(readers.remove(random.below(readers.size())));
      }
      if (random.chance(1, 8)) {
        readers.forEach(held -> held.model.assertSame(held.reader.root()));
      }
      if (random.chance(1, 20)) {
        readers.forEach(History::closeHeld);
        readers.clear();
        reopen();
      }
      assertTrusted();
    }

    private static void closeHeld(Held held) {
      held.model.assertSame(held.reader.root());
      held.reader.close();
    }

    private void write() {
      Model next = model.copy();
      boolean commit = random.chance(4, 5);
      try (Transaction transaction = database.beginWrite()) {
        assertEquals(commits + 2, transaction.id(), "transaction");
        writer.change(transaction.root(), next);
        if (random.chance(1, 10)) {
          next.assertSame(transaction.root());
        }
        if (!meanwhile && random.chance(1, 10)) {
          // A wish that comes up in the middle of a transaction waits for its end.
          pin();
        }
        if (commit) {
          transaction.commit();
          model = next;
          commits++;
          listed = options.freelistPersistence() == FreelistPersistence.ALWAYS;
        }
      }
      if (commit || random.chance(1, 4)) {
        Model.assertSound(database);
      }
      if (random.chance(1, 3)) {
        database.view(
            transaction -> {
              model.assertSame(transaction.root());
              return null;
            });
      }
    }

    private void close() {
      database.close();
      if (!listed && options.freelistPersistence() == FreelistPersistence.LAZY) {
        // The list is written by a transaction of its own.
        commits++;
        listed = true;
      }
    }

    private void reopen() {
      close();
      bed.scheduler.runUntilIdle();
      options = options.withFreelistPersistence(random.choice(FreelistPersistence.values()));
      database = bed.open(options);
      Model.assertSound(database);
      assertEquals(0, database.stats().pendingPages(), "nothing is pending in a file just opened");
      assertEquals(listed, database.stats().freelistPages() > 0, "the file holds a list");
    }

    private void changeParts() {
      switch (random.below(8)) {
        case 0 -> pin();
        case 1 -> bed.use(database, "freelist", random.choice("legacy", "range", "exact"));
        case 2 -> bed.use(database, "allocator", random.choice("first-fit", "segregated"));
        case 3 -> addPolicy();
        case 4 -> addAllocator();
        case 5 -> removePart();
        case 6 -> bed.scheduler.advance(random.below(600));
        default -> bed.scheduler.runUntilIdle();
      }
    }

    private void pin() {
      SlotControl slot = random.choice(database.slots());
      slot.pin(
          random.choice(
              "legacy", "range", "exact", "first-fit", "segregated", "unreliable", "absent"));
    }

    private void addPolicy() {
      FreelistPolicyFactory good = EngineBed.policy(random.choice("legacy", "range", "exact"));
      FreelistPolicyFactory factory =
          random.chance(1, 2)
              ? UnreliablePolicy.factory(
                  "unreliable", random.fork(), good, UnreliablePolicy.Fault.values())
              : busy(good);
      Candidate<FreelistPolicyFactory> candidate = ranked(bed.candidate(factory));
      policies.add(candidate);
      bed.policies.add(candidate);
    }

    private void addAllocator() {
      PageAllocatorFactory good = EngineBed.allocator(random.choice("first-fit", "segregated"));
      PageAllocatorFactory factory =
          random.chance(1, 2)
              ? UnreliableAllocator.factory(
                  "unreliable", random.fork(), good, UnreliableAllocator.Fault.values())
              : busy(good);
      Candidate<PageAllocatorFactory> candidate = ranked(bed.candidate(factory));
      allocators.add(candidate);
      bed.allocators.add(candidate);
    }

    private <F> Candidate<F> ranked(Candidate<F> candidate) {
      return new Candidate<>(
          candidate.name(),
          random.between(-20, 40),
          candidate.order(),
          candidate.key(),
          candidate.factory(),
          () -> {});
    }

    /** Writes go on while such a part is being made, so that it has something to catch up with. */
    private FreelistPolicyFactory busy(FreelistPolicyFactory inner) {
      return new FreelistPolicyFactory() {
        @Override
        public String name() {
          return inner.name();
        }

        @Override
        public FreelistPolicy create() {
          writeMeanwhile();
          return inner.create();
        }
      };
    }

    private PageAllocatorFactory busy(PageAllocatorFactory inner) {
      return new PageAllocatorFactory() {
        @Override
        public String name() {
          return inner.name();
        }

        @Override
        public PageAllocator create() {
          writeMeanwhile();
          return inner.create();
        }
      };
    }

    private void writeMeanwhile() {
      boolean inOperation = ((EngineDatabase) database).inside();
      if (!inOperation && database.isOpen()) {
        meanwhile = true;
        write();
        meanwhile = false;
      }
    }

    private void removePart() {
      if (!policies.isEmpty() && random.chance(1, 2)) {
        bed.policies.remove(policies.remove(random.below(policies.size())));
      } else if (!allocators.isEmpty()) {
        bed.allocators.remove(allocators.remove(random.below(allocators.size())));
      }
    }

    /** The parts that keep to the rules are never blamed. */
    private void assertTrusted() {
      for (SlotControl slot : database.slots()) {
        for (SlotStatus.CandidateStatus candidate : slot.status().candidates()) {
          assertTrue(
              candidate.setAside() == null || candidate.name().equals("unreliable"),
              () -> "set aside: " + candidate);
        }
      }
    }
  }
}
