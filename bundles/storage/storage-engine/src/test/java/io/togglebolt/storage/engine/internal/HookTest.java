package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseIOException;
import io.togglebolt.storage.HookFailedException;
import io.togglebolt.storage.ReadOnlyException;
import io.togglebolt.storage.Transaction;
import io.togglebolt.storage.TransactionClosedException;
import io.togglebolt.testkit.DiskOperation;
import io.togglebolt.testkit.SimulatedDisk;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HookTest {
  private static final byte[] NAME = {'n'};

  private final SimulatedDisk disk = new SimulatedDisk();
  private final Database database = EngineBed.withAllParts(disk).open(1024);
  private final List<String> heard = new ArrayList<>();

  @AfterEach
  void close() {
    database.close();
  }

  private void listen(Transaction transaction) {
    transaction.onCommit(() -> heard.add("committed"));
    transaction.onRollback(() -> heard.add("rolled back"));
    transaction.onCommit(() -> heard.add("committed again"));
  }

  @Test
  void hooksOfACommitRunOnceInOrderAndMayWrite() {
    Transaction writer = database.beginWrite();
    listen(writer);
    writer.onCommit(() -> database.update(next -> next.createBucket(NAME)));
    assertEquals(List.of(), heard);
    writer.commit();
    writer.close();
    assertEquals(List.of("committed", "committed again"), heard);
    assertNotNull(database.view(reader -> reader.bucket(NAME)));
    assertThrows(TransactionClosedException.class, () -> writer.onCommit(() -> {}));
  }

  @Test
  void aHookThatIsNullIsRefusedAtOnce() {
    try (Transaction writer = database.beginWrite()) {
      NullPointerException refused =
          assertThrows(NullPointerException.class, () -> writer.onCommit(null));
      assertEquals("the hook for a commit", refused.getMessage());
      assertThrows(NullPointerException.class, () -> writer.onRollback(null));
      writer.commit();
    }
  }

  @Test
  void hooksOfARollbackRunOnce() {
    Transaction writer = database.beginWrite();
    listen(writer);
    writer.close();
    writer.close();
    assertEquals(List.of("rolled back"), heard);
  }

  @Test
  void aRefusedCommitIsARollback() {
    Transaction writer = database.beginWrite();
    listen(writer);
    writer.onRollback(
        () -> {
          throw new ArithmeticException("of the user's own");
        });
    writer.createBucket(NAME);
    disk.faults().failNth(DiskOperation.WRITE, 1);
    DatabaseIOException refused = assertThrows(DatabaseIOException.class, writer::commit);
    assertEquals(List.of("rolled back"), heard);
    HookFailedException hook = (HookFailedException) refused.getSuppressed()[0];
    assertFalse(hook.committed());
    assertNull(database.view(reader -> reader.bucket(NAME)));
  }

  @Test
  void aHookThatThrowsStopsNoOtherAndUndoesNothing() {
    HookFailedException failed =
        assertThrows(
            HookFailedException.class,
            () ->
                database.update(
                    writer -> {
                      writer.createBucket(NAME);
                      writer.onCommit(
                          () -> {
                            throw new ArithmeticException("the first");
                          });
                      listen(writer);
                      writer.onCommit(
                          () -> {
                            throw new ArithmeticException("the second");
                          });
                    }));
    assertTrue(failed.committed());
    assertEquals("the first", failed.getCause().getMessage());
    assertEquals("the second", failed.getSuppressed()[0].getMessage());
    assertEquals(List.of("committed", "committed again"), heard);
    assertNotNull(database.view(reader -> reader.bucket(NAME)));
  }

  @Test
  void aReaderHasNoHooksAndNoFillPercent() {
    try (Transaction reader = database.beginRead()) {
      assertThrows(ReadOnlyException.class, () -> reader.onCommit(() -> {}));
      assertThrows(ReadOnlyException.class, () -> reader.onRollback(() -> {}));
      assertThrows(ReadOnlyException.class, () -> reader.setFillPercent(1));
    }
  }

  @Test
  void theTransactionsFillPercentCountsWhereABucketHasNoneOfItsOwn() {
    long half = leafPages(0.5);
    long full = leafPages(1.0);
    assertTrue(full < half * 0.7, () -> full + " full pages, " + half + " half pages");
    try (Transaction writer = database.beginWrite()) {
      Bucket own = writer.createBucket(NAME);
      own.setFillPercent(0.3);
      writer.setFillPercent(7);
      assertEquals(1.0, writer.fillPercent());
      assertEquals(0.3, own.fillPercent());
      assertEquals(1.0, writer.createBucket(new byte[] {1}).fillPercent());
      assertThrows(IllegalArgumentException.class, () -> writer.setFillPercent(Double.NaN));
    }
  }

  private static long leafPages(double fill) {
    try (Database fresh = EngineBed.withAllParts(new SimulatedDisk()).open(1024)) {
      fresh.update(
          writer -> {
            writer.setFillPercent(fill);
            Bucket bucket = writer.createBucket(NAME);
            for (int i = 0; i < 100; i++) {
              bucket.put(new byte[] {(byte) i}, new byte[100]);
            }
          });
      return fresh.stats().highWaterPage();
    }
  }
}
