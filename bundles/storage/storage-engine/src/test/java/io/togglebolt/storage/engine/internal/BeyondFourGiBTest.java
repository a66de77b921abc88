package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.togglebolt.runtime.Disk;
import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Cursor;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.DatabaseStats;
import io.togglebolt.storage.FreelistPersistence;
import io.togglebolt.storage.ShrinkReport;
import io.togglebolt.storage.Transaction;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A file whose pages in use lie beyond 4 GiB: a leaf that was once as large fills it until there,
 * as a hole that takes no room on the disk.
 */
class BeyondFourGiBTest {
  private static final int PAGE_SIZE = 4096;
  private static final long FOUR_GIB = 1L << 32;
  private static final long HIGH_WATER = FOUR_GIB / PAGE_SIZE + 1_000;
  private static final byte[] FILLER = "filler".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] BULK = "bulk".getBytes(StandardCharsets.US_ASCII);
  private static final int KEYS = 20_000;

  /** File systems that are known to store holes as such. */
  private static final Set<String> WITH_HOLES =
      Set.of(
          "ext2", "ext3", "ext4", "ext2/ext3", "xfs", "btrfs", "tmpfs", "overlay", "zfs", "f2fs");

  @TempDir private Path folder;

  private final EngineBed bed =
      EngineBed.withAllParts(
          (path, access) -> EngineBed.service(Disk.class).open(folder.resolve("large.db"), access));

  @Test
  void aDatabaseLivesGrowsAndShrinksBeyondFourGiB() throws IOException {
    String type = Files.getFileStore(folder).type();
    assumeTrue(
        WITH_HOLES.contains(type),
        () -> "skipped: " + folder + " is on " + type + ", which may store no holes");
    craft(folder.resolve("large.db"));
    DatabaseOptions options =
        DatabaseOptions.defaults().withFreelistPersistence(FreelistPersistence.ALWAYS);
    try (Database database = bed.open(options)) {
      write(database);
      assertTrue(root(database) * PAGE_SIZE > FOUR_GIB, "the pages in use lie beyond");
    }
    // The list of free pages lies beyond, too.
    try (Database database = bed.open(DatabaseOptions.defaults())) {
      assertReads(database, KEYS);
      Model.assertSound(database);
      thinOut(database);
      ShrinkReport report = database.shrink();
      assertEquals(report.highWaterAfter() * PAGE_SIZE, report.fileBytesAfter());
      assertTrue(report.fileBytesAfter() > FOUR_GIB, "the filler is still there");
      assertTrue(report.fileBytesAfter() < report.fileBytesBefore(), report.toString());
      assertReads(database, KEYS / 10);
      Model.assertSound(database);
    }
    try (Database database = bed.open(DatabaseOptions.defaults())) {
      Transaction reader = database.beginRead();
      database.update(transaction -> transaction.deleteBucket(FILLER));
      database.shrink();
      assertEquals(KEYS / 10, keys(reader), "what a reader sees beyond stays while it is open");
      reader.close();
      ShrinkReport report = database.shrink();
      assertTrue(report.fileBytesAfter() < 4L << 20, report.toString());
      assertReads(database, KEYS / 10);
      Model.assertSound(database);
    }
    assertTrue(Files.size(folder.resolve("large.db")) < 4L << 20);
    try (Database database = bed.open(DatabaseOptions.defaults())) {
      assertReads(database, KEYS / 10);
      Model.assertSound(database);
    }
  }

  /** Two metas, a root with one bucket, and that bucket's one leaf with all its overflow pages. */
  private static void craft(Path path) throws IOException {
    try (Arena arena = Arena.ofConfined();
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      MemorySegment pages = arena.allocate(5L * PAGE_SIZE, Long.BYTES);
      for (long txid = 0; txid < 2; txid++) {
        new Meta(PAGE_SIZE, 3, 0, 2, HIGH_WATER, txid)
            .write(pages.asSlice(txid * PAGE_SIZE, PAGE_SIZE));
      }
      Layouts.putPageHeader(pages.asSlice(2L * PAGE_SIZE), 2, Layouts.FREELIST, 0, 0);
      MemorySegment root = pages.asSlice(3L * PAGE_SIZE, PAGE_SIZE);
      Layouts.putPageHeader(root, 3, Layouts.LEAF, 1, 0);
      long element = Layouts.PAGE_HEADER;
      root.set(Layouts.U32, element + Layouts.LEAF_FLAGS, Layouts.BUCKET_ENTRY);
      root.set(Layouts.U32, element + Layouts.LEAF_POS, Layouts.ELEMENT);
      root.set(Layouts.U32, element + Layouts.LEAF_KEY_SIZE, FILLER.length);
      root.set(Layouts.U32, element + Layouts.LEAF_VALUE_SIZE, Layouts.BUCKET_HEADER);
      long data = element + Layouts.ELEMENT;
      MemorySegment.copy(MemorySegment.ofArray(FILLER), 0, root, data, FILLER.length);
      root.set(Layouts.U64, data + FILLER.length, 4L);
      Layouts.putPageHeader(
          pages.asSlice(4L * PAGE_SIZE), 4, Layouts.LEAF, 0, Math.toIntExact(HIGH_WATER - 5));
      ByteBuffer bytes = pages.asByteBuffer();
      file.getChannel().write(bytes, 0);
      file.setLength(HIGH_WATER * PAGE_SIZE);
    }
  }

  private static void write(Database database) {
    for (int part = 0; part < 4; part++) {
      int from = part * KEYS / 4;
      database.update(
          transaction -> {
            Bucket bucket = transaction.createBucketIfMissing(BULK);
            for (int i = from; i < from + KEYS / 4; i++) {
              bucket.put(key(i), value(i));
            }
          });
    }
  }

  private static byte[] key(int i) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(i).array();
  }

  private static byte[] value(int i) {
    byte[] value = new byte[100];
    ByteBuffer.wrap(value).putInt(i * 31);
    return value;
  }

  /** Keeps each tenth key, written anew. */
  private static void thinOut(Database database) {
    database.update(
        transaction -> {
          Bucket bucket = Objects.requireNonNull(transaction.bucket(BULK));
          for (int i = 0; i < KEYS; i++) {
            if (i % 10 == 0) {
              bucket.put(key(i), value(i));
            } else {
              bucket.delete(key(i));
            }
          }
        });
  }

  private static long root(Database database) {
    try (var inspection = database.inspect()) {
      DatabaseStats stats = database.stats();
      return inspection.metas().get((int) (stats.transaction() & 1)).rootPage();
    }
  }

  private static void assertReads(Database database, int keys) {
    database.view(
        transaction -> {
          assertEquals(keys, keys(transaction));
          return null;
        });
  }

  private static int keys(Transaction transaction) {
    Cursor cursor = Objects.requireNonNull(transaction.bucket(BULK)).cursor();
    int keys = 0;
    for (boolean more = cursor.first(); more; more = cursor.next()) {
      int i = ByteBuffer.wrap(cursor.key()).getInt();
      assertEquals(i * 31, ByteBuffer.wrap(Objects.requireNonNull(cursor.value())).getInt());
      keys++;
    }
    return keys;
  }
}
