package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.FreelistPersistence;
import io.togglebolt.storage.Transaction;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SplitMix64;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the default policy holds back: exactly what an open reader sees, and what the last commit
 * freed, which the state before still needs in a crash.
 */
class ReclaimTest {
  private static final byte[] BUCKET = {'b'};

  private static Database open(int pageSize, FreelistPersistence persistence) {
    return EngineBed.withAllParts(new SimulatedDisk(), 2)
        .open(
            DatabaseOptions.defaults()
                .withPageSize(pageSize)
                .withFreelistPersistence(persistence)
                .withParts("exact", null));
  }

  @Test
  void holdsExactlyWhatOpenReadersSeeAfterEachBeginning() {
    long[] seen = {0};
    Seeds.check(
        1,
        60,
        random -> {
          ReclaimHistory history = new ReclaimHistory(random);
          history.run(80);
          seen[0] += history.pagesSeenByReaders();
        });
    assertTrue(seen[0] > 10_000, "readers saw only " + seen[0] + " old pages: this shows nothing");
  }

  /** A fresh file with one key of 1 KiB under a reader: bbolt 1.5 takes 449,900 pages for 3,000. */
  @ParameterizedTest
  @EnumSource(FreelistPersistence.class)
  void aFileUnderOneReaderStopsGrowingAfterTwoUpdates(FreelistPersistence persistence) {
    try (Database database = open(4096, persistence)) {
      updateOneKey(database);
      try (Transaction reader = database.beginRead()) {
        updateOneKey(database);
        updateOneKey(database);
        long end = database.stats().highWaterPage();
        assertTrue(end <= 12, persistence + ": " + end + " pages");
        for (int i = 2; i < 10_000; i++) {
          updateOneKey(database);
        }
        assertEquals(end, database.stats().highWaterPage());
        assertNotNull(reader.root().bucket(BUCKET), "the reader is open");
      }
    }
  }

  private static void updateOneKey(Database database) {
    database.update(
        transaction ->
            transaction.root().createBucketIfMissing(BUCKET).put(BUCKET, new byte[1024]));
  }

  /**
   * 10,000 keys of 100 bytes, 3,000 updates of random ones; a reader is opened every 10, and the
   * newest 20 stay open. The same keys in the same order as in measurements of bbolt 1.3.6, whose
   * mean is 489 pages.
   */
  @ParameterizedTest
  @EnumSource(FreelistPersistence.class)
  void staggeredReadersHoldNoMoreThanTheySee(FreelistPersistence persistence) {
    int updates = 3_000;
    int keys = 10_000;
    SplitMix64 random = new SplitMix64(9);
    Deque<Transaction> readers = new ArrayDeque<>();
    long sum = 0;
    try (Database database = open(4096, persistence)) {
      database.update(
          transaction -> {
            Bucket bucket = transaction.createBucket(BUCKET);
            for (int i = 0; i < keys; i++) {
              bucket.put(key(i), new byte[100]);
            }
          });
      for (int i = 0; i < updates; i++) {
        if (i % 10 == 0) {
          readers.add(database.beginRead());
          if (readers.size() > 20) {
            readers.remove().close();
          }
        }
        database.update(
            transaction ->
                Objects.requireNonNull(transaction.bucket(BUCKET))
                    .put(key(random.below(keys)), new byte[100]));
        sum += database.stats().pendingPages();
      }
      readers.forEach(Transaction::close);
    }
    // A whole number, as the measurements give it.
    assertTrue(sum / updates <= 335, persistence + ": mean " + (double) sum / updates);
  }

  private static byte[] key(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }
}
