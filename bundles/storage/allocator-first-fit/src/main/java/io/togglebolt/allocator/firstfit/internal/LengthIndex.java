package io.togglebolt.allocator.firstfit.internal;

import io.togglebolt.storage.spi.PageAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The starts of runs by their length: a set for each short length, and one for all that are longer,
 * of which there are few where runs are many.
 */
final class LengthIndex {
  /** One set for each length up to this one, less one; a bit of a long stands for each set. */
  private static final int SETS = Long.SIZE;

  private final List<TreeSet<Long>> sets = new ArrayList<>();

  /** Which sets hold anything. */
  private long occupied;

  LengthIndex() {
    for (int i = 0; i < SETS; i++) {
      sets.add(new TreeSet<>());
    }
  }

  private static int setOf(long length) {
    return (int) Math.min(length, SETS) - 1;
  }

  void add(long start, long length) {
    int set = setOf(length);
    sets.get(set).add(start);
    occupied |= 1L << set;
  }

  void remove(long start, long length) {
    int set = setOf(length);
    sets.get(set).remove(start);
    if (sets.get(set).isEmpty()) {
      occupied &= ~(1L << set);
    }
  }

  /**
   * The lowest start of a run that has so many pages, or {@link PageAllocator#NO_RUN}.
   *
   * @param runs the length of each run by its start
   */
  long lowest(TreeMap<Long, Long> runs, long pages) {
    long lowest = Long.MAX_VALUE;
    int first = setOf(pages);
    for (long left = occupied & -1L << first; left != 0; left &= left - 1) {
      int set = Long.numberOfTrailingZeros(left);
      if (set < SETS - 1) {
        lowest = Math.min(lowest, sets.get(set).first());
      } else {
        lowest = Math.min(lowest, lowestLong(runs, pages));
      }
    }
    return lowest == Long.MAX_VALUE ? PageAllocator.NO_RUN : lowest;
  }

  private long lowestLong(TreeMap<Long, Long> runs, long pages) {
    for (long start : sets.get(SETS - 1)) {
      if (runs.get(start) >= pages) {
        return start;
      }
    }
    return Long.MAX_VALUE;
  }
}
