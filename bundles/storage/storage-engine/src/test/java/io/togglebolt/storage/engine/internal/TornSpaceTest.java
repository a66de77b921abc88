package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseFailedException;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.FreelistPersistence;
import io.togglebolt.storage.Transaction;
import io.togglebolt.testkit.SimulatedDisk;
import java.lang.reflect.Field;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * When memory runs out in the middle of a change of what is free, nobody knows what is: the session
 * writes no more and leaves no list behind, and the next one finds out by itself.
 */
class TornSpaceTest {
  private static final byte[] NAME = {'n'};

  private final EngineBed bed = EngineBed.withAllParts(new SimulatedDisk());

  /** A list that has no room for one of the next entries. */
  private static final class FullList extends ArrayList<Object> {
    private static final long serialVersionUID = 1;
    private int left;

    /** The entry of that number has no room. */
    FullList(int number) {
      left = number;
    }

    @Override
    public boolean add(Object entry) {
      if (--left == 0) {
        throw new OutOfMemoryError("injected");
      }
      return super.add(entry);
    }
  }

  @ParameterizedTest
  @EnumSource(FreelistPersistence.class)
  void aFreedPageThatCannotBeNotedEndsTheWriting(FreelistPersistence mode) throws Exception {
    tear("freed", mode);
  }

  @ParameterizedTest
  @EnumSource(FreelistPersistence.class)
  void aTakenPageThatCannotBeNotedEndsTheWriting(FreelistPersistence mode) throws Exception {
    tear("allocated", mode);
  }

  /** Memory runs out at one place of a transaction's beginning. */
  private enum Beginning {
    /** The runs that leave the ledger, of which some have left. */
    RELEASED {
      @Override
      void arrange(Space space) throws ReflectiveOperationException {
        Object ledger = field(Space.class, "ledger").get(space);
        Object pending = field(Ledger.class, "pending").get(ledger);
        Field chunks = field(PendingRuns.class, "chunks");
        chunks.set(pending, new FullChunks((ArrayList<?>) chunks.get(pending)));
      }
    },
    /** The runs that wait to become free. */
    QUEUED {
      @Override
      void arrange(Space space) throws ReflectiveOperationException {
        Object releasing = field(Space.class, "releasing").get(space);
        field(Releasing.class, "waiting").set(releasing, new FullQueue());
      }
    },
    /** The runs that became free, for an allocator that is being made. */
    TAKEN_IN {
      @Override
      void arrange(Space space) throws ReflectiveOperationException {
        DeltaLog<AllocatorOwner.Delta> log = new DeltaLog<>();
        field(DeltaLog.class, "deltas").set(log, new FullList(1));
        Object owner = field(Space.class, "allocatorOwner").get(space);
        @SuppressWarnings("unchecked")
        List<Object> logs = (List<Object>) field(PartOwner.class, "logs").get(owner);
        logs.add(log);
      }
    };

    abstract void arrange(Space space) throws ReflectiveOperationException;
  }

  /** Has no room for the copy of the second chunk that changes after a snapshot. */
  private static final class FullChunks extends ArrayList<Object> {
    private static final long serialVersionUID = 1;
    private int left = 2;

    FullChunks(List<?> chunks) {
      super(chunks);
    }

    @Override
    public Object set(int index, Object chunk) {
      if (--left == 0) {
        throw new OutOfMemoryError("injected");
      }
      return super.set(index, chunk);
    }
  }

  private static final class FullQueue extends ArrayDeque<Object> {
    private static final long serialVersionUID = 1;

    @Override
    public void addLast(Object entry) {
      throw new OutOfMemoryError("injected");
    }
  }

  @ParameterizedTest
  @EnumSource(Beginning.class)
  void aBeginningThatBreaksOffEndsTheWriting(Beginning beginning) throws Exception {
    // Of all policies this one holds most back under a reader.
    DatabaseOptions options =
        DatabaseOptions.defaults().withPageSize(1024).withParts("legacy", null);
    try (Database database = bed.open(options)) {
      change(database, 60);
      Transaction old = database.beginRead();
      for (int i = 0; i < 20; i++) {
        change(database, 61 + i);
      }
      try (Transaction young = database.beginRead()) {
        change(database, 100);
        database.beginWrite().close();
        // From now on each chunk of the pending runs is copied before it changes.
        long pending = database.space().pendingPages();
        assertTrue(pending > 512, pending + " pages fill one chunk only");
        beginning.arrange(space(database));
        old.close();
        assertThrows(OutOfMemoryError.class, database::beginWrite);
        assertThrows(DatabaseFailedException.class, () -> change(database, 101));
        assertThrows(DatabaseFailedException.class, database::beginWrite);
        assertArrayEquals(new byte[80], bucket(young).get(key(7)), "readers go on");
      }
    }
    try (Database database = bed.open(options)) {
      Model.assertSound(database);
      change(database, 102);
      Model.assertSound(database);
    }
  }

  @Test
  void aFreePageThatIsInUseEndsTheWritingAndBlamesNoAllocator() throws Exception {
    DatabaseOptions options = DatabaseOptions.defaults().withPageSize(1024);
    try (Database database = bed.open(options)) {
      change(database, 60);
      change(database, 61);
      database.beginWrite().close();
      Space space = space(database);
      RunSet unused = (RunSet) field(Space.class, "unused").get(space);
      space.free().all().forEach(unused::remove);
      String serving = EngineBed.slot(database, "allocator").status().active();
      assertThrows(IllegalStateException.class, () -> change(database, 62));
      assertThrows(DatabaseFailedException.class, () -> change(database, 63));
      assertEquals(serving, EngineBed.slot(database, "allocator").status().active());
    }
    try (Database database = bed.open(options)) {
      Model.assertSound(database);
    }
  }

  private void tear(String list, FreelistPersistence mode) throws Exception {
    DatabaseOptions options =
        DatabaseOptions.defaults().withPageSize(1024).withFreelistPersistence(mode);
    try (Database database = bed.open(options)) {
      // Twice, so that there are free pages to take.
      change(database, 60);
      change(database, 61);
      replace(database, list);
      assertThrows(OutOfMemoryError.class, () -> change(database, 62));
      assertThrows(DatabaseFailedException.class, () -> change(database, 63));
      assertArrayEquals(
          new byte[61], database.view(reader -> bucket(reader).get(key(7))), "readers go on");
    }
    try (Database database = bed.open(options)) {
      Model.assertSound(database);
      change(database, 64);
      Model.assertSound(database);
    }
  }

  private static void replace(Database database, String list) throws ReflectiveOperationException {
    field(Space.class, list).set(space(database), new FullList(3));
  }

  private static Space space(Database database) throws ReflectiveOperationException {
    Object writeSide = field(EngineDatabase.class, "writeSide").get(database);
    return (Space) field(WriteSide.class, "space").get(writeSide);
  }

  private static Field field(Class<?> type, String name) throws NoSuchFieldException {
    Field field = type.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }

  private static void change(Database database, int valueBytes) {
    database.update(
        transaction -> {
          Bucket bucket = transaction.createBucketIfMissing(NAME);
          for (int i = 0; i < 500; i++) {
            bucket.put(key(i), new byte[valueBytes]);
          }
        });
  }

  private static Bucket bucket(Transaction reader) {
    return Objects.requireNonNull(reader.bucket(NAME));
  }

  private static byte[] key(int i) {
    return new byte[] {(byte) (i >> 8), (byte) i};
  }
}
