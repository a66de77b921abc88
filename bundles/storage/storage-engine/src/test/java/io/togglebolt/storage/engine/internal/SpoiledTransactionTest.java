package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.CorruptPageException;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.Inspection;
import io.togglebolt.storage.Inspection.PageInfo;
import io.togglebolt.storage.Inspection.Use;
import io.togglebolt.storage.StorageException;
import io.togglebolt.storage.Transaction;
import io.togglebolt.testkit.SimulatedDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * A change that breaks off half-way is never committed, even by a user who caught its exception.
 */
class SpoiledTransactionTest {
  private static final byte[] DAMAGED = {'d'};
  private static final byte[] SOUND = {'s'};

  private final SimulatedDisk disk = new SimulatedDisk();

  @Test
  void aHalfDeletedBucketIsRolledBackByTheCommit() throws Exception {
    damageTheLastLeafOf(DAMAGED);
    try (Database database = EngineBed.withAllParts(disk).open(DatabaseOptions.defaults())) {
      try (Transaction transaction = database.beginWrite()) {
        assertThrows(CorruptPageException.class, () -> transaction.deleteBucket(DAMAGED));
        StorageException refused = assertThrows(StorageException.class, transaction::commit);
        assertTrue(refused.getMessage().contains("half-way"), refused.getMessage());
      }
      database.update(
          transaction -> Objects.requireNonNull(transaction.bucket(SOUND)).put(SOUND, SOUND));
      assertEquals(1, problems(database), "the damage and nothing else");
    }
  }

  private void damageTheLastLeafOf(byte[] name) throws Exception {
    try (Database database = EngineBed.withAllParts(disk).open(DatabaseOptions.defaults())) {
      database.update(
          transaction -> {
            transaction.createBucket(SOUND);
            Bucket bucket = transaction.createBucket(name);
            for (int i = 0; i < 100; i++) {
              bucket.put(new byte[] {(byte) i, 1}, new byte[200]);
            }
          });
    }
    byte[] content = disk.content(EngineBed.FILE);
    content[Math.toIntExact(lastLeaf() * 4096 + Layouts.PAGE_ID)]++;
    disk.put(EngineBed.FILE, content);
  }

  private long lastLeaf() {
    try (Database database =
            EngineBed.withAllParts(disk).open(DatabaseOptions.defaults().asReadOnly());
        Inspection inspection = database.inspect()) {
      List<PageInfo> leaves = new ArrayList<>();
      inspection.pages(
          page -> {
            if (page.use() == Use.LEAF && page.elements() > 2) {
              leaves.add(page);
            }
          });
      return leaves.getLast().id();
    }
  }

  private static long problems(Database database) {
    try (Inspection inspection = database.inspect()) {
      return inspection.check().stream()
          .filter(problem -> !problem.message().contains("lost"))
          .count();
    }
  }
}
