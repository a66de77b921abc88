package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.FreelistPersistence;
import io.togglebolt.storage.Inspection;
import io.togglebolt.storage.StrictCheckException;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SimulatedDisk;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class StrictTest {
  private static final int PAGE_SIZE = 1024;
  private static final byte[] NAME = {'n'};
  private static final byte[] KEY = {'k'};

  private final SimulatedDisk disk = new SimulatedDisk();
  private final EngineBed bed = EngineBed.withAllParts(disk);

  private Database open(boolean strict) {
    DatabaseOptions options = DatabaseOptions.defaults().withPageSize(PAGE_SIZE);
    Database database = bed.open(options.withStrict(strict));
    database.update(
        transaction -> transaction.createBucket(NAME).put(KEY, new byte[PAGE_SIZE / 2]));
    return database;
  }

  /** Frees a page that the tree goes on using: nothing looks at that in an ordinary commit. */
  private static void spoil(Database database) {
    try (WriteTransaction writer = (WriteTransaction) database.beginWrite()) {
      EngineBucket bucket = (EngineBucket) Objects.requireNonNull(writer.bucket(NAME));
      writer.freeTreePage(bucket.rootPage());
      writer.createBucket(KEY);
      writer.commit();
    }
  }

  @Test
  void aBadCommitIsRefusedBeforeItCounts() throws Exception {
    try (Database database = open(true)) {
      byte[] metas = Arrays.copyOf(disk.content(EngineBed.FILE), 2 * PAGE_SIZE);
      long transaction = database.stats().transaction();
      StrictCheckException refused =
          assertThrows(StrictCheckException.class, () -> spoil(database));
      assertTrue(refused.getMessage().contains("is free and in use"), refused::getMessage);
      assertTrue(refused.getMessage().contains(EngineBed.FILE.toString()), refused::getMessage);
      assertArrayEquals(metas, Arrays.copyOf(disk.content(EngineBed.FILE), 2 * PAGE_SIZE));
      assertEquals(transaction, database.stats().transaction());
      assertNull(database.view(reader -> reader.bucket(KEY)));
      database.update(
          writer -> {
            Bucket bucket = Objects.requireNonNull(writer.bucket(NAME));
            bucket.put(new byte[] {2}, new byte[PAGE_SIZE]);
          });
      Model.assertSound(database);
    }
  }

  @Test
  void withoutTheCheckItCounts() {
    try (Database database = open(false)) {
      spoil(database);
      try (Inspection inspection = database.inspect()) {
        assertFalse(inspection.check().isEmpty());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(FreelistPersistence.class)
  void whatIsSoundIsNeverRefused(FreelistPersistence persistence) {
    Seeds.check(
        1,
        3,
        random -> {
          DatabaseOptions options =
              DatabaseOptions.defaults()
                  .withPageSize(PAGE_SIZE)
                  .withStrict(true)
                  .withFreelistPersistence(persistence);
          EngineBed there = EngineBed.withAllParts(new SimulatedDisk());
          RandomWriter writer = new RandomWriter(random, PAGE_SIZE);
          Model model = new Model();
          for (int session = 0; session < 3; session++) {
            try (Database database = there.open(options)) {
              for (int i = 0; i < 15; i++) {
                database.update(transaction -> writer.change(transaction.root(), model));
              }
              database.shrink(10, progress -> {});
            }
          }
        });
  }
}
