package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.Transaction;
import io.togglebolt.storage.TransactionStats;
import io.togglebolt.testkit.DiskOperation;
import io.togglebolt.testkit.SimulatedDisk;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TransactionStatsTest {
  private static final byte[] NAME = {'n'};

  private final SimulatedDisk disk = new SimulatedDisk();
  private final Database database = EngineBed.withAllParts(disk).open(1024);

  @AfterEach
  void close() {
    database.close();
  }

  private TransactionStats fill() {
    Transaction writer = database.beginWrite();
    Bucket bucket = writer.createBucket(NAME);
    for (int i = 0; i < 10; i++) {
      bucket.put(new byte[] {(byte) i}, new byte[200]);
    }
    bucket.cursor().first();
    assertEquals(0, writer.stats().nodesSpilled());
    assertEquals(1, writer.stats().cursors());
    writer.commit();
    return writer.stats();
  }

  @Test
  void aCommitCountsWhatItDid() {
    TransactionStats stats = fill();
    // The root and the empty bucket were read; four leaves, the branch above them and the root are
    // written.
    assertEquals(2, stats.nodesRead());
    assertEquals(3, stats.splits());
    assertEquals(6, stats.nodesSpilled());
    assertEquals(6, stats.pagesAllocated());
    assertEquals(6 * 1024, stats.bytesAllocated());
    assertEquals(0, stats.rebalances());
    assertTrue(stats.spillNanos() >= 0 && stats.writeNanos() >= 0);
  }

  @Test
  void theDatabaseSumsWhatIsCommitted() {
    TransactionStats first = fill();
    assertEquals(first, database.stats().work());
    try (Transaction writer = database.beginWrite()) {
      Objects.requireNonNull(writer.bucket(NAME)).cursor();
    }
    assertEquals(first, database.stats().work(), "what is rolled back is not counted");
    Transaction writer = database.beginWrite();
    Bucket bucket = Objects.requireNonNull(writer.bucket(NAME));
    bucket.delete(new byte[] {0});
    bucket.delete(new byte[] {1});
    long before = disk.count(DiskOperation.WRITE);
    writer.commit();
    assertEquals(disk.count(DiskOperation.WRITE) - before, writer.stats().writes());
    // The leaf, and the branch above it that loses an entry.
    assertEquals(2, writer.stats().rebalances());
    assertEquals(first.plus(writer.stats()), database.stats().work());
  }
}
