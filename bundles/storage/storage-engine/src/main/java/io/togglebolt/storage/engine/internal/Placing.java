package io.togglebolt.storage.engine.internal;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The nodes that a commit writes, in the order of the spill: children before parents, so leaves
 * that are neighbours in the tree are neighbours here. First all nodes are gathered, then all get
 * their pages, then all are written. Until they have pages, a parent names its child by a ticket.
 */
final class Placing {
  private final EngineTransaction transaction;
  private final List<Node> nodes = new ArrayList<>();
  private int[] pages = new int[16];
  private long[] starts = new long[0];
  private final List<Root> roots = new ArrayList<>();

  /** A bucket whose root page is known once its root node has one. */
  private record Root(EngineBucket bucket, Node node, MemorySegment header) {}

  Placing(EngineTransaction transaction) {
    this.transaction = transaction;
  }

  /** Adds a node, which is final; returns what its parent names it by for now. */
  long add(Node node) {
    int number = nodes.size();
    if (number == pages.length) {
      pages = Arrays.copyOf(pages, number * 2);
    }
    pages[number] = pagesFor(node.size(), transaction.pages());
    nodes.add(node);
    return ticket(number);
  }

  /**
   * How many pages hold so many bytes.
   *
   * @throws io.togglebolt.storage.StorageException when no page run is that long
   */
  static int pagesFor(long sizeBytes, Pages pages) {
    if (sizeBytes > Integer.MAX_VALUE) {
      throw new io.togglebolt.storage.StorageException(
          pages.file()
              + ": neighbouring entries that share a page take "
              + sizeBytes
              + " bytes; expected at most "
              + Integer.MAX_VALUE);
    }
    return (int) ((sizeBytes + pages.pageSize() - 1) / pages.pageSize());
  }

  /** What stands for a page until it is known: negative, as no page's id is. */
  private static long ticket(int number) {
    return ~(long) number;
  }

  /** The page that a branch's entry leads to, now that all are known. */
  long resolve(long child) {
    return child < 0 ? starts[(int) ~child] : child;
  }

  /**
   * A bucket's root will be this node.
   *
   * @param header the bucket's entry, whose root field is filled in when the page is known
   */
  void addRoot(EngineBucket bucket, Node root, MemorySegment header) {
    roots.add(new Root(bucket, root, header));
  }

  int count() {
    return nodes.size();
  }

  /** How many pages the node takes. */
  int pages(int number) {
    return pages[number];
  }

  /** How many pages each node takes. A copy. */
  int[] allPages() {
    return Arrays.copyOf(pages, nodes.size());
  }

  /** Where each node begins, once all are placed. Never changed from then on. */
  long[] allStarts() {
    return starts;
  }

  long start(int number) {
    return starts[number];
  }

  /** Gives all nodes their pages. */
  void place(Placement placement, Placement.Taker taker) {
    starts = new long[nodes.size()];
    placement.place(pages, nodes.size(), taker);
    for (int i = 0; i < starts.length; i++) {
      nodes.get(i).setPage(starts[i]);
    }
    for (Root root : roots) {
      root.bucket.setRootPage(root.node.page());
      root.header.set(Layouts.U64, 0, root.node.page());
    }
  }

  /** Lays the nodes of a run side by side. */
  void setStarts(int from, int to, long start) {
    long next = start;
    for (int i = from; i < to; i++) {
      starts[i] = next;
      next += pages[i];
    }
  }

  /** Writes all nodes to the memory that they got. */
  void write(DirtyPages dirty) {
    for (int i = 0; i < starts.length; i++) {
      nodes.get(i).write(dirty.memory(starts[i], pages[i]), starts[i], pages[i] - 1, this);
    }
  }
}
