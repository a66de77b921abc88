package io.togglebolt.itests.benchmarks.space.side;

import io.togglebolt.itests.benchmarks.side.Request;
import io.togglebolt.itests.benchmarks.store.Entries;
import io.togglebolt.itests.benchmarks.store.SplitMix64;
import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.Transaction;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/** Random updates while readers open one after another and each stays for the same while. */
final class StaggeredReaders {
  private static final int VALUE_BYTES = 100;
  private static final int SEED = 9;

  private final SpaceFile file;
  private final int keys;
  private final int updates;
  private final int every;
  private final int open;

  StaggeredReaders(SpaceFile file, Request request) {
    this.file = file;
    keys = request.integer("keys");
    updates = request.integer("updates");
    every = request.integer("every");
    open = request.integer("open");
  }

  Map<String, Long> run() {
    SplitMix64 random = new SplitMix64(SEED);
    Deque<Transaction> readers = new ArrayDeque<>();
    long pending = 0;
    long most = 0;
    try (Database database = file.open()) {
      load(database);
      for (int i = 0; i < updates; i++) {
        if (i % every == 0) {
          readers.addLast(database.beginRead());
          if (readers.size() > open) {
            readers.removeFirst().close();
          }
        }
        SpaceFile.put(database, random.below(keys), VALUE_BYTES, i);
        long now = database.stats().pendingPages();
        pending += now;
        most = Math.max(most, now);
      }
      long pages = database.stats().highWaterPage();
      readers.forEach(Transaction::close);
      return Map.of(
          "pendingSum", pending, "pendingMost", most, "updates", (long) updates, "pages", pages);
    }
  }

  private void load(Database database) {
    database.update(
        transaction -> {
          Bucket bucket = SpaceFile.bucket(transaction);
          for (int i = 0; i < keys; i++) {
            bucket.put(SpaceFile.key(i), Entries.bytes(i, VALUE_BYTES));
          }
        });
  }
}
