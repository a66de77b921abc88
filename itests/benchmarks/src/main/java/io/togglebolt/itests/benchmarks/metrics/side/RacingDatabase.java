package io.togglebolt.itests.benchmarks.metrics.side;

import io.togglebolt.itests.benchmarks.side.ToggleboltViews;
import io.togglebolt.itests.benchmarks.store.Entries;
import io.togglebolt.itests.benchmarks.store.Snapshot;
import io.togglebolt.itests.benchmarks.store.SplitMix64;
import io.togglebolt.itests.benchmarks.store.Store;
import io.togglebolt.storage.DatabaseOptions;
import java.nio.file.Path;

/**
 * One of the databases that do the same, each in a file of its own. What is done and in which order
 * depends on nothing but how often it was asked for.
 */
final class RacingDatabase implements AutoCloseable {
  private static final int GETS = 1_000;
  private static final int LARGE_COMMIT = 1_000;
  private static final int LOAD_BATCH = 10_000;

  private final Store store;
  private final int keys;
  private final Entries entries = Entries.random(42);
  private final SplitMix64 random = new SplitMix64(1);
  private final byte[] key = new byte[Entries.KEY_BYTES];

  /** Opens it and puts so many keys into it. */
  RacingDatabase(Path folder, DatabaseOptions options, int keys) {
    store = ToggleboltViews.open(folder, options.withNoSync(true));
    this.keys = keys;
    Entries loaded = Entries.sequential();
    for (int done = 0; done < keys; done += LOAD_BATCH) {
      store.commit(loaded, Math.min(LOAD_BATCH, keys - done));
    }
  }

  /** Does an exercise so many times. */
  void run(String exercise, int times) {
    switch (exercise) {
      case "put-rnd-1000-nosync" -> commit(LARGE_COMMIT, times);
      case "put-rnd-1-nosync" -> commit(1, times);
      case "txget-1-view" -> get(1, times);
      case "get-1-view" -> get(GETS, times);
      default -> throw new IllegalArgumentException("exercise " + exercise + " is unknown");
    }
  }

  private void commit(int count, int times) {
    for (int i = 0; i < times; i++) {
      store.commit(entries, count);
    }
  }

  private void get(int count, int times) {
    for (int i = 0; i < times; i++) {
      try (Snapshot snapshot = store.snapshot()) {
        get(snapshot, count);
      }
    }
  }

  private void get(Snapshot snapshot, int count) {
    for (int i = 0; i < count; i++) {
      Entries.writeKey(random.below(keys), key);
      int bytes = snapshot.valueBytes(key);
      if (bytes != Entries.VALUE_BYTES) {
        throw new IllegalStateException(
            "a value has " + bytes + " bytes; expected " + Entries.VALUE_BYTES);
      }
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
