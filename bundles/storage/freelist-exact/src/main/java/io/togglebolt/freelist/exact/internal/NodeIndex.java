package io.togglebolt.freelist.exact.internal;

import io.togglebolt.storage.spi.PendingRun;
import org.jspecify.annotations.Nullable;

/**
 * The nodes by their first page: a hash table with open addressing and linear probing, so that a
 * run costs one reference more and no entry object. Taking one out closes the gap (Knuth, The Art
 * of Computer Programming 3, 6.4, algorithm R), so that nothing of it is left behind.
 */
final class NodeIndex {
  private static final int LEAST_SLOTS = 16;

  /** Fibonacci hashing: 2^64 over the golden ratio. First pages are often evenly spaced. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private @Nullable Node[] slots = new @Nullable Node[LEAST_SLOTS];
  private int size;

  int size() {
    return size;
  }

  /** How many places there are, for the test of their bound. */
  int capacity() {
    return slots.length;
  }

  /** Enters a node; false when there is one with the same first page. */
  boolean add(Node node) {
    // At most two thirds full.
    if (size >= slots.length / 3 * 2) {
      resize(Math.multiplyExact(slots.length, 2));
    }
    int at = find(node.run.start());
    if (slots[at] != null) {
      return false;
    }
    slots[at] = node;
    size++;
    return true;
  }

  /** Takes out the node of this very run; null, changing nothing, when there is none. */
  @Nullable Node remove(PendingRun run) {
    int at = find(run.start());
    Node found = slots[at];
    if (found == null || !found.run.equals(run)) {
      return null;
    }
    closeGap(at);
    size--;
    if (slots.length > LEAST_SLOTS && size < slots.length / 8) {
      resize(slots.length / 2);
    }
    return found;
  }

  private void closeGap(int gap) {
    int mask = slots.length - 1;
    int hole = gap;
    slots[hole] = null;
    for (int at = (hole + 1) & mask; ; at = (at + 1) & mask) {
      Node node = slots[at];
      if (node == null) {
        return;
      }
      int home = home(node.run.start());
      // It may fill the hole unless its home lies between the hole and its place.
      if (((at - home) & mask) >= ((at - hole) & mask)) {
        slots[hole] = node;
        slots[at] = null;
        hole = at;
      }
    }
  }

  /** The slot of the run that begins there, or the empty one where it would go. */
  private int find(long start) {
    int mask = slots.length - 1;
    int at = home(start);
    for (Node node = slots[at]; node != null && node.run.start() != start; node = slots[at]) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private int home(long start) {
    return (int) ((start * SPREAD) >>> (1 + Long.numberOfLeadingZeros(slots.length)));
  }

  private void resize(int capacity) {
    @Nullable Node[] old = slots;
    slots = new @Nullable Node[capacity];
    for (Node node : old) {
      if (node != null) {
        slots[find(node.run.start())] = node;
      }
    }
  }
}
