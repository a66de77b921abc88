package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseLockedException;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.ReadOnlyException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One file is written to by one holder at a time, in this process too. */
@Timeout(60)
class LockTest {
  private static final DatabaseOptions WRITE = DatabaseOptions.defaults().withLockTimeout(60);
  private static final DatabaseOptions READ = WRITE.asReadOnly();

  @TempDir private Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void create() {
    file = folder.resolve("locked.db");
    new Engine().open(file, WRITE).close();
  }

  private void assertLocked(DatabaseOptions options) {
    DatabaseLockedException locked =
        assertThrows(DatabaseLockedException.class, () -> new Engine().open(file, options));
    String message = String.valueOf(locked.getMessage());
    assertTrue(message.contains(file.toString()) && message.contains("60 ms"), message);
  }

  @Test
  void aSecondWriterIsRefusedWithinItsTimeoutAndTheFirstGoesOn() {
    try (Database database = new Engine().open(file, WRITE)) {
      assertLocked(WRITE);
      assertLocked(READ);
      database.update(transaction -> transaction.createBucket(new byte[] {1}));
      Model.assertSound(database);
    }
    new Engine().open(file, WRITE).close();
  }

  @Test
  void manyMayReadTogetherAndNobodyWritesMeanwhile() {
    try (Database first = new Engine().open(file, READ);
        Database second = new Engine().open(file, READ)) {
      assertEquals(first.stats().transaction(), second.stats().transaction());
      assertThrows(ReadOnlyException.class, first::beginWrite);
      Model.assertSound(second);
      assertLocked(WRITE);
    }
    new Engine().open(file, WRITE).close();
  }

  @Test
  void anInterruptEndsTheWaitForTheLock() {
    try (Database holder = new Engine().open(file, WRITE)) {
      assertTrue(holder.isOpen());
      Thread.currentThread().interrupt();
      DatabaseLockedException locked =
          assertThrows(
              DatabaseLockedException.class,
              () -> new Engine().open(file, WRITE.withLockTimeout(3_600_000)));
      assertTrue(Thread.interrupted());
      assertTrue(String.valueOf(locked.getMessage()).contains("interrupted"), locked.toString());
    }
  }
}
