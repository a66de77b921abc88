package io.togglebolt.storage.engine.internal;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** How many runs there are of each length. */
final class RunLengths {
  /** Lengths below this one are counted in an array; longer runs are few. */
  private static final int SHORT = 256;

  private final int[] counts;
  private final TreeMap<Long, Integer> longer;

  RunLengths() {
    this(new int[SHORT], new TreeMap<>());
  }

  private RunLengths(int[] counts, TreeMap<Long, Integer> longer) {
    this.counts = counts;
    this.longer = longer;
  }

  void add(long length) {
    if (length < SHORT) {
      counts[(int) length]++;
    } else {
      longer.merge(length, 1, Integer::sum);
    }
  }

  void remove(long length) {
    if (length < SHORT) {
      counts[(int) length]--;
    } else {
      longer.computeIfPresent(length, (key, count) -> count == 1 ? null : count - 1);
    }
  }

  /** The greatest length, of at most so many pages, that a run has; 0 when none has. */
  long floor(long atMost) {
    Map.Entry<Long, Integer> found = atMost < SHORT ? null : longer.floorEntry(atMost);
    if (found != null) {
      return found.getKey();
    }
    int length = (int) Math.min(atMost, SHORT - 1);
    while (length > 0 && counts[length] == 0) {
      length--;
    }
    return Math.max(0, length);
  }

  RunLengths copy() {
    return new RunLengths(Arrays.copyOf(counts, SHORT), new TreeMap<>(longer));
  }
}
