package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Cursor;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.DatabaseStats;
import io.togglebolt.storage.FreelistPersistence;
import io.togglebolt.storage.Inspection;
import io.togglebolt.storage.ReadOnlyException;
import io.togglebolt.storage.ShrinkInProgressException;
import io.togglebolt.storage.ShrinkProgress;
import io.togglebolt.storage.ShrinkReport;
import io.togglebolt.storage.ShrinkReport.Ending;
import io.togglebolt.storage.Transaction;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SplitMix64;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A shrink gives space back, and neither readers nor writers nor the content notice. */
class ShrinkTest {
  private static final byte[] BULK = "bulk".getBytes(StandardCharsets.US_ASCII);

  /** More levels than any tree of these tests has, in all buckets on the way together. */
  private static final int MOST_LEVELS = 12;

  @ParameterizedTest
  @ValueSource(ints = {1024, 2048, 4096, 8192, 16_384, 32_768, 65_536})
  void aShrinkAmidReadersAndWritersLosesNothing(int pageSize) {
    Seeds.check(pageSize, pageSize > 8192 ? 3 : 8, random -> new History(random, pageSize).run());
  }

  /** A reader and what it should see. */
  private record Held(Transaction reader, Model model) {}

  private static final class History {
    private final SplitMix64 random;
    private final int pageSize;
    private final EngineBed bed = EngineBed.withAllParts(new SimulatedDisk(), 2);
    private final RandomWriter writer;
    private final DatabaseOptions options;
    private final List<Held> readers = new ArrayList<>();
    private Database database;
    private Model model = new Model();
    private boolean others;

    History(SplitMix64 random, int pageSize) {
      this.random = random;
      this.pageSize = pageSize;
      writer = new RandomWriter(random, pageSize);
      options =
          DatabaseOptions.defaults()
              .withPageSize(pageSize)
              .withFreelistPersistence(random.choice(FreelistPersistence.values()));
      database = bed.open(options);
    }

    void run() {
      for (int round = 0; round < 3; round++) {
        fill();
        thinOut();
        others = true;
        shrink();
        readers.forEach(this::close);
        readers.clear();
        others = false;
        assertClose(shrink());
      }
      database.close();
      database = bed.open(options);
      Model.assertSound(database);
      database.view(this::assertSame);
      database.close();
    }

    private boolean assertSame(Transaction transaction) {
      model.assertSame(transaction.root());
      return true;
    }

    private void fill() {
      for (int i = 0; i < 10; i++) {
        write();
      }
      Model next = model.copy();
      Model bulk = (Model) next.entries.computeIfAbsent(BULK, absent -> new Model());
      int keys = random.between(50, 400);
      database.update(
          transaction -> {
            Bucket bucket = transaction.root().createBucketIfMissing(BULK);
            for (int i = 0; i < keys; i++) {
              byte[] key = random.bytes(random.between(1, 20));
              byte[] value = random.bytes(size());
              bucket.put(key, value);
              bulk.entries.put(key, value);
            }
          });
      model = next;
    }

    private int size() {
      return random.chance(1, 30) ? random.between(0, pageSize * 3) : random.between(0, 200);
    }

    private void thinOut() {
      Model next = model.copy();
      Model bulk = (Model) Objects.requireNonNull(next.entries.get(BULK));
      database.update(
          transaction -> {
            Bucket bucket = Objects.requireNonNull(transaction.root().bucket(BULK));
            for (byte[] key : List.copyOf(bulk.entries.keySet())) {
              if (bulk.entries.get(key) instanceof byte[] && random.chance(4, 5)) {
                bucket.delete(key);
                bulk.entries.remove(key);
              }
            }
          });
      model = next;
    }

    private void write() {
      Model next = model.copy();
      database.update(transaction -> writer.change(transaction.root(), next));
      model = next;
    }

    private ShrinkReport shrink() {
      return database.shrink(random.between(1, 40), this::progress);
    }

    private void progress(ShrinkProgress progress) {
      assertEquals(progress.fileBytes(), database.stats().fileBytes());
      Model.assertSound(database);
      database.view(this::assertSame);
      if (random.chance(1, 4)) {
        readers.forEach(held -> held.model.assertSame(held.reader.root()));
      }
      if (others && random.chance(1, 6)) {
        readers.add(new Held(database.beginRead(), model));
      }
      if (others && random.chance(1, 3) && progress.commits() < 60) {
        write();
      }
      if (!readers.isEmpty() && random.chance(1, 8)) {
        close(readers.remove(random.below(readers.size())));
      }
    }

    private void close(Held held) {
      held.model.assertSame(held.reader.root());
      held.reader.close();
    }

    /**
     * All that is not in use is given back, except what the way to a page takes while it moves, and
     * holes between the runs in use that are too short for the longest of them.
     */
    private void assertClose(ShrinkReport report) {
      DatabaseStats stats = database.stats();
      long live = stats.highWaterPage() - stats.freePages() - stats.pendingPages();
      long[] runs = new long[2];
      try (Inspection inspection = database.inspect()) {
        inspection.pages(
            page -> {
              if (page.use() != Inspection.Use.FREE && page.use() != Inspection.Use.PENDING) {
                runs[0]++;
                runs[1] = Math.max(runs[1], page.pages());
              }
            });
      }
      assertEquals(Ending.DONE, report.ending());
      assertEquals(stats.highWaterPage() * pageSize, stats.fileBytes());
      assertTrue(
          stats.highWaterPage() <= live + MOST_LEVELS + runs[0] * (runs[1] - 1),
          () -> live + " pages in use, longest run " + runs[1] + ": " + report);
    }
  }

  private static void fill(Database database, int keys) {
    database.update(
        transaction -> {
          Bucket bucket = transaction.createBucketIfMissing(BULK);
          for (int i = 0; i < keys; i++) {
            bucket.put(key(i), new byte[100]);
          }
        });
  }

  /** Deletes all but each n-th key, and writes those left anew, so that they stand at the end. */
  private static void keepEach(Database database, int keys, int each) {
    database.update(
        transaction -> {
          Bucket bucket = Objects.requireNonNull(transaction.bucket(BULK));
          for (int i = 0; i < keys; i++) {
            if (i % each == 0) {
              bucket.put(key(i), new byte[101]);
            } else {
              bucket.delete(key(i));
            }
          }
        });
  }

  private static byte[] key(int i) {
    return String.format(Locale.ROOT, "%08d", i).getBytes(StandardCharsets.US_ASCII);
  }

  private static Database opened(EngineBed bed, FreelistPersistence mode) {
    return bed.open(DatabaseOptions.defaults().withPageSize(1024).withFreelistPersistence(mode));
  }

  @ParameterizedTest
  @EnumSource(FreelistPersistence.class)
  void aTreeOfSinglePagesIsLeftWithHardlyAHole(FreelistPersistence mode) {
    try (Database database = opened(EngineBed.withAllParts(new SimulatedDisk(), 2), mode)) {
      fill(database, 20_000);
      keepEach(database, 20_000, 7);
      DatabaseStats before = database.stats();
      ShrinkReport report = database.shrink();
      DatabaseStats after = database.stats();
      assertEquals(before.fileBytes(), report.fileBytesBefore());
      assertEquals(after.fileBytes(), report.fileBytesAfter());
      assertEquals(Ending.DONE, report.ending());
      assertEquals(after.highWaterPage() * 1024, after.fileBytes());
      assertTrue(after.freePages() + after.pendingPages() <= MOST_LEVELS, after.toString());
      assertTrue(after.highWaterPage() < before.highWaterPage() / 4, report.toString());
      assertEquals(2858, keys(database));
      Model.assertSound(database);
      // The file grows again as if it had never been longer.
      fill(database, 20_000);
      Model.assertSound(database);
      assertEquals(20_000, keys(database));
    }
  }

  private static int keys(Database database) {
    return database.view(
        transaction -> {
          Cursor cursor = Objects.requireNonNull(transaction.bucket(BULK)).cursor();
          int keys = 0;
          for (boolean more = cursor.first(); more; more = cursor.next()) {
            keys++;
          }
          return keys;
        });
  }

  @ParameterizedTest
  @EnumSource(FreelistPersistence.class)
  void aReaderHoldsTheEndBackAndTheReportSaysWhichOne(FreelistPersistence mode) {
    try (Database database = opened(EngineBed.withAllParts(new SimulatedDisk(), 2), mode)) {
      fill(database, 5_000);
      Transaction reader = database.beginRead("the slow one");
      keepEach(database, 5_000, 9);
      ShrinkReport held = database.shrink();
      assertEquals(Ending.HELD_BY_READERS, held.ending());
      assertEquals("the slow one", Objects.requireNonNull(held.oldestReader()).label());
      assertTrue(held.pendingPages() > 0, held.toString());
      assertTrue(database.stats().fileBytes() >= reader.sizeBytes(), held.toString());
      assertEquals(5_000, keysOf(reader));
      Model.assertSound(database);
      reader.close();
      ShrinkReport free = database.shrink();
      assertEquals(Ending.DONE, free.ending());
      assertEquals(556, keys(database));
      assertTrue(free.fileBytesAfter() < reader.sizeBytes() / 4, free.toString());
    }
  }

  private static int keysOf(Transaction reader) {
    Cursor cursor = Objects.requireNonNull(reader.bucket(BULK)).cursor();
    int keys = 0;
    for (boolean more = cursor.first(); more; more = cursor.next()) {
      keys++;
    }
    return keys;
  }

  /** Sees pages below the new end only, but speaks of a longer file. */
  @Test
  void theFileIsNotCutUnderAReaderWhoseStateWasLonger() {
    try (Database database =
        opened(EngineBed.withAllParts(new SimulatedDisk(), 2), FreelistPersistence.LAZY)) {
      fill(database, 5_000);
      database.update(transaction -> transaction.deleteBucket(BULK));
      fill(database, 10);
      Transaction reader = database.beginRead("from before");
      ShrinkReport held = database.shrink();
      assertTrue(held.highWaterAfter() * 1024 < reader.sizeBytes() / 4, held.toString());
      assertEquals(reader.sizeBytes(), database.stats().fileBytes());
      assertEquals(Ending.HELD_BY_READERS, held.ending());
      assertEquals("from before", Objects.requireNonNull(held.oldestReader()).label());
      reader.close();
      ShrinkReport free = database.shrink();
      assertEquals(free.highWaterAfter() * 1024, free.fileBytesAfter());
      assertEquals(Ending.DONE, free.ending());
    }
  }

  @Test
  void theListThatTheCloseWritesDoesNotMakeTheFileLongAgain() throws Exception {
    SimulatedDisk disk = new SimulatedDisk();
    long shrunk;
    try (Database database = opened(EngineBed.withAllParts(disk, 2), FreelistPersistence.LAZY)) {
      fill(database, 5_000);
      keepEach(database, 5_000, 9);
      shrunk = database.shrink().fileBytesAfter();
    }
    long closed = disk.content(EngineBed.FILE).length;
    assertTrue(closed <= shrunk + 4 * 1024, () -> shrunk + " bytes became " + closed);
  }

  /** However many pages a commit may move, up to the largest number there is. */
  @ParameterizedTest
  @ValueSource(ints = {100, 1 << 30, (1 << 30) + 1, Integer.MAX_VALUE})
  void aLargeBudgetShrinksLikeASmallOne(int pagesPerCommit) {
    try (Database database =
        opened(EngineBed.withAllParts(new SimulatedDisk(), 2), FreelistPersistence.LAZY)) {
      SplitMix64 random = new SplitMix64(5);
      for (int round = 0; round < 100; round++) {
        database.update(
            transaction -> {
              Bucket bucket = transaction.createBucketIfMissing(BULK);
              for (int i = 0; i < 100; i++) {
                bucket.put(key(random.below(100_000)), new byte[100]);
              }
            });
      }
      keepEach(database, 100_000, 4);
      database.update(
          transaction -> {
            Bucket bucket = Objects.requireNonNull(transaction.bucket(BULK));
            for (int i = 0; i < 100_000; i += 8) {
              bucket.delete(key(i));
            }
          });
      ShrinkReport report = database.shrink(pagesPerCommit, progress -> {});
      DatabaseStats after = database.stats();
      assertEquals(Ending.DONE, report.ending());
      assertTrue(
          after.freePages() + after.pendingPages() <= after.highWaterPage() / 50 + MOST_LEVELS,
          () -> report + " left " + after);
      assertEquals(12_500, keys(database));
    }
  }

  @Test
  void aSurveyKeepsTheHighestPagesWithinItsBytes() throws Exception {
    try (Database database =
        opened(EngineBed.withAllParts(new SimulatedDisk(), 2), FreelistPersistence.LAZY)) {
      // Each key takes pages of its own.
      database.update(
          transaction -> {
            Bucket bucket = transaction.createBucket(BULK);
            for (int i = 0; i < 50; i++) {
              byte[] large = new byte[20_000];
              large[0] = (byte) i;
              bucket.put(large, new byte[0]);
            }
          });
      try (ReadTransaction reader = (ReadTransaction) database.beginRead()) {
        List<Long> all = pagesOf(TailSurvey.of(reader, 0, 1000, Long.MAX_VALUE));
        assertTrue(all.size() > 40, all.toString());
        List<TailSurvey.Located> some = TailSurvey.of(reader, 0, 1000, 100_000);
        assertTrue(some.stream().mapToLong(TailSurvey.Located::bytes).sum() <= 100_000);
        assertTrue(some.size() >= 4 && some.size() < all.size(), () -> some.size() + " pages");
        assertEquals(all.getFirst(), some.getFirst().page());
        assertEquals(
            List.of(all.getFirst()), pagesOf(TailSurvey.of(reader, 0, 1000, 1)), "at least one");
        assertEquals(
            all.subList(0, 7), pagesOf(TailSurvey.of(reader, 0, 7, Long.MAX_VALUE)), "by number");
      }
    }
  }

  private static List<Long> pagesOf(List<TailSurvey.Located> found) {
    return found.stream().map(TailSurvey.Located::page).toList();
  }

  @Test
  void aSurveyHearsAnInterrupt() {
    try (Database database =
        opened(EngineBed.withAllParts(new SimulatedDisk(), 2), FreelistPersistence.LAZY)) {
      fill(database, 1_000);
      try (ReadTransaction reader = (ReadTransaction) database.beginRead()) {
        Thread.currentThread().interrupt();
        assertThrows(
            InterruptedException.class, () -> TailSurvey.of(reader, 0, 1000, Long.MAX_VALUE));
      }
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void onlyOneShrinksAtATime() {
    try (Database database =
        opened(EngineBed.withAllParts(new SimulatedDisk(), 2), FreelistPersistence.LAZY)) {
      fill(database, 1_000);
      int[] refused = {0};
      database.shrink(
          1,
          progress -> {
            assertThrows(ShrinkInProgressException.class, database::shrink);
            refused[0]++;
          });
      assertTrue(refused[0] > 0);
      assertEquals(Ending.DONE, database.shrink().ending());
    }
  }

  @Test
  void anInterruptEndsItBetweenTwoCommits() {
    try (Database database =
        opened(EngineBed.withAllParts(new SimulatedDisk(), 2), FreelistPersistence.LAZY)) {
      fill(database, 5_000);
      keepEach(database, 5_000, 9);
      ShrinkReport report =
          database.shrink(
              4,
              progress -> {
                if (progress.movedPages() > 0) {
                  Thread.currentThread().interrupt();
                }
              });
      assertTrue(Thread.interrupted(), "the flag stays set");
      assertEquals(Ending.INTERRUPTED, report.ending());
      assertTrue(report.movedPages() > 0 && report.movedPages() < 20, report.toString());
      Model.assertSound(database);
      assertEquals(Ending.DONE, database.shrink().ending());
      assertEquals(556, keys(database));
    }
  }

  @Test
  void aListenerThatThrowsEndsItAndTheDatabaseGoesOn() {
    try (Database database =
        opened(EngineBed.withAllParts(new SimulatedDisk(), 2), FreelistPersistence.LAZY)) {
      fill(database, 1_000);
      assertThrows(
          UnsupportedOperationException.class,
          () ->
              database.shrink(
                  1,
                  progress -> {
                    throw new UnsupportedOperationException("enough");
                  }));
      assertEquals(Ending.DONE, database.shrink().ending());
      assertEquals(1_000, keys(database));
    }
  }

  @Test
  void whatCannotBeShrunkIsRefused() {
    EngineBed bed = EngineBed.withAllParts(new SimulatedDisk(), 2);
    try (Database database = opened(bed, FreelistPersistence.LAZY)) {
      fill(database, 10);
      assertThrows(IllegalArgumentException.class, () -> database.shrink(0, progress -> {}));
      Transaction writer = database.beginWrite();
      assertThrows(IllegalStateException.class, database::shrink);
      writer.close();
    }
    try (Database database = bed.open(DatabaseOptions.defaults().asReadOnly())) {
      assertThrows(ReadOnlyException.class, database::shrink);
    }
  }
}
