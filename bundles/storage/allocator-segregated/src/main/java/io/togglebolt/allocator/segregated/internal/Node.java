package io.togglebolt.allocator.segregated.internal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A node of a {@link RunTree}: entries in ascending order, each a start and a length. A leaf's
 * entries are runs. An inner node's entries are nodes: the first start below there, and the longest
 * length below there. So both are searched by the same two loops.
 *
 * <p>All room is there from the beginning: nothing but making a node can want memory.
 */
final class Node {
  /** Runs in a leaf: 4 KiB of it. More would make inserting slower, fewer the tree deeper. */
  static final int LEAF_CAPACITY = 256;

  /** Nodes in an inner node. */
  static final int INNER_CAPACITY = 32;

  final long[] starts;
  final long[] lengths;

  /** The nodes of an inner node's entries; null in a leaf. */
  private final @Nullable Node @Nullable [] children;

  int count;

  private Node(int capacity, @Nullable Node @Nullable [] children) {
    starts = new long[capacity];
    lengths = new long[capacity];
    this.children = children;
  }

  static Node leaf() {
    return new Node(LEAF_CAPACITY, null);
  }

  static Node inner() {
    return new Node(INNER_CAPACITY, new Node[INNER_CAPACITY]);
  }

  /** An empty node that may stand beside this one. */
  private Node sibling() {
    return children == null ? leaf() : inner();
  }

  boolean isFull() {
    return count == starts.length;
  }

  Node child(int entry) {
    @Nullable Node child = children == null ? null : children[entry];
    if (child == null) {
      throw new IllegalStateException("entry " + entry + " of " + count + " has no node");
    }
    return child;
  }

  /** The last entry that starts at or below the page, or -1. */
  int lastAtOrBelow(long page) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (starts[middle] <= page) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  /** The first entry that has at least so many pages, or the number of entries. */
  int firstOfAtLeast(long pages) {
    int entry = 0;
    while (entry < count && lengths[entry] < pages) {
      entry++;
    }
    return entry;
  }

  /** The longest length of all entries, which is {@code atMost} or less: there the search ends. */
  long longest(long atMost) {
    long longest = 0;
    for (int i = 0; i < count && longest < atMost; i++) {
      longest = Math.max(longest, lengths[i]);
    }
    return longest;
  }

  void insert(int entry, long start, long length, @Nullable Node child) {
    System.arraycopy(starts, entry, starts, entry + 1, count - entry);
    System.arraycopy(lengths, entry, lengths, entry + 1, count - entry);
    starts[entry] = start;
    lengths[entry] = length;
    if (children != null) {
      System.arraycopy(children, entry, children, entry + 1, count - entry);
      children[entry] = child;
    }
    count++;
  }

  /** Adds a run at the end of a leaf. */
  void append(long start, long length) {
    starts[count] = start;
    lengths[count] = length;
    count++;
  }

  void remove(int entry) {
    count--;
    System.arraycopy(starts, entry + 1, starts, entry, count - entry);
    System.arraycopy(lengths, entry + 1, lengths, entry, count - entry);
    if (children != null) {
      System.arraycopy(children, entry + 1, children, entry, count - entry);
      children[count] = null;
    }
  }

  /** Reads again what an entry says of the node below it, whose longest run may be shorter now. */
  void refresh(int entry) {
    Node child = child(entry);
    starts[entry] = child.starts[0];
    lengths[entry] = child.longest(lengths[entry]);
  }

  /**
   * Divides the full node of an entry, so that it keeps its first {@code kept} entries. There is
   * room for one more entry here.
   */
  void split(int entry, int kept) {
    Node lower = child(entry);
    Node upper = lower.sibling();
    upper.take(lower, kept);
    lower.truncate(kept);
    long longest = lengths[entry];
    lengths[entry] = lower.longest(longest);
    insert(entry + 1, upper.starts[0], upper.longest(longest), upper);
  }

  /** Makes the node of an entry one with a neighbour, where both are small. */
  void mergeAround(int entry) {
    if (fitTogether(entry)) {
      mergeWithNext(entry);
    } else if (entry > 0 && fitTogether(entry - 1)) {
      mergeWithNext(entry - 1);
    }
  }

  /**
   * Not before a quarter would stay empty, so that what was merged is not divided again by the next
   * few inserts.
   */
  private boolean fitTogether(int entry) {
    return entry + 1 < count
        && child(entry).count + child(entry + 1).count <= child(entry).starts.length / 4 * 3;
  }

  private void mergeWithNext(int entry) {
    child(entry).take(child(entry + 1), 0);
    lengths[entry] = Math.max(lengths[entry], lengths[entry + 1]);
    remove(entry + 1);
  }

  /** Appends the other's entries from that one on. */
  private void take(Node other, int from) {
    int more = other.count - from;
    System.arraycopy(other.starts, from, starts, count, more);
    System.arraycopy(other.lengths, from, lengths, count, more);
    if (children != null && other.children != null) {
      System.arraycopy(other.children, from, children, count, more);
    }
    count += more;
  }

  private void truncate(int kept) {
    if (children != null) {
      Arrays.fill(children, kept, count, null);
    }
    count = kept;
  }
}
