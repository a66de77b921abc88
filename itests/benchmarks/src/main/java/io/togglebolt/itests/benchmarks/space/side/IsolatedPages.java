package io.togglebolt.itests.benchmarks.space.side;

import io.togglebolt.itests.benchmarks.side.Request;
import io.togglebolt.itests.benchmarks.store.Entries;
import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.FreelistPersistence;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A file with many free pages, each between two that are in use: the hardest set of free pages
 * there is for its size.
 */
final class IsolatedPages {
  /** The least there is, so that a million free pages fit into 2 GiB. */
  private static final int PAGE_BYTES = 1024;

  /** Two of these fill a page. */
  private static final int VALUE_BYTES = 440;

  private static final int KEYS_A_PAGE = 2;
  private static final int PAGES_A_COMMIT = 2_000;

  /** Takes 17 pages with its page's header. */
  private static final int LONG_VALUE_BYTES = 17_000;

  private static final int LONG_VALUES = 50;
  private static final int SHORT_VALUE_BYTES = 100;
  private static final int SHORT_VALUES = 100;
  private static final byte[] SHORT = SpaceFile.name("s");
  private static final byte[] LONG = SpaceFile.name("L");
  private static final int OPENS = 5;
  private static final int SCANS = 3;

  private final SpaceFile file;
  private final Request request;

  IsolatedPages(SpaceFile file, Request request) {
    this.file = file;
    this.request = request;
  }

  /** Writes twice as many full pages as wanted and deletes what every second one holds. */
  Map<String, Long> make() {
    int pages = 2 * request.integer("pages");
    try (Database database = file.create(PAGE_BYTES)) {
      byte[] value = Entries.bytes(7, VALUE_BYTES);
      for (int from = 0; from < pages; from += PAGES_A_COMMIT) {
        int first = from;
        database.update(
            transaction -> {
              Bucket bucket = full(SpaceFile.bucket(transaction));
              for (int page = first; page < Math.min(pages, first + PAGES_A_COMMIT); page++) {
                for (int i = 0; i < KEYS_A_PAGE; i++) {
                  bucket.put(SpaceFile.key((long) KEYS_A_PAGE * page + i), value);
                }
              }
            });
      }
      deleteEverySecondPage(database, 0, pages);
      // Lets go of what the last transaction freed, and of what this one does.
      for (int i = 0; i < 3; i++) {
        database.update(transaction -> transaction.createBucketIfMissing(SHORT));
      }
      return Map.of("free", database.stats().freePages());
    }
  }

  /** Deletes what every second page holds, beginning at {@code first}. */
  static void deleteEverySecondPage(Database database, int first, int pages) {
    for (int from = first; from < pages; from += PAGES_A_COMMIT) {
      int begin = from;
      database.update(
          transaction -> {
            Bucket bucket = full(SpaceFile.bucket(transaction));
            for (int page = begin; page < Math.min(pages, begin + PAGES_A_COMMIT); page += 2) {
              for (int i = 0; i < KEYS_A_PAGE; i++) {
                bucket.delete(SpaceFile.key((long) KEYS_A_PAGE * page + i));
              }
            }
          });
    }
  }

  /** Pages keep their entries to themselves. */
  private static Bucket full(Bucket bucket) {
    bucket.setFillPercent(1);
    return bucket;
  }

  /**
   * Opens, commits, allocates and opens again. The file has its list of free pages before and
   * after.
   */
  Map<String, Long> measure() {
    Map<String, Long> answer = new LinkedHashMap<>();
    if (file.list() != FreelistPersistence.NEVER) {
      openings(answer);
    }
    int commits = request.integer("commits");
    long millis = request.integer("millis");
    try (Database database = file.open()) {
      Timing.repeat(commits, millis, i -> putShort(database, i));
      answer.put("free", database.stats().freePages());
      answer.put("unsynced", Timing.repeat(commits, millis, i -> putShort(database, i)).median());
      Timing.repeat(LONG_VALUES, millis, i -> putLong(database, i));
      answer.put("long", Timing.repeat(commits, millis, i -> putLong(database, i)).median());
    }
    try (Database database = file.openDurably()) {
      answer.put("synced", Timing.repeat(commits, millis, i -> putShort(database, i)).median());
    }
    if (file.list() != FreelistPersistence.ALWAYS) {
      scans(answer);
    }
    try (Database database = file.open(FreelistPersistence.ALWAYS)) {
      putShort(database, 0);
    }
    return answer;
  }

  /** The first is that of a process that has done nothing yet. */
  private void openings(Map<String, Long> answer) {
    answer.put("cold", opening(file.list()));
    Timing warm = new Timing();
    for (int i = 0; i < OPENS; i++) {
      warm.add(opening(file.list()));
    }
    answer.put("warm", warm.median());
  }

  /** A commit whose session writes no list leaves the file as a crash does. */
  private void scans(Map<String, Long> answer) {
    try (Database database = file.open(FreelistPersistence.NEVER)) {
      putShort(database, 0);
    }
    Timing scans = new Timing();
    for (int i = 0; i < SCANS; i++) {
      scans.add(opening(FreelistPersistence.NEVER));
    }
    answer.put("scan", scans.median());
  }

  /** How long an opening takes; nothing is written, neither then nor at the close. */
  private long opening(FreelistPersistence list) {
    long begin = System.nanoTime();
    Database database = file.open(list);
    long took = System.nanoTime() - begin;
    database.close();
    return took;
  }

  private static void putShort(Database database, int number) {
    put(database, SHORT, number % SHORT_VALUES, SHORT_VALUE_BYTES, number);
  }

  private static void putLong(Database database, int number) {
    put(database, LONG, number % LONG_VALUES, LONG_VALUE_BYTES, number);
  }

  private static void put(Database database, byte[] bucket, int key, int bytes, int seed) {
    byte[] value = Entries.bytes(seed, bytes);
    database.update(
        transaction -> transaction.createBucketIfMissing(bucket).put(SpaceFile.key(key), value));
  }
}
