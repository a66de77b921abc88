package io.togglebolt.storage.engine.internal;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Runs that the policy has released at once, lowest first, on their way to the free pages. They are
 * taken in by and by: a reader that closes may release a million, and the transaction that begins
 * next waits for the policy's answer and its check, but not until all of them are free.
 *
 * <p>A run is one number, its first page above its length, so that a million are sorted in the time
 * of a few thousand ordinary commits. Not thread-safe.
 */
final class ReleasedRuns {
  private static final int LENGTH_BITS = 8;

  /** Stands for all lengths that have no room in a key. */
  private static final int LONGER = (1 << LENGTH_BITS) - 1;

  private static final int SMALLEST = 16;

  private static final int UNKNOWN = -1;

  private long[] keys;
  private int count;
  private int next;
  private long pages;

  /** The lengths that have no room in a key, by first page. */
  private final Map<Long, Integer> longer;

  /** The last of the longest runs that were left when somebody asked. */
  private int longestAt = UNKNOWN;

  private long longest;

  ReleasedRuns() {
    keys = new long[SMALLEST];
    longer = new HashMap<>();
  }

  private ReleasedRuns(ReleasedRuns other) {
    keys = other.keys;
    longer = other.longer;
    count = other.count;
    next = other.next;
    pages = other.pages;
  }

  /** What is left, once it is in order, to be taken out apart from this. Costs nothing. */
  ReleasedRuns copy() {
    return new ReleasedRuns(this);
  }

  void add(long start, int length) {
    if (count == keys.length) {
      keys = Arrays.copyOf(keys, count * 2);
    }
    keys[count] = start << LENGTH_BITS | Math.min(length, LONGER);
    if (length >= LONGER) {
      longer.put(start, length);
    }
    count++;
    pages += length;
  }

  /**
   * Puts them in order, after which no more are added.
   *
   * @throws IllegalStateException when a run is there twice
   */
  void sort() {
    Arrays.sort(keys, 0, count);
    for (int i = 1; i < count; i++) {
      if (keys[i] >>> LENGTH_BITS == keys[i - 1] >>> LENGTH_BITS) {
        throw new IllegalStateException("released page " + start(i) + " twice");
      }
    }
  }

  private long start(int index) {
    return keys[index] >>> LENGTH_BITS;
  }

  private int length(int index) {
    int length = (int) keys[index] & LONGER;
    return length == LONGER ? longer.get(start(index)) : length;
  }

  /** How many runs are left, before those that touch are made one. */
  int size() {
    return count - next;
  }

  /** How many pages are left. */
  long pages() {
    return pages;
  }

  /**
   * The length of the longest run that is left when those that touch are one; 0 when none is. Costs
   * a look at each where the last answer does not count any more.
   */
  long longest() {
    if (longestAt < next) {
      findLongest();
    }
    return longest;
  }

  private void findLongest() {
    longest = 0;
    int at = next;
    while (at < count) {
      int first = at;
      long length = length(at++);
      while (at < count && start(at) == start(first) + length) {
        length += length(at++);
      }
      if (length >= longest) {
        longest = length;
        longestAt = first;
      }
    }
  }

  /** Visits what is left, lowest first. */
  void forEach(RunSet.Visitor visitor) {
    for (int i = next; i < count; i++) {
      visitor.run(start(i), length(i));
    }
  }

  /**
   * Takes the lowest runs out, and makes one of those that touch. What the visitor throws at stays.
   *
   * @param enough how many; more where the last of them touch others, so that no long run is cut
   */
  void take(int enough, RunSet.Visitor visitor) {
    int end = next + Math.min(enough, size());
    while (next < end) {
      int past = next + 1;
      long start = start(next);
      long length = length(next);
      while (past < count && start(past) == start + length) {
        length += length(past);
        past++;
      }
      visitor.run(start, length);
      next = past;
      pages -= length;
    }
  }
}
