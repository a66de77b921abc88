package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.DatabaseStats;
import io.togglebolt.storage.FreelistPersistence;
import io.togglebolt.storage.Inspection;
import io.togglebolt.storage.Inspection.PageInfo;
import io.togglebolt.storage.Inspection.Use;
import io.togglebolt.storage.Transaction;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SplitMix64;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An inspection tells what each page is used for, pending pages apart from free ones. */
class PageUseTest {
  private static final byte[] BUCKET = {1};
  private static final int KEYS = 2_000;
  private static final DatabaseOptions OPTIONS =
      DatabaseOptions.defaults().withFreelistPersistence(FreelistPersistence.ALWAYS);

  @Test
  void eachPageIsCountedOnceAndThePendingAreThoseOfTheFigures() {
    Seeds.check(
        1,
        10,
        random -> {
          try (Database database = EngineBed.withAllParts(new SimulatedDisk()).open(OPTIONS)) {
            List<Transaction> readers = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
              if (random.chance(1, 4)) {
                readers.add(database.beginRead());
              } else if (!readers.isEmpty() && random.chance(1, 4)) {
                readers.remove(random.below(readers.size())).close();
              }
              write(database, random);
              assertFigures(database);
            }
            readers.forEach(Transaction::close);
          }
        });
  }

  /** Released pages wait; the writer takes them in and uses them before anybody looks. */
  @Test
  void anInspectionTellsWhatWasFreeWhenItBegan() {
    Seeds.check(
        1,
        5,
        random -> {
          EngineBed bed = EngineBed.withAllParts(new SimulatedDisk(), 1);
          try (Database database = bed.open(DatabaseOptions.defaults())) {
            for (int round = 0; round < 10; round++) {
              try (Transaction _ = database.beginRead()) {
                write(database, random);
                write(database, random);
              }
              database.beginWrite().close();
              DatabaseStats before = database.stats();
              try (Inspection inspection = database.inspect()) {
                write(database, random);
                assertEquals(List.of(), inspection.check());
                Map<Use, Long> pages = pages(inspection);
                assertEquals(before.freePages(), pages.getOrDefault(Use.FREE, 0L));
                assertEquals(before.pendingPages(), pages.getOrDefault(Use.PENDING, 0L));
              }
            }
          }
        });
  }

  private static void write(Database database, SplitMix64 random) {
    database.update(
        transaction -> {
          Bucket bucket = transaction.createBucketIfMissing(BUCKET);
          for (int i = 0; i < 20; i++) {
            int number = random.below(KEYS);
            byte[] key = {(byte) (number >> 8), (byte) number};
            if (random.chance(1, 3)) {
              bucket.delete(key);
            } else {
              bucket.put(key, new byte[random.below(random.chance(1, 10) ? 20_000 : 200)]);
            }
          }
        });
  }

  private static void assertFigures(Database database) {
    DatabaseStats stats = database.stats();
    Map<Use, Long> pages = pages(database);
    assertEquals(stats.freePages(), pages.getOrDefault(Use.FREE, 0L), "free");
    assertEquals(stats.pendingPages(), pages.getOrDefault(Use.PENDING, 0L), "pending");
    assertEquals(stats.freelistPages(), pages.getOrDefault(Use.FREELIST, 0L), "freelist");
    assertEquals(2, pages.getOrDefault(Use.META, 0L), "meta");
    assertEquals(0, pages.getOrDefault(Use.LOST, 0L), "lost");
    long all = pages.values().stream().mapToLong(Long::longValue).sum();
    assertEquals(stats.highWaterPage(), all, "all");
  }

  private static Map<Use, Long> pages(Database database) {
    try (Inspection inspection = database.inspect()) {
      assertEquals(List.of(), inspection.check());
      return pages(inspection);
    }
  }

  private static Map<Use, Long> pages(Inspection inspection) {
    Map<Use, Long> pages = new EnumMap<>(Use.class);
    inspection.pages(page -> pages.merge(page.use(), page.pages(), Long::sum));
    return pages;
  }

  @Test
  void aPendingRunIsDescribedWhereverItIsAskedFor() {
    try (Database database = EngineBed.withAllParts(new SimulatedDisk()).open(OPTIONS)) {
      database.update(tx -> tx.createBucket(BUCKET).put(BUCKET, new byte[40_000]));
      try (Transaction reader = database.beginRead()) {
        database.update(tx -> tx.bucket(BUCKET).delete(BUCKET));
        try (Inspection inspection = database.inspect()) {
          List<PageInfo> pending = new ArrayList<>();
          inspection.pages(
              page -> {
                if (page.use() == Use.PENDING && page.pages() > 9) {
                  pending.add(page);
                }
              });
          assertEquals(1, pending.size(), () -> "seen by " + reader.id());
          PageInfo run = pending.getFirst();
          assertEquals(run, inspection.page(run.id() + run.pages() - 1).info());
          assertEquals(
              List.of("pending: " + run.pages() + " pages"), inspection.page(run.id()).lines());
        }
      }
    }
  }

  @Test
  void aFileOpenForReadingOnlyListsThePendingAsFree() throws Exception {
    SimulatedDisk disk = new SimulatedDisk();
    try (Database database = EngineBed.withAllParts(disk).open(OPTIONS);
        Transaction reader = database.beginRead()) {
      database.update(tx -> tx.createBucket(BUCKET).put(BUCKET, new byte[40_000]));
      database.update(tx -> tx.bucket(BUCKET).delete(BUCKET));
      assertTrue(pages(database).containsKey(Use.PENDING), () -> "seen by " + reader.id());
      SimulatedDisk copy = new SimulatedDisk();
      copy.put(EngineBed.FILE, disk.content(EngineBed.FILE));
      try (Database file = EngineBed.withAllParts(copy).open(OPTIONS.asReadOnly())) {
        Map<Use, Long> seen = pages(file);
        assertEquals(null, seen.get(Use.PENDING));
        DatabaseStats stats = database.stats();
        assertEquals(stats.freePages() + stats.pendingPages(), seen.get(Use.FREE));
      }
    }
  }
}
