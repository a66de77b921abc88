package io.togglebolt.storage.engine.internal;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Decides what a commit writes, from the leaves up: splits what is larger than a page, frees the
 * old pages and gathers the nodes that need new ones. The rules are bbolt's, so that the same
 * operations take the same number of pages.
 */
final class Spiller {
  private static final int MIN_KEYS_PER_PAGE = 2;

  /** Where the root bucket's root page is written: nowhere, since the meta holds it. */
  private static final byte[] NO_ENTRY = new byte[Layouts.BUCKET_HEADER];

  /** The order of siblings; the keys that their parent knows them by have it too. */
  private static final Comparator<Node> BY_KEY =
      (a, b) -> Arrays.compareUnsigned(a.knownAs(), b.knownAs());

  private final Placing placing;

  Spiller(Placing placing) {
    this.placing = placing;
  }

  /** Gathers all changed nodes of the root bucket and of those below it that were opened. */
  void spill(EngineBucket root) {
    spill(root, MemorySegment.ofArray(NO_ENTRY.clone()));
  }

  private void spill(EngineBucket bucket, MemorySegment header) {
    for (Map.Entry<byte[], EngineBucket> entry : bucket.openChildrenByName().entrySet()) {
      spillChild(bucket, entry.getKey(), entry.getValue());
    }
    Node root = bucket.rootNodeIfChanged();
    if (root == null) {
      return;
    }
    spill(root);
    while (root.parent() != null) {
      root = root.parent();
    }
    bucket.setRootNode(root);
    placing.addRoot(bucket, root, header);
  }

  private void spillChild(EngineBucket parent, byte[] name, EngineBucket child) {
    byte[] value;
    if (fitsInline(child)) {
      value = inlineValue(child);
    } else {
      value = new byte[Layouts.BUCKET_HEADER];
      spill(child, MemorySegment.ofArray(value));
    }
    if (child.rootNodeIfChanged() == null) {
      return;
    }
    MemorySegment.ofArray(value).set(Layouts.U64, Long.BYTES, child.sequence());
    Path path = new Path(parent);
    if (!path.find(name) || !path.leaf().isBucket()) {
      throw new IllegalStateException("bucket " + Keys.show(name) + " has lost its entry");
    }
    path.leafNode().putValue(name, value, true);
  }

  /**
   * A bucket of one leaf without sub-buckets that takes at most a quarter of a page lives in its
   * entry's value.
   */
  private static boolean fitsInline(EngineBucket bucket) {
    Node root = bucket.rootNodeIfChanged();
    if (root == null || !root.isLeaf() || root.size() > bucket.pages().pageSize() / 4) {
      return false;
    }
    for (int i = 0; i < root.count(); i++) {
      if (root.isBucket(i)) {
        return false;
      }
    }
    return true;
  }

  private byte[] inlineValue(EngineBucket bucket) {
    Node root = bucket.rootNode();
    if (root.page() != 0) {
      bucket.transaction().freeTreePage(root.page());
      root.setPage(0);
    }
    bucket.setRootPage(0);
    byte[] value = new byte[Math.toIntExact(Layouts.BUCKET_HEADER + root.size())];
    root.write(MemorySegment.ofArray(value).asSlice(Layouts.BUCKET_HEADER), 0, 0, placing);
    return value;
  }

  private void spill(Node node) {
    if (node.spilled()) {
      return;
    }
    node.children().sort(BY_KEY);
    // A child that splits adds its new siblings to the list, already spilled.
    for (int i = 0; i < node.children().size(); i++) {
      spill(node.children().get(i));
    }
    node.forgetChildren();
    if (needsSplit(node)) {
      split(node).forEach(this::add);
    } else {
      add(node);
    }
    Node parent = node.parent();
    if (parent != null && !parent.spilled() && parent.page() == 0) {
      parent.forgetChildren();
      spill(parent);
    }
  }

  private void add(Node node) {
    if (node.page() != 0) {
      node.bucket().transaction().freeTreePage(node.page());
    }
    long ticket = placing.add(node);
    node.setSpilled();
    Node parent = node.parent();
    if (parent != null) {
      byte[] first = node.key(0);
      parent.putChild(node.knownAs(), first, ticket);
      node.setKnownAs(first);
    }
  }

  private static boolean needsSplit(Node node) {
    return node.count() > MIN_KEYS_PER_PAGE * 2 && node.size() >= pageSize(node);
  }

  /**
   * Cuts a node into parts that fit; the first part is the node itself. Each entry is looked at and
   * moved once, so that a large transaction takes time and memory in proportion.
   */
  private static List<Node> split(Node node) {
    List<Integer> cuts = cuts(node);
    List<Node> parts = new ArrayList<>();
    parts.add(node);
    for (int i = 0; i < cuts.size(); i++) {
      int end = i + 1 < cuts.size() ? cuts.get(i + 1) : node.count();
      Node next = sibling(node);
      node.copyTo(next, cuts.get(i), end);
      parts.add(next);
    }
    if (!cuts.isEmpty()) {
      node.keepFirst(cuts.getFirst());
    }
    return parts;
  }

  /** Where the second part and those after it begin. */
  private static List<Integer> cuts(Node node) {
    List<Integer> cuts = new ArrayList<>();
    int start = 0;
    long size = node.size();
    while (node.count() - start > MIN_KEYS_PER_PAGE * 2 && size >= pageSize(node)) {
      int cut = splitIndex(node, start);
      for (int i = start; i < cut; i++) {
        size -= node.entrySize(i);
      }
      cuts.add(cut);
      start = cut;
    }
    return cuts;
  }

  /** An empty node to the right of a node, below the same parent, which is made for a root. */
  private static Node sibling(Node node) {
    Node parent = node.parent();
    if (parent == null) {
      parent = new Node(node.bucket(), false, null);
      parent.children().add(node);
      node.setParent(parent);
    }
    node.bucket().transaction().tally().splits++;
    Node next = new Node(node.bucket(), node.isLeaf(), parent);
    parent.children().add(next);
    return next;
  }

  private static int pageSize(Node node) {
    return node.bucket().pages().pageSize();
  }

  /**
   * Where the page after the one that begins at {@code start} begins: once the fill threshold would
   * be passed, with at least two keys on either side.
   */
  private static int splitIndex(Node node, int start) {
    int threshold = (int) (pageSize(node) * node.bucket().fillPercent());
    long size = Layouts.PAGE_HEADER;
    int index = start;
    for (int i = start; i < node.count() - MIN_KEYS_PER_PAGE; i++) {
      index = i;
      long entry = node.entrySize(i);
      if (index - start >= MIN_KEYS_PER_PAGE && size + entry > threshold) {
        break;
      }
      size += entry;
    }
    return index;
  }
}
