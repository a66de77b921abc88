package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.CorruptPageException;
import io.togglebolt.storage.Cursor;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.Transaction;
import io.togglebolt.testkit.SimulatedDisk;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Small files with 2^40 ways through their pages: whatever walks over a whole tree refuses them. A
 * walk that does not would take years, so the time limit is what fails then.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WalkGuardTest {
  private static final int PAGE_SIZE = 1024;
  private static final int LEVELS = 40;
  private static final int FREELIST = 2;
  private static final int ROOT = 3;
  private static final int FIRST = 4;
  private static final int LAST = FIRST + LEVELS;

  /** What is entered twice on each level. */
  private enum Shared {
    /** Two elements of a branch have the same child. */
    CHILD,
    /** Two buckets have the same root. */
    BUCKET
  }

  private final SimulatedDisk disk = new SimulatedDisk();

  /** A page with two elements; of a branch, they lead to {@code target}; of a leaf, see below. */
  private static void page(byte[] file, int id, int flags, int target, int other) {
    MemorySegment page = MemorySegment.ofArray(file).asSlice((long) id * PAGE_SIZE, PAGE_SIZE);
    Layouts.putPageHeader(page, id, flags, 2, 0);
    int data = Layouts.PAGE_HEADER + 2 * Layouts.ELEMENT;
    for (int i = 0; i < 2; i++) {
      int element = Layouts.PAGE_HEADER + i * Layouts.ELEMENT;
      byte[] value = flags == Layouts.LEAF ? bucket(i == 0 ? target : other) : new byte[0];
      page.set(
          Layouts.U32,
          element + (flags == Layouts.LEAF ? Layouts.LEAF_POS : Layouts.BRANCH_POS),
          data - element);
      page.set(
          Layouts.U32,
          element + (flags == Layouts.LEAF ? Layouts.LEAF_KEY_SIZE : Layouts.BRANCH_KEY_SIZE),
          1);
      if (flags == Layouts.LEAF) {
        // A bucket of the root page 1 stands for a plain value.
        boolean isBucket = target != 1;
        page.set(Layouts.U32, element, isBucket ? Layouts.BUCKET_ENTRY : 0);
        page.set(Layouts.U32, element + Layouts.LEAF_VALUE_SIZE, value.length);
      } else {
        page.set(Layouts.U64, element + Layouts.BRANCH_CHILD, target);
      }
      file[id * PAGE_SIZE + data] = (byte) ('a' + i);
      System.arraycopy(value, 0, file, id * PAGE_SIZE + data + 1, value.length);
      data += 1 + value.length;
    }
  }

  /** A bucket's header with that root; 0 is an empty bucket inside its entry. */
  private static byte[] bucket(int root) {
    byte[] value = BucketHeader.ofEmptyBucket();
    if (root == 0) {
      return value;
    }
    byte[] header = new byte[Layouts.BUCKET_HEADER];
    MemorySegment.ofArray(header).set(Layouts.U64, 0, root);
    return header;
  }

  /** Bucket a of the root begins at page 4, bucket b is an empty one inside its entry. */
  private Database open(Shared shared) {
    byte[] file = new byte[(LAST + 1) * PAGE_SIZE];
    for (long txid = 0; txid < 2; txid++) {
      new Meta(PAGE_SIZE, ROOT, 0, FREELIST, LAST + 1, txid)
          .write(MemorySegment.ofArray(file).asSlice(txid * PAGE_SIZE, PAGE_SIZE));
    }
    // A list, so that opening need not look for the free pages: it would refuse the file.
    MemorySegment list = MemorySegment.ofArray(file).asSlice(FREELIST * PAGE_SIZE, PAGE_SIZE);
    Layouts.putPageHeader(list, FREELIST, Layouts.FREELIST, 0, 0);
    page(file, ROOT, Layouts.LEAF, FIRST, 0);
    int flags = shared == Shared.CHILD ? Layouts.BRANCH : Layouts.LEAF;
    for (int id = FIRST; id < LAST; id++) {
      page(file, id, flags, id + 1, id + 1);
    }
    page(file, LAST, Layouts.LEAF, 1, 1);
    disk.put(EngineBed.FILE, file);
    return EngineBed.withAllParts(disk).open(DatabaseOptions.defaults());
  }

  private static void assertRefused(org.junit.jupiter.api.function.Executable walk) {
    CorruptPageException damage = assertThrows(CorruptPageException.class, walk);
    String message = String.valueOf(damage.getMessage());
    assertTrue(
        message.contains("found two references to it")
            || message.contains("expected keys in order"),
        message);
  }

  private static Bucket hostile(Transaction transaction) {
    return Objects.requireNonNull(transaction.bucket(new byte[] {'a'}));
  }

  @ParameterizedTest
  @EnumSource
  void statsEnd(Shared shared) {
    try (Database database = open(shared);
        Transaction reader = database.beginRead()) {
      assertRefused(() -> hostile(reader).stats());
      assertRefused(() -> reader.root().stats());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aShrinkEnds(Shared shared) {
    try (Database database = open(shared)) {
      assertRefused(() -> database.shrink(10, progress -> {}));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCompactionEndsAndLeavesNothing(Shared shared) {
    try (Database database = open(shared)) {
      Path target = Path.of("/data/copy.db");
      assertRefused(() -> database.compactTo(target));
      assertTrue(!disk.paths().contains(target), "the copy is left");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDumpEnds(Shared shared) throws IOException {
    try (Database database = open(shared)) {
      assertRefused(() -> database.dump(OutputStream.nullOutputStream()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMoveEndsAndTheWriterLockIsFreeAgain(Shared shared) {
    try (Database database = open(shared)) {
      try (Transaction writer = database.beginWrite()) {
        Bucket deeper = Objects.requireNonNull(writer.bucket(new byte[] {'b'}));
        assertRefused(() -> writer.root().moveBucket(new byte[] {'a'}, deeper));
      }
      database.update(writer -> writer.createBucket(new byte[] {'c'}));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDeletionEndsAndTheWriterLockIsFreeAgain(Shared shared) {
    try (Database database = open(shared)) {
      try (Transaction writer = database.beginWrite()) {
        assertRefused(() -> writer.deleteBucket(new byte[] {'a'}));
      }
      database.update(writer -> writer.createBucket(new byte[] {'c'}));
    }
  }

  /** An emptied leaf that stands in all those places has no keys that could be out of order. */
  @ParameterizedTest
  @EnumSource(names = "CHILD")
  void aDeletionEndsAlsoWhereTheSharedLeafIsEmpty(Shared shared) {
    try (Database database = open(shared)) {
      try (Transaction writer = database.beginWrite()) {
        Cursor cursor = hostile(writer).cursor();
        assertTrue(cursor.first());
        cursor.delete();
        hostile(writer).delete(new byte[] {'b'});
        assertRefused(() -> writer.deleteBucket(new byte[] {'a'}));
      }
    }
  }
}
