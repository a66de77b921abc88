package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseFailedException;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.FreelistPersistence;
import io.togglebolt.storage.Transaction;
import io.togglebolt.testkit.SimulatedDisk;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Objects;
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
    private int left = 3;

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
    Object space =
        field(WriteSide.class, "space").get(field(EngineDatabase.class, "writeSide").get(database));
    field(Space.class, list).set(space, new FullList());
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
