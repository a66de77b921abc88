package io.togglebolt.allocator.segregated.internal;

import org.jspecify.annotations.Nullable;

/**
 * Runs in address order, found by address or as the lowest of at least some length, either way in
 * one walk from the root to a leaf: a B+ tree whose inner entries carry the longest length below
 * them. 16 bytes a run where nodes are full, which they are when runs come lowest first.
 *
 * <p>The tree stands at a run after a search that found one; that place is good until the next
 * insertion or removal. Runs are told apart by their starts; that they keep apart is their owner's
 * business. Not thread-safe.
 */
final class RunTree {
  /**
   * More levels than a tree ever has: two neighbours hold three quarters of a node's room or more,
   * so an inner level has an eighth of the entries below it, or fewer.
   */
  private static final int MAX_LEVELS = 16;

  private Node root = Node.leaf();

  /** The level of the leaves; the root's is 0. */
  private int leafLevel;

  private int size;

  /** From the root to the leaf where the tree stands, and the entry in each node. */
  private final Node[] way = new Node[MAX_LEVELS];

  private final int[] at = new int[MAX_LEVELS];

  /** The highest leaf, where the last change was an insertion at its end; else null. */
  private @Nullable Node tail;

  /** What is no longer than this changes no entry above the tail. */
  private long tailLongest;

  /** How many entries searches by length have looked at. */
  private long looks;

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The page after the highest run of a tree that is not empty. */
  long pastHighest() {
    Node leaf = highestLeaf();
    return leaf.starts[leaf.count - 1] + leaf.lengths[leaf.count - 1];
  }

  private Node highestLeaf() {
    Node known = tail;
    if (known != null) {
      return known;
    }
    Node node = root;
    for (int level = 0; level < leafLevel; level++) {
      node = node.child(node.count - 1);
    }
    return node;
  }

  /** Goes to the lowest run of at least so many pages; false when there is none. */
  boolean seekLowest(long pages) {
    Node node = root;
    for (int level = 0; ; level++) {
      int entry = node.firstOfAtLeast(pages);
      looks += Math.min(entry + 1, node.count);
      if (entry == node.count) {
        // In the root only: further down an entry above has promised that there is one.
        return false;
      }
      way[level] = node;
      at[level] = entry;
      if (level == leafLevel) {
        return true;
      }
      node = node.child(entry);
    }
  }

  /** Goes to the run that begins at or below the page and is the last to do so; false if none. */
  boolean seekAtOrBelow(long page) {
    Node node = root;
    for (int level = 0; ; level++) {
      int entry = node.lastAtOrBelow(page);
      way[level] = node;
      at[level] = entry;
      if (entry < 0) {
        // In the root only: an entry's start is the first one below it.
        return false;
      }
      if (level == leafLevel) {
        return true;
      }
      node = node.child(entry);
    }
  }

  /**
   * Goes to the run above the place that {@link #seekAtOrBelow} has just found, or to the first one
   * where it found none; false when there is no higher one.
   */
  boolean seekAbove() {
    int level = at[0] < 0 ? 0 : leafLevel;
    while (at[level] + 1 == way[level].count) {
      if (level == 0) {
        return false;
      }
      level--;
    }
    at[level]++;
    while (level < leafLevel) {
      way[level + 1] = way[level].child(at[level]);
      level++;
      at[level] = 0;
    }
    return true;
  }

  long start() {
    return way[leafLevel].starts[at[leafLevel]];
  }

  long length() {
    return way[leafLevel].lengths[at[leafLevel]];
  }

  /** The page after the run's last. */
  long end() {
    return start() + length();
  }

  /** Changes the run where the tree stands, which stays between its neighbours. */
  void set(long start, long length) {
    tail = null;
    Node leaf = way[leafLevel];
    int entry = at[leafLevel];
    long before = leaf.lengths[entry];
    leaf.starts[entry] = start;
    leaf.lengths[entry] = length;
    if (length < before) {
      refreshWay();
    } else {
      widenWay(length);
    }
  }

  /** After an entry became shorter, or began elsewhere. */
  private void refreshWay() {
    for (int level = leafLevel - 1; level >= 0; level--) {
      way[level].refresh(at[level]);
    }
  }

  /** After an entry was added, became longer, or began elsewhere. */
  private void widenWay(long length) {
    for (int level = leafLevel - 1; level >= 0; level--) {
      Node node = way[level];
      int entry = at[level];
      node.starts[entry] = way[level + 1].starts[0];
      node.lengths[entry] = Math.max(node.lengths[entry], length);
    }
  }

  /**
   * Adds a run. There is none that begins at the same page. Full nodes are divided on the way down,
   * which changes the tree's shape and not what is in it: where memory is wanting for that, nothing
   * has happened.
   */
  void insert(long start, long length) {
    boolean highest = isHighest(start);
    Node known = tail;
    if (highest && known != null && !known.isFull() && length <= tailLongest) {
      known.append(start, length);
      size++;
      return;
    }
    tail = null;
    if (root.isFull()) {
      raise(highest);
    }
    Node node = root;
    for (int level = 0; level < leafLevel; level++) {
      int entry = highest ? node.count - 1 : Math.max(0, node.lastAtOrBelow(start));
      if (node.child(entry).isFull()) {
        node.split(entry, kept(node.child(entry), highest));
        if (start >= node.starts[entry + 1]) {
          entry++;
        }
      }
      way[level] = node;
      at[level] = entry;
      node = node.child(entry);
    }
    way[leafLevel] = node;
    at[leafLevel] = highest ? node.count : node.lastAtOrBelow(start) + 1;
    node.insert(at[leafLevel], start, length, null);
    widenWay(length);
    size++;
    if (highest) {
      tail = node;
      tailLongest = leafLevel == 0 ? Long.MAX_VALUE : longestBelow(leafLevel - 1);
    }
  }

  /** The longest length below the entry where the tree stands on that level. */
  private long longestBelow(int level) {
    return way[level].lengths[at[level]];
  }

  private boolean isHighest(long start) {
    Node leaf = highestLeaf();
    return leaf.count == 0 || start > leaf.starts[leaf.count - 1];
  }

  /** Where runs come lowest first, nodes stay full behind them; else they are halved. */
  private static int kept(Node full, boolean highest) {
    return highest ? full.count - 1 : full.count / 2;
  }

  private void raise(boolean highest) {
    Node raised = Node.inner();
    raised.insert(0, root.starts[0], root.longest(Long.MAX_VALUE), root);
    raised.split(0, kept(root, highest));
    root = raised;
    leafLevel++;
  }

  /** Removes the run where the tree stands. Wants no memory. */
  void remove() {
    tail = null;
    way[leafLevel].remove(at[leafLevel]);
    size--;
    for (int level = leafLevel - 1; level >= 0; level--) {
      Node node = way[level];
      int entry = at[level];
      if (way[level + 1].count == 0) {
        node.remove(entry);
      } else {
        node.refresh(entry);
        node.mergeAround(entry);
      }
    }
    while (leafLevel > 0 && root.count == 1) {
      root = root.child(0);
      leafLevel--;
    }
  }

  long looks() {
    return looks;
  }

  int levels() {
    return leafLevel + 1;
  }

  /** How many nodes there are. */
  int nodes() {
    return nodes(root, 0);
  }

  private int nodes(Node node, int level) {
    int nodes = 1;
    for (int i = 0; level < leafLevel && i < node.count; i++) {
      nodes += nodes(node.child(i), level + 1);
    }
    return nodes;
  }
}
