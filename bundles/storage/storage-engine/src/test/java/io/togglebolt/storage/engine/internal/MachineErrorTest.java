package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.Transaction;
import io.togglebolt.storage.spi.FreelistPolicy;
import io.togglebolt.storage.spi.FreelistPolicyFactory;
import io.togglebolt.storage.spi.PageSetDigest;
import io.togglebolt.storage.spi.PendingRun;
import io.togglebolt.testkit.SimulatedDisk;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A lack of memory is no fault of the part that meets it, unless it meets it each time. */
class MachineErrorTest {
  private static final String NAME = "greedy";

  private final EngineBed bed = EngineBed.withAllParts(new SimulatedDisk());
  private int failures;

  /** After how many released runs memory runs out in the middle of an answer; 0 for never. */
  private int releasesUntilFailure;

  /** The policy that runs out of memory so many times when it is asked. */
  private Database open() {
    bed.policies.add(bed.candidate(factory()));
    return bed.open(DatabaseOptions.defaults().withParts(NAME, null));
  }

  private FreelistPolicyFactory factory() {
    return new FreelistPolicyFactory() {
      @Override
      public String name() {
        return NAME;
      }

      @Override
      public FreelistPolicy create() {
        return greedy(EngineBed.policy("exact").create());
      }
    };
  }

  private FreelistPolicy greedy(FreelistPolicy inner) {
    return new FreelistPolicy() {
      @Override
      public void freed(PendingRun run) {
        inner.freed(run);
      }

      @Override
      public void forget(PendingRun run) {
        inner.forget(run);
      }

      @Override
      public void release(long[] readers, Releases releases) {
        if (failures > 0) {
          failures--;
          throw new OutOfMemoryError("arranged");
        }
        inner.release(
            readers,
            run -> {
              releases.release(run);
              if (releasesUntilFailure > 0 && --releasesUntilFailure == 0) {
                throw new OutOfMemoryError("arranged");
              }
            });
      }

      @Override
      public PageSetDigest digest() {
        return inner.digest();
      }
    };
  }

  private static void write(Database database, int number) {
    database.update(transaction -> transaction.createBucket(new byte[] {(byte) number}));
  }

  /** Leaves some pages pending that no reader sees. */
  private static void freeAFew(Database database) {
    fill(database, 900);
    try (Transaction _ = database.beginRead()) {
      fill(database, 901);
      write(database, 0);
    }
  }

  private static void fill(Database database, int valueBytes) {
    database.update(
        transaction -> {
          Bucket bucket = transaction.createBucketIfMissing(new byte[] {'f', 'f'});
          for (int i = 0; i < 100; i++) {
            bucket.put(new byte[] {(byte) i}, new byte[valueBytes]);
          }
        });
  }

  private static @Nullable String serving(Database database) {
    return EngineBed.slot(database, "freelist").status().active();
  }

  @Test
  void onceFailsTheTransactionAndLeavesThePartInItsPlace() {
    try (Database database = open()) {
      for (int i = 0; i < 3; i++) {
        failures = 1;
        assertThrows(OutOfMemoryError.class, database::beginWrite);
        write(database, i);
        assertEquals(NAME, serving(database));
      }
      Model.assertSound(database);
    }
  }

  @Test
  void whatWasReleasedBeforeAnAnswerBrokeOffIsNotHeldForEver() {
    try (Database database = open()) {
      freeAFew(database);
      long pending = database.stats().pendingPages();
      releasesUntilFailure = 10;
      assertThrows(OutOfMemoryError.class, database::beginWrite);
      assertEquals(pending, database.stats().pendingPages(), "nothing of it counts");
      database.beginWrite().close();
      assertEquals(0, database.stats().pendingPages(), "no reader is open");
      assertEquals(NAME, serving(database), "the same candidate, which is not to blame");
      Model.assertSound(database);
    }
  }

  @Test
  void anAnswerThatBreaksOffTwiceInARowCostsThePartItsPlace() {
    try (Database database = open()) {
      freeAFew(database);
      releasesUntilFailure = 10;
      assertThrows(OutOfMemoryError.class, database::beginWrite);
      failures = 1;
      write(database, 30);
      assertEquals("exact", serving(database), "the next by ranking");
      Model.assertSound(database);
    }
  }

  @Test
  void twiceInARowCostsThePartItsPlaceAndNotTheTransaction() throws Exception {
    try (Database database = open()) {
      write(database, 0);
      failures = 2;
      assertThrows(OutOfMemoryError.class, database::beginWrite);
      assertNull(database.view(reader -> reader.bucket(new byte[] {1})), "reads go on");
      write(database, 1);
      assertEquals("exact", serving(database), "the next by ranking");
      Model.assertSound(database);
    }
  }
}
