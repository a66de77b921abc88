package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.BucketExistsException;
import io.togglebolt.storage.BucketNotFoundException;
import io.togglebolt.storage.Cursor;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.IncompatibleValueException;
import io.togglebolt.storage.KeyRejectedException;
import io.togglebolt.storage.Transaction;
import io.togglebolt.storage.TransactionClosedException;
import io.togglebolt.testkit.SimulatedDisk;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BucketTest {
  private static final byte[] NAME = {'n', 'a', 'm', 'e'};
  private static final byte[] KEY = {'k', 'e', 'y'};
  private static final byte[] VALUE = {'v'};

  private final Database database = EngineBed.withAllParts(new SimulatedDisk()).open(1024);

  @AfterEach
  void close() {
    Model.assertSound(database);
    database.close();
  }

  private static void assertRefused(
      Class<? extends RuntimeException> type, Executable call, String... parts) {
    String message = String.valueOf(assertThrows(type, call).getMessage());
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
  }

  @Test
  void keysHaveFromOneTo32768Bytes() {
    byte[] longest = new byte[Bucket.MAX_KEY_BYTES];
    byte[] tooLong = new byte[Bucket.MAX_KEY_BYTES + 1];
    database.update(
        transaction -> {
          Bucket bucket = transaction.createBucket(NAME);
          bucket.put(longest, VALUE);
          bucket.createBucket(Arrays.copyOf(new byte[] {1}, Bucket.MAX_KEY_BYTES));
          assertRefused(
              KeyRejectedException.class, () -> bucket.put(tooLong, VALUE), "32769", "32768");
          assertRefused(KeyRejectedException.class, () -> bucket.put(new byte[0], VALUE), "empty");
          assertRefused(
              KeyRejectedException.class, () -> bucket.createBucket(tooLong), "32769", "32768");
          assertRefused(
              KeyRejectedException.class, () -> bucket.createBucket(new byte[0]), "empty");
          assertRefused(
              KeyRejectedException.class, () -> bucket.createBucketIfMissing(new byte[0]), "empty");
        });
    database.view(
        reader -> {
          Bucket bucket = Objects.requireNonNull(reader.bucket(NAME));
          assertArrayEquals(VALUE, bucket.get(longest));
          assertNull(bucket.get(tooLong));
          assertNull(bucket.get(new byte[0]));
          return null;
        });
  }

  @Test
  void theRootHoldsBucketsOnly() {
    database.update(
        transaction ->
            assertRefused(
                KeyRejectedException.class,
                () -> transaction.root().put(KEY, VALUE),
                "\"key\"",
                "buckets only"));
  }

  @Test
  void aValueAndABucketNeverTakeEachOthersPlace() {
    database.update(
        transaction -> {
          Bucket bucket = transaction.createBucket(NAME);
          bucket.put(KEY, VALUE);
          bucket.createBucket(NAME);
          assertRefused(
              IncompatibleValueException.class, () -> bucket.put(NAME, VALUE), "\"name\"");
          assertRefused(IncompatibleValueException.class, () -> bucket.delete(NAME), "\"name\"");
          assertRefused(
              IncompatibleValueException.class, () -> bucket.createBucket(KEY), "\"key\"");
          assertRefused(
              IncompatibleValueException.class, () -> bucket.createBucketIfMissing(KEY), "\"key\"");
          assertRefused(
              IncompatibleValueException.class, () -> bucket.deleteBucket(KEY), "\"key\"");
          assertNull(bucket.bucket(KEY));
          assertNull(bucket.get(NAME));
          assertArrayEquals(VALUE, bucket.get(KEY));
        });
  }

  @Test
  void bucketsAreCreatedAndDeletedOnce() {
    database.update(
        transaction -> {
          assertRefused(
              BucketNotFoundException.class, () -> transaction.deleteBucket(NAME), "\"name\"");
          transaction.createBucket(NAME);
          assertRefused(
              BucketExistsException.class, () -> transaction.createBucket(NAME), "\"name\"");
          assertNotNull(transaction.createBucketIfMissing(NAME));
          transaction.deleteBucket(NAME);
          assertNull(transaction.bucket(NAME));
          assertRefused(
              BucketNotFoundException.class, () -> transaction.deleteBucket(NAME), "\"name\"");
        });
  }

  @Test
  void aDeletedBucketIsOfNoUseEvenIfAnotherOfItsNameComes() {
    database.update(transaction -> transaction.createBucket(NAME).createBucket(KEY));
    database.update(
        transaction -> {
          Bucket bucket = Objects.requireNonNull(transaction.bucket(NAME));
          Bucket below = Objects.requireNonNull(bucket.bucket(KEY));
          Cursor cursor = bucket.cursor();
          transaction.deleteBucket(NAME);
          transaction.createBucket(NAME).put(KEY, VALUE);
          for (Bucket gone : new Bucket[] {bucket, below}) {
            assertThrows(BucketNotFoundException.class, () -> gone.get(KEY));
            assertThrows(BucketNotFoundException.class, () -> gone.put(KEY, VALUE));
            assertThrows(BucketNotFoundException.class, () -> gone.delete(KEY));
            assertThrows(BucketNotFoundException.class, () -> gone.bucket(KEY));
            assertThrows(BucketNotFoundException.class, () -> gone.createBucket(KEY));
            assertThrows(BucketNotFoundException.class, () -> gone.deleteBucket(KEY));
            assertThrows(BucketNotFoundException.class, gone::cursor);
            assertThrows(BucketNotFoundException.class, gone::sequence);
            assertThrows(BucketNotFoundException.class, gone::nextSequence);
          }
          assertThrows(BucketNotFoundException.class, cursor::first);
          assertArrayEquals(VALUE, Objects.requireNonNull(transaction.bucket(NAME)).get(KEY));
        });
  }

  @Test
  void nothingWorksAfterTheTransactionsEnd() {
    Transaction writer = database.beginWrite();
    Bucket bucket = writer.createBucket(NAME);
    Cursor cursor = bucket.cursor();
    writer.commit();
    assertThrows(TransactionClosedException.class, () -> bucket.get(KEY));
    assertThrows(TransactionClosedException.class, () -> bucket.put(KEY, VALUE));
    assertThrows(TransactionClosedException.class, () -> bucket.delete(KEY));
    assertThrows(TransactionClosedException.class, () -> bucket.createBucket(KEY));
    assertThrows(TransactionClosedException.class, () -> bucket.deleteBucket(KEY));
    assertThrows(TransactionClosedException.class, () -> bucket.setSequence(1));
    assertThrows(TransactionClosedException.class, bucket::cursor);
    assertThrows(TransactionClosedException.class, cursor::first);
    assertThrows(TransactionClosedException.class, writer::root);
    assertThrows(TransactionClosedException.class, () -> writer.createBucket(KEY));
  }

  @Test
  void arraysGivenAndReturnedAreNotShared() {
    database.update(
        transaction -> {
          Bucket bucket = transaction.createBucket(NAME);
          byte[] key = KEY.clone();
          byte[] value = VALUE.clone();
          bucket.put(key, value);
          key[0] = 0;
          value[0] = 0;
          assertArrayEquals(VALUE, bucket.get(KEY));
          Objects.requireNonNull(bucket.get(KEY))[0] = 0;
          assertArrayEquals(VALUE, bucket.get(KEY));
        });
  }

  @Test
  void emptyAndLargeValuesComeBack() {
    byte[] large = new byte[5_000_000];
    Arrays.fill(large, (byte) 7);
    database.update(
        transaction -> {
          Bucket bucket = transaction.createBucket(NAME);
          bucket.put(KEY, new byte[0]);
          bucket.put(NAME, large);
        });
    database.view(
        reader -> {
          Bucket bucket = Objects.requireNonNull(reader.bucket(NAME));
          assertArrayEquals(new byte[0], bucket.get(KEY));
          assertArrayEquals(large, bucket.get(NAME));
          return null;
        });
  }

  @Test
  void sequencesAreUnsignedAndKept() {
    database.update(
        transaction -> {
          Bucket bucket = transaction.createBucket(NAME);
          assertEquals(0, bucket.sequence());
          assertEquals(1, bucket.nextSequence());
          bucket.setSequence(-2);
          assertEquals(-1, bucket.nextSequence());
          assertEquals(0, bucket.nextSequence());
          bucket.setSequence(Long.MIN_VALUE);
        });
    long kept = database.view(reader -> Objects.requireNonNull(reader.bucket(NAME)).sequence());
    assertEquals(Long.MIN_VALUE, kept);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.0, 0.05, 0.1, 0.7, 1.0, 3.0})
  void theFillPercentStaysWithinItsLimitsAndChangesTheShape(double wanted) {
    database.update(
        transaction -> {
          Bucket bucket = transaction.createBucket(NAME);
          assertEquals(0.5, bucket.fillPercent());
          bucket.setFillPercent(wanted);
          double set = bucket.fillPercent();
          assertEquals(Math.min(1.0, Math.max(0.1, wanted)), set);
          for (int i = 0; i < 500; i++) {
            bucket.put(new byte[] {(byte) (i >> 8), (byte) i}, new byte[20]);
          }
        });
    long pages = database.stats().highWaterPage();
    long content = 500 * (16 + 2 + 20) / 1024;
    double fill = Math.min(1.0, Math.max(0.1, wanted));
    assertTrue(pages > content / fill * 0.8 && pages < content / fill * 2 + 20, "pages " + pages);
  }

  @Test
  void bucketsMayBeNestedDeeply() {
    int depth = 200;
    database.update(
        transaction -> {
          Bucket bucket = transaction.root();
          for (int i = 0; i < depth; i++) {
            bucket = bucket.createBucket(NAME);
          }
          bucket.put(KEY, VALUE);
        });
    Model.assertSound(database);
    database.view(
        reader -> {
          Bucket bucket = reader.root();
          for (int i = 0; i < depth; i++) {
            bucket = Objects.requireNonNull(bucket.bucket(NAME));
          }
          assertArrayEquals(VALUE, bucket.get(KEY));
          return null;
        });
    database.update(transaction -> transaction.deleteBucket(NAME));
  }

  @Test
  void whatIsPutIntoABucketAndDeletedWithItLosesNoPage() {
    database.update(
        transaction -> {
          Bucket below = transaction.createBucket(NAME).createBucket(NAME);
          for (int i = 0; i < 500; i++) {
            below.put(new byte[] {(byte) (i >> 8), (byte) i}, new byte[20]);
          }
        });
    database.update(
        transaction -> {
          Bucket bucket = Objects.requireNonNull(transaction.bucket(NAME));
          bucket.put(KEY, VALUE);
          Objects.requireNonNull(bucket.bucket(NAME)).put(KEY, VALUE);
          bucket.createBucket(new byte[] {1}).put(KEY, VALUE);
          transaction.deleteBucket(NAME);
        });
    Model.assertSound(database);
    assertNull(database.view(reader -> reader.bucket(NAME)));
  }

  @Test
  @Timeout(30)
  void aLargeTransactionTakesTimeAndMemoryInProportion() {
    int keys = 500_000;
    database.update(
        transaction -> {
          Bucket bucket = transaction.createBucket(NAME);
          for (int i = 0; i < keys; i++) {
            bucket.put(new byte[] {(byte) (i >> 16), (byte) (i >> 8), (byte) i}, VALUE);
          }
        });
    try (Transaction reader = database.beginRead()) {
      Cursor cursor = Objects.requireNonNull(reader.bucket(NAME)).cursor();
      int count = 0;
      while (cursor.next()) {
        count++;
      }
      assertEquals(keys, count);
    }
  }
}
