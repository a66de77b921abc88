package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.BytesView;
import io.togglebolt.storage.Cursor;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.Transaction;
import io.togglebolt.storage.TransactionClosedException;
import io.togglebolt.testkit.SimulatedDisk;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class BytesViewTest {
  private static final byte[] BUCKET = {'b'};
  private static final byte[] NESTED = {(byte) 0xFF};
  private static final byte[] LARGE = {1, 2, 3};
  private static final int ENTRIES = 2_000;

  private final Database database = EngineBed.withAllParts(new SimulatedDisk()).open(4096);

  @BeforeEach
  void fill() {
    database.update(
        transaction -> {
          Bucket bucket = transaction.createBucket(BUCKET);
          for (int i = 0; i < ENTRIES; i++) {
            bucket.put(key(i), value(i));
          }
          bucket.createBucket(NESTED);
        });
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static byte[] key(int i) {
    return ByteBuffer.allocate(Long.BYTES).putLong(i).array();
  }

  private static byte[] value(int i) {
    return ByteBuffer.allocate(20).putLong(i).putInt(-i).array();
  }

  private static Bucket bucket(Transaction transaction) {
    return Objects.requireNonNull(transaction.bucket(BUCKET));
  }

  @Test
  void aViewShowsWhatTheCopyHolds() {
    try (Transaction reader = database.beginRead()) {
      assertShows(reader, 0);
      assertShows(reader, ENTRIES - 1);
    }
    try (Transaction writer = database.beginWrite()) {
      assertShows(writer, 7);
      bucket(writer).put(key(7), value(7));
      bucket(writer).put(key(ENTRIES), value(ENTRIES));
      assertShows(writer, 7);
      assertShows(writer, ENTRIES);
    }
  }

  private static void assertShows(Transaction transaction, int i) {
    BytesView view = transaction.newView();
    assertEquals(0, view.size());
    assertTrue(bucket(transaction).get(key(i), view));
    assertValue(view, i);
    Cursor cursor = bucket(transaction).cursor();
    assertTrue(cursor.seek(key(i)));
    cursor.key(view);
    assertArrayEquals(key(i), view.toArray());
    assertTrue(view.contentEquals(key(i)));
    assertFalse(view.contentEquals(value(i)));
    assertTrue(view.compareTo(key(i + 1)) < 0);
    assertEquals(0, view.compareTo(key(i)));
    assertTrue(view.compareTo(new byte[3]) > 0);
    assertTrue(cursor.value(view));
    assertValue(view, i);
    assertNotEquals(view, transaction.newView());
  }

  private static void assertValue(BytesView view, int i) {
    byte[] expected = value(i);
    assertEquals(expected.length, view.size());
    assertArrayEquals(expected, view.toArray());
    assertEquals(i, view.getLong(0));
    assertEquals(-i, view.getInt(8));
    assertEquals(expected[11], view.byteAt(11));
    byte[] part = new byte[6];
    view.copyTo(6, part, 1, 4);
    byte[] wanted = new byte[6];
    System.arraycopy(expected, 6, wanted, 1, 4);
    assertArrayEquals(wanted, part);
  }

  @Test
  void nothingLeavesTheViewEmptyAndABucketHasNoValue() {
    try (Transaction reader = database.beginRead()) {
      BytesView view = reader.newView();
      assertTrue(bucket(reader).get(key(1), view));
      assertFalse(bucket(reader).get(new byte[] {1, 2}, view));
      assertEquals(0, view.size());
      assertFalse(bucket(reader).get(NESTED, view));
      Cursor cursor = bucket(reader).cursor();
      assertTrue(cursor.last());
      assertFalse(cursor.value(view));
      cursor.key(view);
      assertArrayEquals(NESTED, view.toArray());
    }
  }

  @Test
  void whatLiesOutsideIsRefused() {
    try (Transaction reader = database.beginRead()) {
      BytesView view = reader.newView();
      assertThrows(IndexOutOfBoundsException.class, () -> view.byteAt(0));
      bucket(reader).get(key(1), view);
      assertThrows(IndexOutOfBoundsException.class, () -> view.byteAt(-1));
      assertThrows(IndexOutOfBoundsException.class, () -> view.byteAt(20));
      assertThrows(IndexOutOfBoundsException.class, () -> view.getInt(17));
      assertThrows(IndexOutOfBoundsException.class, () -> view.getLong(13));
      byte[] target = new byte[4];
      assertThrows(IndexOutOfBoundsException.class, () -> view.copyTo(18, target, 0, 4));
      assertThrows(IndexOutOfBoundsException.class, () -> view.copyTo(0, target, 1, 4));
      assertArrayEquals(new byte[4], target);
    }
  }

  @Test
  void aViewOfAnotherTransactionIsRefused() {
    try (Transaction one = database.beginRead();
        Transaction other = database.beginRead()) {
      BytesView view = one.newView();
      assertThrows(IllegalArgumentException.class, () -> bucket(other).get(key(1), view));
      Cursor cursor = bucket(other).cursor();
      cursor.first();
      assertThrows(IllegalArgumentException.class, () -> cursor.key(view));
      assertThrows(IllegalArgumentException.class, () -> cursor.value(view));
    }
  }

  @Test
  void afterTheEndEveryUseIsRefused() {
    Transaction reader = database.beginRead();
    BytesView view = reader.newView();
    BytesView empty = reader.newView();
    bucket(reader).get(key(1), view);
    reader.close();
    assertThrows(TransactionClosedException.class, reader::newView);
    for (BytesView ended : new BytesView[] {view, empty}) {
      assertThrows(TransactionClosedException.class, ended::size);
      assertThrows(TransactionClosedException.class, () -> ended.byteAt(0));
      assertThrows(TransactionClosedException.class, () -> ended.getInt(0));
      assertThrows(TransactionClosedException.class, () -> ended.getLong(0));
      assertThrows(TransactionClosedException.class, () -> ended.copyTo(0, new byte[1], 0, 1));
      assertThrows(TransactionClosedException.class, ended::toArray);
      assertThrows(TransactionClosedException.class, () -> ended.contentEquals(key(1)));
      assertThrows(TransactionClosedException.class, () -> ended.contentEquals(value(1)));
      assertThrows(TransactionClosedException.class, () -> ended.compareTo(key(1)));
    }
  }

  @Test
  @Timeout(60)
  void aCloseByAnotherThreadIsAnErrorAndNeverNonsense() throws Exception {
    for (int round = 0; round < 20; round++) {
      boolean wholeDatabase = round % 2 == 0;
      Database own = EngineBed.withAllParts(new SimulatedDisk()).open(4096);
      own.update(transaction -> transaction.createBucket(BUCKET).put(key(1), value(1)));
      Transaction reader = own.beginRead();
      BytesView view = reader.newView();
      bucket(reader).get(key(1), view);
      CountDownLatch reading = new CountDownLatch(1);
      FutureTask<Void> task =
          new FutureTask<>(
              () -> {
                while (true) {
                  assertEquals(1, view.getLong(0));
                  assertArrayEquals(value(1), view.toArray());
                  reading.countDown();
                }
              });
      Thread.ofPlatform().start(task);
      reading.await();
      if (wholeDatabase) {
        own.close();
      } else {
        reader.close();
      }
      Exception failure = assertThrows(java.util.concurrent.ExecutionException.class, task::get);
      assertTrue(failure.getCause() instanceof TransactionClosedException, failure::toString);
      own.close();
    }
  }

  /**
   * Counts what this thread allocates. The compiler may install code in the middle of a round, and
   * what the interpreter allocates for it is not the engine's: a single round without any
   * allocation proves that the path has none.
   */
  @Test
  @Timeout(120)
  void readingThroughAViewAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long self = Thread.currentThread().threadId();
    try (Transaction reader = database.beginRead()) {
      Bucket bucket = bucket(reader);
      BytesView view = reader.newView();
      Cursor cursor = bucket.cursor();
      byte[] key = new byte[Long.BYTES];
      long least = Long.MAX_VALUE;
      for (int round = 0; round < 50 && least > 0; round++) {
        long before = threads.getThreadAllocatedBytes(self);
        long sum = readAll(bucket, cursor, view, key);
        least = Math.min(least, threads.getThreadAllocatedBytes(self) - before);
        assertEquals(3L * ENTRIES * (ENTRIES - 1) / 2, sum);
      }
      assertEquals(0, least, "bytes allocated by " + 3 * ENTRIES + " reads");
    }
  }

  private static long readAll(Bucket bucket, Cursor cursor, BytesView view, byte[] key) {
    long sum = 0;
    for (int i = 0; i < ENTRIES; i++) {
      key[6] = (byte) (i >> 8);
      key[7] = (byte) i;
      sum += bucket.get(key, view) ? view.getLong(0) : 0;
    }
    for (boolean more = cursor.first(); more; more = cursor.next()) {
      cursor.key(view);
      if (view.size() == Long.BYTES) {
        sum += view.getLong(0);
        sum += cursor.value(view) ? view.getLong(0) : 0;
      }
    }
    return sum;
  }

  @Test
  void aMappingIsKeptForItsReaderAndGivenUpAfterIt() {
    WatchedDisk disk = new WatchedDisk(new SimulatedDisk(), () -> {});
    try (Database own = EngineBed.withAllParts(disk).open(4096)) {
      own.update(transaction -> transaction.createBucket(BUCKET).put(key(3), value(3)));
      assertEquals(1, disk.mappings());
      try (Transaction reader = own.beginRead()) {
        BytesView view = reader.newView();
        bucket(reader).get(key(3), view);
        own.update(transaction -> transaction.createBucket(NESTED).put(LARGE, new byte[3_000_000]));
        own.update(transaction -> bucket(transaction).put(key(3), value(4)));
        assertEquals(2, disk.mappings());
        assertEquals(3, view.getLong(0));
      }
      try (Transaction later = own.beginRead()) {
        own.update(transaction -> bucket(transaction).put(key(3), value(5)));
        assertEquals(1, disk.mappings(), "the later reader is in the new mapping");
        assertArrayEquals(value(4), bucket(later).get(key(3)));
      }
      Transaction left = own.beginRead();
      own.update(
          transaction -> transaction.createBucketIfMissing(NESTED).put(LARGE, new byte[9_000_000]));
      assertEquals(2, disk.mappings());
      assertTrue(left.id() > 0);
    }
    assertEquals(0, disk.mappings(), "a close leaves none");
  }
}
