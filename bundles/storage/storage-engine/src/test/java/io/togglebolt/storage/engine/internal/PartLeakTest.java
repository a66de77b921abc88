package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.togglebolt.slot.Candidate;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.spi.FreelistPolicy;
import io.togglebolt.storage.spi.FreelistPolicyFactory;
import io.togglebolt.storage.spi.PageSetDigest;
import io.togglebolt.storage.spi.PendingRun;
import io.togglebolt.testkit.SimulatedDisk;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * A database that does nothing keeps no part that has left, and so none of its bundle's classes.
 */
class PartLeakTest {
  private static final String GUEST = "guest";

  private final EngineBed bed = EngineBed.withAllParts(new SimulatedDisk());
  private final List<WeakReference<Object>> made = new ArrayList<>();
  private boolean failing;

  @Test
  void aPolicyThatLeftAfterACommitIsNotKept() {
    leave(false);
  }

  @Test
  void aPolicyThatLeftAfterTheMachineFailedItIsNotKept() {
    leave(true);
  }

  private void leave(boolean doubted) {
    Candidate<FreelistPolicyFactory> guest = bed.candidate(factory());
    bed.policies.add(guest);
    try (Database database = bed.open(DatabaseOptions.defaults().withParts(GUEST, null))) {
      write(database, 1);
      write(database, 2);
      assertEquals(GUEST, EngineBed.slot(database, "freelist").status().active());
      if (doubted) {
        failing = true;
        assertThrows(OutOfMemoryError.class, database::beginWrite);
        failing = false;
      }
      bed.use(database, "freelist", "exact");
      bed.policies.remove(guest);
      guest = null;
      bed.scheduler.advance(TimeUnit.MINUTES.toMillis(1));
      assertEquals("exact", EngineBed.slot(database, "freelist").status().active());
      assertFalse(made.isEmpty());
      made.forEach(PartLeakTest::requireGone);
      write(database, 3);
      Model.assertSound(database);
    }
  }

  private static void requireGone(WeakReference<Object> part) {
    for (int i = 0; i < 50 && part.get() != null; i++) {
      System.gc();
    }
    assertNull(part.get(), "a policy that left is kept");
  }

  private static void write(Database database, int number) {
    database.update(transaction -> transaction.createBucket(new byte[] {(byte) number}));
  }

  private FreelistPolicyFactory factory() {
    return new FreelistPolicyFactory() {
      @Override
      public String name() {
        return GUEST;
      }

      @Override
      public FreelistPolicy create() {
        FreelistPolicy part = guest(EngineBed.policy("exact").create());
        made.add(new WeakReference<>(part));
        return part;
      }
    };
  }

  private FreelistPolicy guest(FreelistPolicy inner) {
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
        if (failing) {
          throw new OutOfMemoryError("arranged");
        }
        inner.release(readers, releases);
      }

      @Override
      public PageSetDigest digest() {
        return inner.digest();
      }
    };
  }
}
