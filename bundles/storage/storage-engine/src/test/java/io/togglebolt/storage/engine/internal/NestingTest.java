package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.CorruptPageException;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.Inspection;
import io.togglebolt.storage.KeyRejectedException;
import io.togglebolt.testkit.SimulatedDisk;
import java.io.OutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Buckets nest to a limit, and what nests so deep can be walked, checked, dumped and deleted. */
class NestingTest {
  private static final byte[] NAME = {'n'};

  private final SimulatedDisk disk = new SimulatedDisk();

  @Test
  void theDeepestBucketsAreOrdinaryBuckets() throws Exception {
    try (Database database = EngineBed.withAllParts(disk).open(DatabaseOptions.defaults())) {
      database.update(
          transaction -> {
            Bucket bucket = transaction.root();
            for (int level = 1; level <= EngineBucket.MAX_NESTING; level++) {
              bucket = bucket.createBucket(NAME);
              bucket.put(new byte[] {1}, NAME);
            }
            Bucket deepest = bucket;
            assertThrows(KeyRejectedException.class, () -> deepest.createBucket(NAME));
          });
      assertEquals(List.of(), check(database));
      database.dump(OutputStream.nullOutputStream());
      database.update(transaction -> transaction.deleteBucket(NAME));
      assertEquals(List.of(), check(database));
    }
  }

  @Test
  void aCircleOfBucketsIsReportedAndNeverWalkedForEver() throws Exception {
    makeACircle();
    try (Database database =
        EngineBed.withAllParts(disk).open(DatabaseOptions.defaults().asReadOnly())) {
      assertTrue(check(database).size() > 0);
      assertThrows(
          CorruptPageException.class, () -> database.dump(OutputStream.nullOutputStream()));
    }
  }

  /** The value of the only bucket entry says that its root is the page that it stands in. */
  private void makeACircle() throws Exception {
    long root;
    try (Database database = EngineBed.withAllParts(disk).open(DatabaseOptions.defaults())) {
      database.update(transaction -> transaction.createBucket(NAME));
      try (Inspection inspection = database.inspect()) {
        root =
            inspection.metas().stream()
                .mapToLong(Inspection.MetaInfo::rootPage)
                .max()
                .orElseThrow();
      }
    }
    byte[] content = disk.content(EngineBed.FILE);
    int value = Math.toIntExact(root * 4096) + Layouts.PAGE_HEADER + Layouts.ELEMENT + NAME.length;
    content[value] = (byte) root;
    disk.put(EngineBed.FILE, content);
  }

  private static List<Inspection.Problem> check(Database database) {
    try (Inspection inspection = database.inspect()) {
      return inspection.check();
    }
  }
}
