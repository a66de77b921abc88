package io.togglebolt.itests.benchmarks.space.side;

import java.util.Arrays;

/** Times of single operations. */
final class Timing {
  private long[] nanos = new long[64];
  private int count;

  /** Does something, once. */
  @FunctionalInterface
  interface Action {
    void run(int number);
  }

  /** Times an action again and again, until the count or the time is reached. */
  static Timing repeat(int most, long mostMillis, Action action) {
    Timing timing = new Timing();
    long begin = System.nanoTime();
    for (int i = 0; i < most && System.nanoTime() - begin < mostMillis * 1_000_000; i++) {
      long before = System.nanoTime();
      action.run(i);
      timing.add(System.nanoTime() - before);
    }
    return timing;
  }

  void add(long took) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = took;
  }

  long median() {
    return percentile(50);
  }

  /** The least time that so many percent of the operations did not exceed; 100 is the longest. */
  long percentile(int percent) {
    if (count == 0) {
      throw new IllegalStateException("nothing was timed");
    }
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return sorted[Math.max(0, Math.ceilDiv(percent * count, 100) - 1)];
  }
}
