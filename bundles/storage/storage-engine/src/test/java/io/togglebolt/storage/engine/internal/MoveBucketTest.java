package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import io.togglebolt.storage.ReadOnlyException;
import io.togglebolt.storage.Transaction;
import io.togglebolt.testkit.SimulatedDisk;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MoveBucketTest {
  private static final byte[] FROM = {'f'};
  private static final byte[] TO = {'t'};
  private static final byte[] MOVED = {'m'};
  private static final byte[] BELOW = {'b'};
  private static final byte[] KEY = {'k'};

  private final Database database = EngineBed.withAllParts(new SimulatedDisk()).open(1024);

  @AfterEach
  void close() {
    Model.assertSound(database);
    database.close();
  }

  /** A bucket with buckets below it, large enough for pages of their own, or inline. */
  private void make(int keys) {
    database.update(
        transaction -> {
          transaction.createBucket(TO);
          Bucket moved = transaction.createBucket(FROM).createBucket(MOVED);
          moved.setSequence(42);
          fill(moved, keys);
          if (keys > 10) {
            fill(moved.createBucket(BELOW), keys);
          }
        });
  }

  private static void fill(Bucket bucket, int keys) {
    for (int i = 0; i < keys; i++) {
      bucket.put(new byte[] {1, (byte) i}, new byte[20]);
    }
  }

  private static Bucket at(Bucket root, byte[]... path) {
    Bucket bucket = root;
    for (byte[] name : path) {
      bucket = Objects.requireNonNull(bucket.bucket(name));
    }
    return bucket;
  }

  @Test
  void whatIsMovedTakesItsUncommittedChangesAlong() {
    make(200);
    database.update(
        transaction -> {
          Bucket from = at(transaction.root(), FROM);
          Bucket moved = at(from, MOVED);
          Bucket below = at(moved, BELOW);
          below.put(KEY, new byte[] {1});
          moved.nextSequence();
          from.moveBucket(MOVED, at(transaction.root(), TO));
          assertNull(from.bucket(MOVED));
          below.put(new byte[] {'l'}, new byte[] {2});
          assertArrayEquals(
              new byte[] {2}, at(transaction.root(), TO, MOVED, BELOW).get(new byte[] {'l'}));
        });
    try (Transaction reader = database.beginRead()) {
      Bucket moved = at(reader.root(), TO, MOVED);
      assertEquals(43, moved.sequence());
      assertArrayEquals(new byte[] {1}, at(moved, BELOW).get(KEY));
      assertNull(at(reader.root(), FROM).bucket(MOVED));
    }
  }

  @Test
  void nothingIsCopied() {
    make(250);
    long before = database.stats().highWaterPage();
    database.update(
        transaction -> at(transaction.root(), FROM).moveBucket(MOVED, transaction.root()));
    assertNotNull(database.view(reader -> at(reader.root(), MOVED, BELOW).get(new byte[] {1, 7})));
    assertTrue(database.stats().highWaterPage() - before < 6, "a few pages are written");
  }

  @Test
  void anInlineBucketIsMovedAndComesBack() {
    make(2);
    database.update(
        transaction -> {
          at(transaction.root(), FROM).moveBucket(MOVED, at(transaction.root(), TO));
          at(transaction.root(), TO).moveBucket(MOVED, at(transaction.root(), FROM));
          at(transaction.root(), FROM).moveBucket(MOVED, at(transaction.root(), TO));
        });
    try (Transaction reader = database.beginRead()) {
      assertEquals(42, at(reader.root(), TO, MOVED).sequence());
      assertNotNull(at(reader.root(), TO, MOVED).get(new byte[] {1, 1}));
    }
  }

  @Test
  void whatWasMovedAndDeletedLeavesNoPage() {
    make(200);
    database.update(
        transaction -> {
          at(transaction.root(), FROM).moveBucket(MOVED, at(transaction.root(), TO));
          at(transaction.root(), TO, MOVED, BELOW).put(KEY, KEY);
          transaction.deleteBucket(FROM);
        });
    Model.assertSound(database);
    database.update(
        transaction -> {
          at(transaction.root(), TO).moveBucket(MOVED, transaction.root());
          transaction.deleteBucket(MOVED);
        });
    assertNull(database.view(reader -> reader.bucket(MOVED)));
  }

  @Test
  void cursorsOnBothSidesGoOn() {
    make(2);
    database.update(
        transaction -> {
          Bucket from = at(transaction.root(), FROM);
          Bucket to = at(transaction.root(), TO);
          from.put(new byte[] {'z'}, KEY);
          to.put(KEY, KEY);
          to.put(new byte[] {'z'}, KEY);
          Cursor source = from.cursor();
          Cursor target = to.cursor();
          assertTrue(source.first());
          assertTrue(target.first());
          from.moveBucket(MOVED, to);
          assertTrue(source.next());
          assertArrayEquals(new byte[] {'z'}, source.key());
          assertTrue(target.next());
          assertArrayEquals(MOVED, target.key());
          assertTrue(target.isBucket());
          assertTrue(target.next());
          assertFalse(target.next());
        });
  }

  @Test
  void whatCannotBeMovedIsRefusedAndStays() {
    make(200);
    try (Transaction writer = database.beginWrite();
        Transaction reader = database.beginRead()) {
      Bucket root = writer.root();
      Bucket from = at(root, FROM);
      Bucket to = at(root, TO);
      from.put(KEY, KEY);
      assertThrows(BucketNotFoundException.class, () -> from.moveBucket(new byte[] {9}, to));
      assertThrows(IncompatibleValueException.class, () -> from.moveBucket(KEY, to));
      assertThrows(IllegalArgumentException.class, () -> from.moveBucket(MOVED, from));
      assertThrows(IllegalArgumentException.class, () -> root.moveBucket(FROM, from));
      assertThrows(
          IllegalArgumentException.class, () -> root.moveBucket(FROM, at(from, MOVED, BELOW)));
      assertThrows(
          IllegalArgumentException.class, () -> from.moveBucket(MOVED, at(reader.root(), TO)));
      assertThrows(
          ReadOnlyException.class,
          () -> at(reader.root(), FROM).moveBucket(MOVED, at(reader.root(), TO)));
      to.put(MOVED, KEY);
      assertThrows(IncompatibleValueException.class, () -> from.moveBucket(MOVED, to));
      to.delete(MOVED);
      to.createBucket(MOVED);
      assertThrows(BucketExistsException.class, () -> from.moveBucket(MOVED, to));
      root.deleteBucket(TO);
      assertThrows(BucketNotFoundException.class, () -> from.moveBucket(MOVED, to));
      assertNotNull(from.bucket(MOVED));
      writer.commit();
    }
    assertNotNull(database.view(reader -> at(reader.root(), FROM, MOVED, BELOW)));
  }

  @Test
  void whatIsBelowTheMovedBucketCountsForTheNestingToo() {
    make(200);
    database.update(
        transaction -> {
          Bucket deep = transaction.root();
          for (int level = 1; level <= EngineBucket.MAX_NESTING - 1; level++) {
            deep = deep.createBucket(KEY);
          }
          Bucket tooDeep = deep;
          Bucket from = at(transaction.root(), FROM);
          assertThrows(KeyRejectedException.class, () -> from.moveBucket(MOVED, tooDeep));
          Bucket below = at(from, MOVED, BELOW);
          at(from, MOVED).moveBucket(BELOW, tooDeep);
          assertThrows(KeyRejectedException.class, () -> below.createBucket(KEY));
          assertThrows(KeyRejectedException.class, () -> from.moveBucket(MOVED, below));
          tooDeep.moveBucket(BELOW, transaction.root());
          assertNotNull(below.createBucket(KEY));
        });
  }
}
