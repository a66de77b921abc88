package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Cursor;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.IncompatibleValueException;
import io.togglebolt.storage.ReadOnlyException;
import io.togglebolt.storage.Transaction;
import io.togglebolt.testkit.SimulatedDisk;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CursorTest {
  private static final byte[] BUCKET = {'b'};

  /** Enough for a tree of several levels at the least page size. */
  private static final int MANY = 2_000;

  private final Database database = EngineBed.withAllParts(new SimulatedDisk()).open(1024);

  @BeforeEach
  void fill() {
    database.update(
        transaction -> {
          Bucket bucket = transaction.createBucket(BUCKET);
          for (int i = 0; i < MANY; i++) {
            bucket.put(key(i), new byte[20]);
          }
        });
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static byte[] key(int number) {
    return new byte[] {(byte) (number >> 8), (byte) number, 1};
  }

  private static Bucket bucket(Transaction transaction) {
    return Objects.requireNonNull(transaction.bucket(BUCKET));
  }

  @Test
  void anEmptyBucketHasNoEntryInAnyDirection() {
    database.update(
        transaction -> {
          Cursor cursor = transaction.createBucket(new byte[] {'e'}).cursor();
          assertFalse(cursor.first());
          assertFalse(cursor.last());
          assertFalse(cursor.next());
          assertFalse(cursor.previous());
          assertFalse(cursor.seek(new byte[] {0}));
          assertFalse(cursor.seek(new byte[0]));
        });
  }

  @Test
  void aCursorThatStandsNowhereHasNoEntryAndBeginsAtEitherEnd() {
    try (Transaction reader = database.beginRead()) {
      Cursor cursor = bucket(reader).cursor();
      assertThrows(IllegalStateException.class, cursor::key);
      assertThrows(IllegalStateException.class, cursor::value);
      assertThrows(IllegalStateException.class, cursor::isBucket);
      assertTrue(cursor.next());
      assertArrayEquals(key(0), cursor.key());
      assertFalse(cursor.previous());
      assertTrue(cursor.previous());
      assertArrayEquals(key(MANY - 1), cursor.key());
      assertFalse(cursor.next());
      assertThrows(IllegalStateException.class, cursor::key);
    }
  }

  @Test
  void seekGoesToTheFirstKeyThatIsNotBelow() {
    try (Transaction reader = database.beginRead()) {
      Cursor cursor = bucket(reader).cursor();
      for (int i = 1; i < MANY; i++) {
        assertTrue(cursor.seek(key(i)));
        assertArrayEquals(key(i), cursor.key());
        byte[] justAbove = {key(i - 1)[0], key(i - 1)[1], 1, 0};
        assertTrue(cursor.seek(justAbove));
        assertArrayEquals(key(i), cursor.key());
      }
      assertTrue(cursor.seek(new byte[0]));
      assertArrayEquals(key(0), cursor.key());
      assertFalse(cursor.seek(new byte[] {(byte) 0xFF}));
    }
  }

  @Test
  void deletingWhileIteratingSkipsNothing() {
    database.update(
        transaction -> {
          Cursor cursor = bucket(transaction).cursor();
          int count = 0;
          for (boolean more = cursor.first(); more; more = cursor.next()) {
            assertArrayEquals(key(count++), cursor.key());
            cursor.delete();
          }
          assertEquals(MANY, count);
          assertFalse(cursor.first());
        });
    Model.assertSound(database);
  }

  @Test
  void deletingWhileIteratingBackwardsSkipsNothing() {
    database.update(
        transaction -> {
          Cursor cursor = bucket(transaction).cursor();
          int count = MANY;
          for (boolean more = cursor.last(); more; more = cursor.previous()) {
            assertArrayEquals(key(--count), cursor.key());
            cursor.delete();
          }
          assertEquals(0, count);
        });
    Model.assertSound(database);
  }

  @Test
  void anEntryIsDeletedOnceAndItsNeighboursAreNextToIt() {
    database.update(
        transaction -> {
          Cursor cursor = bucket(transaction).cursor();
          assertTrue(cursor.seek(key(500)));
          cursor.delete();
          assertThrows(IllegalStateException.class, cursor::delete);
          assertThrows(IllegalStateException.class, cursor::key);
          assertTrue(cursor.previous());
          assertArrayEquals(key(499), cursor.key());
          assertTrue(cursor.next());
          assertArrayEquals(key(501), cursor.key());
        });
  }

  @Test
  void anEntryThatSomebodyElseDeletedIsGoneButItsPlaceIsNot() {
    database.update(
        transaction -> {
          Bucket bucket = bucket(transaction);
          Cursor cursor = bucket.cursor();
          assertTrue(cursor.seek(key(500)));
          bucket.delete(key(500));
          assertThrows(IllegalStateException.class, cursor::value);
          assertThrows(IllegalStateException.class, cursor::delete);
          assertTrue(cursor.next());
          assertArrayEquals(key(501), cursor.key());
        });
  }

  @Test
  void entriesThatComeMeanwhileAreMetInTheirOrder() {
    database.update(
        transaction -> {
          Bucket bucket = bucket(transaction);
          Cursor cursor = bucket.cursor();
          assertTrue(cursor.seek(key(500)));
          byte[] between = {key(500)[0], key(500)[1], 1, 7};
          bucket.put(between, new byte[] {9});
          assertTrue(cursor.next());
          assertArrayEquals(between, cursor.key());
          assertArrayEquals(new byte[] {9}, cursor.value());
          bucket.put(between, new byte[] {8});
          assertArrayEquals(new byte[] {8}, cursor.value());
        });
  }

  @Test
  void aBucketIsAnEntryWithoutAValueAndIsNotDeletedByTheCursor() {
    database.update(
        transaction -> {
          Cursor cursor = transaction.root().cursor();
          assertTrue(cursor.first());
          assertTrue(cursor.isBucket());
          assertNull(cursor.value());
          assertThrows(IncompatibleValueException.class, cursor::delete);
          assertArrayEquals(BUCKET, cursor.key());
        });
  }

  @Test
  void aReadersCursorDeletesNothing() {
    try (Transaction reader = database.beginRead()) {
      Cursor cursor = bucket(reader).cursor();
      assertTrue(cursor.first());
      assertThrows(ReadOnlyException.class, cursor::delete);
      assertArrayEquals(key(0), cursor.key());
    }
  }

  @Test
  void keysAndValuesAreCopies() {
    database.update(
        transaction -> {
          Bucket bucket = bucket(transaction);
          Cursor cursor = bucket.cursor();
          assertTrue(cursor.first());
          bucket.put(key(0), new byte[] {1});
          cursor.key()[0] = 99;
          Objects.requireNonNull(cursor.value())[0] = 99;
          assertArrayEquals(key(0), cursor.key());
          assertArrayEquals(new byte[] {1}, cursor.value());
        });
  }
}
