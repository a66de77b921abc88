package io.togglebolt.itests.benchmarks.space.side;

import io.togglebolt.itests.benchmarks.store.Entries;
import io.togglebolt.itests.benchmarks.store.SplitMix64;

/**
 * What a simulated hour does, drawn from one seed: the program for bbolt draws the same. Knows what
 * is live, so that it can keep that below a bound.
 */
final class ChurnPlan {
  /** Write transactions a simulated second. */
  static final int TRANSACTIONS_PER_SECOND = 10;

  private static final long SEED = 7;
  private static final int OPERATIONS_MOST = 5;
  private static final int DELETES_PERCENT = 30;
  private static final int LEAST_BYTES = 10;
  private static final int MOST_BYTES = 65_536;
  private static final int SIZE_CLASSES = 14;
  private static final int LIFETIME_CLASSES = 7;

  private final SplitMix64 random = new SplitMix64(SEED);
  private final int[] valueBytes;
  private final long mostLiveBytes;
  private long liveBytes;
  private long key;
  private int size;
  private boolean delete;

  ChurnPlan(int keys, long mostLiveBytes) {
    valueBytes = new int[keys];
    this.mostLiveBytes = mostLiveBytes;
  }

  /** For how many simulated seconds the next reader stays open: 1 to 64, most of them briefly. */
  int nextLifetimeSeconds() {
    return 1 << random.below(LIFETIME_CLASSES);
  }

  /** How many operations the next transaction has. */
  int nextOperations() {
    return 1 + (int) random.below(OPERATIONS_MOST);
  }

  /** Goes on to the next operation, which counts as done. */
  void nextOperation() {
    key = random.below(valueBytes.length);
    delete = random.below(100) < DELETES_PERCENT;
    // Each class of sizes is as likely as the one of half its size.
    long below = 8L << random.below(SIZE_CLASSES);
    size = (int) Math.min(MOST_BYTES, LEAST_BYTES + random.below(below));
    int before = valueBytes[(int) key];
    long others = liveBytes - (before == 0 ? 0 : Entries.KEY_BYTES + before);
    delete |= others + Entries.KEY_BYTES + size > mostLiveBytes;
    valueBytes[(int) key] = delete ? 0 : size;
    liveBytes = delete ? others : others + Entries.KEY_BYTES + size;
  }

  /** The operation's key. */
  long key() {
    return key;
  }

  /** Whether the key is deleted rather than put. */
  boolean delete() {
    return delete;
  }

  /** The bytes of the value that is put. */
  int size() {
    return size;
  }

  /** The bytes of all live keys and values. */
  long liveBytes() {
    return liveBytes;
  }
}
