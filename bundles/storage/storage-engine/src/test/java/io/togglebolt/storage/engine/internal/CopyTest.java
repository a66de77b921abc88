package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseClosedException;
import io.togglebolt.storage.DatabaseIOException;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.Inspection;
import io.togglebolt.storage.Transaction;
import io.togglebolt.storage.TransactionClosedException;
import io.togglebolt.testkit.DiskOperation;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SplitMix64;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Backup and compaction. */
@Timeout(120)
class CopyTest {
  private static final Path TARGET = Path.of("/data/copy.db");
  private static final byte[] NAME = {'n'};

  @TempDir private Path folder;

  private final SimulatedDisk disk = new SimulatedDisk();
  private final EngineBed bed = EngineBed.withAllParts(disk);

  /** A way to copy, for what holds for all of them. */
  private interface Copying {
    long copy(Database database, Path target) throws IOException;
  }

  private static final List<Copying> WAYS = List.of(Database::backup, Database::compactTo);

  private static String dump(Database database) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    database.dump(out);
    return out.toString(StandardCharsets.US_ASCII);
  }

  private Database openTarget() {
    return bed.engine.open(TARGET, DatabaseOptions.defaults().withCreate(false));
  }

  private static void change(Database database, RandomWriter writer, Model model, int times) {
    for (int i = 0; i < times; i++) {
      database.update(transaction -> writer.change(transaction.root(), model));
    }
  }

  @Test
  void copiesHoldTheSameAndAreSound() {
    Seeds.check(
        1,
        12,
        random -> {
          SimulatedDisk fresh = new SimulatedDisk();
          EngineBed there = EngineBed.withAllParts(fresh);
          int pageSize = random.choice(1024, 4096, 65_536);
          try (Database database = there.open(pageSize)) {
            RandomWriter writer = new RandomWriter(random.fork(), pageSize);
            Model model = new Model();
            change(database, writer, model, random.between(0, 40));
            for (Copying way : WAYS) {
              long sizeBytes = way.copy(database, TARGET);
              assertEquals(sizeBytes, fresh.content(TARGET).length);
              assertArrayEquals(fresh.content(TARGET), fresh.durableContent(TARGET));
              try (Database copy = there.engine.open(TARGET, DatabaseOptions.defaults())) {
                assertEquals(dump(database), dump(copy));
                assertEquals(pageSize, copy.stats().pageSizeBytes());
                Model.assertSound(copy);
                Model copied = model.copy();
                change(copy, writer, copied, 5);
                try (Transaction reader = copy.beginRead()) {
                  copied.assertSame(reader.root());
                }
                Model.assertSound(copy);
              }
              fresh.delete(TARGET);
            }
          }
        });
  }

  @Test
  void eitherMetaOfACopyAloneHasTheFullContent() throws IOException {
    try (Database database = bed.open(1024)) {
      // More than one transaction of a compaction.
      for (int i = 0; i < 3; i++) {
        byte[] name = {(byte) i};
        database.update(
            transaction ->
                transaction
                    .createBucket(name)
                    .put(NAME, new byte[(int) Compaction.TRANSACTION_BYTES]));
        for (Copying way : WAYS) {
          way.copy(database, TARGET);
          byte[] whole = disk.content(TARGET);
          for (int broken = 0; broken < 2; broken++) {
            byte[] damaged = whole.clone();
            damaged[broken * 1024 + Layouts.PAGE_HEADER + 20] ^= 1;
            disk.put(TARGET, damaged);
            try (Database copy = openTarget()) {
              assertEquals(dump(database), dump(copy));
              Model.assertSound(copy);
              copy.update(transaction -> transaction.createBucket(new byte[] {99}));
              Model.assertSound(copy);
            }
          }
          disk.delete(TARGET);
        }
      }
    }
  }

  @Test
  void aBackupHasBothMetasOfItsStateAndNoFreelist() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Database database = bed.open(1024)) {
      database.update(transaction -> transaction.createBucket(NAME).put(NAME, new byte[5000]));
      long transaction = database.stats().transaction();
      assertEquals(database.stats().highWaterPage() * 1024, database.backup(out));
      disk.put(TARGET, out.toByteArray());
      try (Database copy = bed.engine.open(TARGET, DatabaseOptions.defaults().asReadOnly());
          Inspection inspection = copy.inspect()) {
        List<Inspection.MetaInfo> metas = inspection.metas();
        assertEquals(
            List.of(transaction - 1, transaction),
            metas.stream().map(Inspection.MetaInfo::transaction).sorted().toList());
        for (Inspection.MetaInfo meta : metas) {
          assertEquals("", meta.problem());
          assertEquals(meta.page(), meta.transaction() % 2);
          assertEquals(Layouts.NO_FREELIST, meta.freelistPage());
        }
        assertEquals(metas.get(0).rootPage(), metas.get(1).rootPage());
      }
    }
  }

  /** The writer writes between any two pieces of the copy. */
  @Test
  void aBackupBlocksNoWriterAndSeesNoneOfItsChanges() throws IOException {
    try (Database database = bed.open(1024)) {
      SplitMix64 random = new SplitMix64(7);
      RandomWriter writer = new RandomWriter(random, 1024);
      Model model = new Model();
      change(database, writer, model, 30);
      database.update(transaction -> transaction.createBucketIfMissing(NAME));
      database.update(
          transaction -> {
            Bucket bucket = transaction.createBucketIfMissing(new byte[] {'l', 'a', 'r', 'g', 'e'});
            for (int i = 0; i < 200; i++) {
              bucket.put(new byte[] {(byte) i}, random.bytes(8000));
            }
          });
      String before = dump(database);
      ByteArrayOutputStream copy = new ByteArrayOutputStream();
      int[] commits = {0};
      database.backup(
          new OutputStream() {
            @Override
            public void write(int one) {
              copy.write(one);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
              copy.write(bytes, offset, length);
              commits[0]++;
              database.update(
                  transaction -> {
                    transaction.deleteBucket(NAME);
                    transaction.createBucket(NAME).put(NAME, random.bytes(200_000));
                  });
            }
          });
      assertTrue(commits[0] > 3, "the copy is made in pieces");
      assertNotEquals(before, dump(database));
      disk.put(TARGET, copy.toByteArray());
      try (Database restored = openTarget()) {
        assertEquals(before, dump(restored));
        Model.assertSound(restored);
      }
    }
  }

  @Test
  void aCompactedFileTakesNoMoreThanItNeeds() throws IOException {
    try (Database database = bed.open(4096)) {
      database.update(
          transaction -> {
            Bucket bucket = transaction.createBucket(NAME);
            for (int i = 0; i < 3000; i++) {
              bucket.put(new byte[] {(byte) (i >> 8), (byte) i}, new byte[1000]);
            }
          });
      database.update(
          transaction -> {
            Bucket bucket = transaction.createBucketIfMissing(NAME);
            bucket.forEach(
                (key, value) -> {
                  if (key[1] % 4 != 0) {
                    bucket.delete(key);
                  }
                });
          });
      long compacted = database.compactTo(TARGET);
      // 750 values of a kilobyte, three to a page of four: 250 leaves and a few pages above them.
      assertTrue(compacted < 270 * 4096, () -> compacted + " bytes");
      assertTrue(database.stats().fileBytes() > 3 << 20);
    }
  }

  @Test
  void anExistingTargetIsRefusedAndStays() throws IOException {
    try (Database database = bed.open(1024)) {
      disk.put(TARGET, new byte[] {1, 2, 3});
      for (Copying way : WAYS) {
        DatabaseIOException refused =
            assertThrows(DatabaseIOException.class, () -> way.copy(database, TARGET));
        assertTrue(refused.getMessage().contains("there is a file of that name"));
        assertThrows(
            DatabaseIOException.class, () -> way.copy(database, EngineBed.FILE), "the same file");
      }
      assertArrayEquals(new byte[] {1, 2, 3}, disk.content(TARGET));
    }
  }

  @Test
  void whatFailsLeavesNoFile() throws IOException {
    try (Database database = bed.open(1024)) {
      database.update(transaction -> transaction.createBucket(NAME).put(NAME, new byte[3000]));
      for (Copying way : WAYS) {
        for (DiskOperation operation :
            List.of(DiskOperation.OPEN, DiskOperation.WRITE, DiskOperation.SYNC)) {
          int failures = 0;
          boolean refused = true;
          for (int n = 1; refused; n++) {
            disk.faults().failNth(operation, n);
            refused = isRefused(way, database);
            disk.faults().clear();
            failures += refused ? 1 : 0;
          }
          assertTrue(failures > 0, () -> "no " + operation + " was refused");
          disk.delete(TARGET);
        }
      }
      Model.assertSound(database);
    }
  }

  private boolean isRefused(Copying way, Database database) throws IOException {
    try {
      way.copy(database, TARGET);
      return false;
    } catch (DatabaseIOException refused) {
      assertFalse(disk.paths().contains(TARGET), "the target is gone");
      return true;
    }
  }

  @Test
  void anInterruptStopsACopy() {
    try (Database database = bed.open(1024)) {
      database.update(transaction -> transaction.createBucket(NAME));
      for (Copying way : WAYS) {
        Thread.currentThread().interrupt();
        DatabaseIOException stopped =
            assertThrows(DatabaseIOException.class, () -> way.copy(database, TARGET));
        assertTrue(Thread.interrupted());
        assertInstanceOf(InterruptedIOException.class, stopped.getCause());
        assertFalse(disk.paths().contains(TARGET));
      }
    }
  }

  @Test
  void aCopyEndsWithTheHandleItWasAskedOf() throws IOException {
    try (EngineDatabase database = (EngineDatabase) bed.open(1024)) {
      ClientDatabase bundle = new ClientDatabase(database, "bundle");
      database.update(transaction -> transaction.createBucket(NAME).put(NAME, new byte[600_000]));
      assertThrows(
          TransactionClosedException.class,
          () ->
              bundle.backup(
                  new OutputStream() {
                    @Override
                    public void write(int one) {
                      bundle.giveBack();
                    }

                    @Override
                    public void write(byte[] bytes, int offset, int length) {
                      bundle.giveBack();
                    }
                  }));
      assertThrows(DatabaseClosedException.class, () -> bundle.backup(TARGET));
      assertThrows(DatabaseClosedException.class, () -> bundle.compactTo(TARGET));
      assertEquals(0, database.stats().openReaders());
    }
  }

  @Test
  void onARealDiskACopyIsItsOwnersAlone() throws IOException {
    Path source = folder.resolve("source.db");
    try (Database real = new Engine().open(source, DatabaseOptions.defaults())) {
      real.update(transaction -> transaction.createBucket(NAME).put(NAME, NAME));
      List<Path> copies = new ArrayList<>();
      for (Copying way : WAYS) {
        Path copy = folder.resolve("copy" + copies.size());
        copies.add(copy);
        assertEquals(way.copy(real, copy), Files.size(copy));
        assertEquals(
            "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)));
        assertThrows(DatabaseIOException.class, () -> way.copy(real, copy));
        assertThrows(
            DatabaseIOException.class, () -> way.copy(real, folder.resolve("absent/copy")));
      }
    }
  }
}
