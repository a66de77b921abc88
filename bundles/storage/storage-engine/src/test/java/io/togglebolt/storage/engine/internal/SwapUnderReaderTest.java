package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseStats;
import io.togglebolt.storage.Transaction;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SplitMix64;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The database, not the policy, knows what is pending and who allocated it. So a policy that takes
 * over in the middle, with readers open, is within one commit where it would be had it served from
 * the start.
 */
class SwapUnderReaderTest {
  private static final byte[] BUCKET = {'b'};
  private static final int KEYS = 200;

  /** A database with so many free pages that none is ever taken from the file's end. */
  private static Roomy roomy() {
    EngineBed bed = EngineBed.withAllParts(new SimulatedDisk());
    try (Database database = bed.open(1024)) {
      database.update(
          transaction -> {
            Bucket bucket = transaction.createBucket(BUCKET);
            for (int i = 0; i < KEYS; i++) {
              bucket.put(new byte[] {(byte) i}, new byte[100]);
            }
            transaction.createBucket(new byte[] {'x'}).put(new byte[] {1}, new byte[6_000_000]);
          });
      database.update(transaction -> transaction.deleteBucket(new byte[] {'x'}));
    }
    return new Roomy(bed, bed.open(1024));
  }

  /** An open database and what it stands on. */
  private record Roomy(EngineBed bed, Database database) implements AutoCloseable {
    void use(String policy) {
      bed.use(database, "freelist", policy);
    }

    DatabaseStats stats() {
      return database.stats();
    }

    Transaction beginRead() {
      return database.beginRead();
    }

    @Override
    public void close() {
      database.close();
    }
  }

  private static void update(Roomy roomy, SplitMix64 random) {
    roomy.database.update(
        transaction -> {
          Bucket bucket = Objects.requireNonNull(transaction.bucket(BUCKET));
          for (int i = random.below(4); i >= 0; i--) {
            bucket.put(new byte[] {(byte) random.below(KEYS)}, random.bytes(random.below(300)));
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"range", "exact"})
  void takingOverFromLegacyUnderOneReaderIsWhereOneWouldBeFromTheStart(String successor) {
    try (Roomy swapped = roomy();
        Roomy expected = roomy()) {
      swapped.use("legacy");
      expected.use(successor);
      long end = swapped.stats().highWaterPage();
      try (Transaction one = swapped.beginRead();
          Transaction two = expected.beginRead()) {
        for (int i = 0; i < 64; i++) {
          update(swapped, new SplitMix64(i));
          update(expected, new SplitMix64(i));
        }
        long heldByLegacy = swapped.stats().pendingPages();
        long held = expected.stats().pendingPages();
        assertTrue(heldByLegacy > 4 * held, heldByLegacy + " and " + held);
        swapped.use(successor);
        update(swapped, new SplitMix64(99));
        update(expected, new SplitMix64(99));
        assertSamePages(expected, swapped);
        assertEquals(end, swapped.stats().highWaterPage(), "nothing came from the file's end");
        assertEquals(one.id(), two.id());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"range", "exact"})
  void severalReadersThatComeAndGoMakeNoDifference(String successor) {
    int[] differed = {0};
    Seeds.check(
        1,
        40,
        random -> {
          try (Roomy swapped = roomy();
              Roomy expected = roomy()) {
            swapped.use("legacy");
            expected.use(successor);
            History history = new History(List.of(swapped, expected), random);
            history.run(random.between(10, 60));
            if (swapped.stats().pendingPages() != expected.stats().pendingPages()) {
              differed[0]++;
            }
            swapped.use(successor);
            for (int i = 0; i < 20; i++) {
              history.commit();
              assertSamePages(expected, swapped);
              history.moveReaders();
            }
            history.end();
            Model.assertSound(swapped.database);
          }
        });
    assertNotEquals(0, differed[0], "the two policies never differed, so nothing was shown");
  }

  private static void assertSamePages(Roomy expected, Roomy actual) {
    DatabaseStats due = expected.stats();
    DatabaseStats found = actual.stats();
    assertEquals(due.pendingPages(), found.pendingPages(), "pending");
    assertEquals(due.freePages(), found.freePages(), "free");
    assertEquals(due.highWaterPage(), found.highWaterPage(), "high-water page");
  }

  /** The same commits and readers in several databases. */
  private static final class History {
    private final List<Roomy> databases;
    private final SplitMix64 random;
    private final List<List<Transaction>> readers = new ArrayList<>();

    History(List<Roomy> databases, SplitMix64 random) {
      this.databases = databases;
      this.random = random;
    }

    void run(int commits) {
      for (int i = 0; i < commits; i++) {
        moveReaders();
        commit();
      }
    }

    void commit() {
      long seed = random.next();
      databases.forEach(database -> update(database, new SplitMix64(seed)));
    }

    void moveReaders() {
      if (random.chance(1, 4) && readers.size() < 5) {
        readers.add(databases.stream().map(Roomy::beginRead).toList());
      }
      if (random.chance(1, 8) && !readers.isEmpty()) {
        readers.remove(random.below(readers.size())).forEach(Transaction::close);
      }
    }

    void end() {
      readers.forEach(together -> together.forEach(Transaction::close));
    }
  }
}
