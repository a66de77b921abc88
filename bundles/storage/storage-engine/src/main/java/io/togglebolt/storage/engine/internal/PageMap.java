package io.togglebolt.storage.engine.internal;

/**
 * Pages by page, in two arrays: 32 bytes for a page at most, where a map of objects takes a
 * hundred. Open addressing with linear probing; what is removed leaves no mark behind, because
 * those after it move up. Not thread-safe.
 */
final class PageMap {
  /** No page that is ever asked for: there a meta lies. */
  private static final long EMPTY = 0;

  private static final int FIRST_CAPACITY = 64;

  private long[] keys = new long[FIRST_CAPACITY];
  private long[] values = new long[FIRST_CAPACITY];
  private int size;

  int size() {
    return size;
  }

  /** Enters a page, which may be there already. */
  void put(long key, long value) {
    int at = find(key);
    if (keys[at] == EMPTY) {
      if (size >= keys.length / 2) {
        grow();
        at = find(key);
      }
      keys[at] = key;
      size++;
    }
    values[at] = value;
  }

  /** Takes a page out; returns what it led to, or {@code otherwise} when it was not there. */
  long remove(long key, long otherwise) {
    int at = find(key);
    if (keys[at] == EMPTY) {
      return otherwise;
    }
    long value = values[at];
    size--;
    closeGap(at);
    return value;
  }

  /** Moves those up that would not be found any more across an empty place. */
  private void closeGap(int removed) {
    int gap = removed;
    int mask = keys.length - 1;
    for (int at = (gap + 1) & mask; keys[at] != EMPTY; at = (at + 1) & mask) {
      int wanted = place(keys[at]);
      // It may move if its own place is not between the gap, exclusive, and where it stands.
      if (((at - wanted) & mask) >= ((at - gap) & mask)) {
        keys[gap] = keys[at];
        values[gap] = values[at];
        gap = at;
      }
    }
    keys[gap] = EMPTY;
  }

  private int find(long key) {
    int mask = keys.length - 1;
    int at = place(key);
    while (keys[at] != EMPTY && keys[at] != key) {
      at = (at + 1) & mask;
    }
    return at;
  }

  /** Fibonacci hashing: neighbouring pages are spread. */
  private int place(long key) {
    return (int) ((key * 0x9E3779B97F4A7C15L) >>> 32) & (keys.length - 1);
  }

  private void grow() {
    long[] oldKeys = keys;
    long[] oldValues = values;
    keys = new long[oldKeys.length * 2];
    values = new long[oldKeys.length * 2];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != EMPTY) {
        int at = find(oldKeys[i]);
        keys[at] = oldKeys[i];
        values[at] = oldValues[i];
      }
    }
  }
}
