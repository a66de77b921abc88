package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.BucketStats;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tree of one bucket as one transaction sees it: the committed pages, and over them the nodes
 * that a writer has in memory. Belongs to its bucket and is used by one thread at a time.
 */
final class BucketTree {
  private final EngineBucket bucket;
  private final Pages pages;
  private long rootPage;

  /** The page inside the bucket entry's value, while the bucket has no page of its own. */
  private final @Nullable MemorySegment inline;

  private @Nullable Node rootNode;

  /** The nodes by page: a writer's; a reader has none. */
  private final Map<Long, Node> nodes;

  BucketTree(EngineBucket bucket, long rootPage, @Nullable MemorySegment inline) {
    this.bucket = bucket;
    this.rootPage = rootPage;
    this.inline = inline;
    pages = bucket.transaction().pages();
    nodes = bucket.transaction().writable() ? new HashMap<>() : Map.of();
  }

  Pages pages() {
    return pages;
  }

  /** The root's page; 0 while the bucket is inline. */
  long rootPage() {
    return rootPage;
  }

  void setRootPage(long page) {
    rootPage = page;
  }

  /** The root's node if it is in memory, made or not. */
  @Nullable Node rootNodeIfChanged() {
    return rootNode;
  }

  void setRootNode(Node node) {
    rootNode = node;
  }

  /** The node of a page if it is in memory; else points the view at the page and returns null. */
  @Nullable Node nodeOrView(long page, PageView view) {
    Node node = page == rootPage ? rootNode : nodes.isEmpty() ? null : nodes.get(page);
    if (node == null) {
      viewOf(page, view);
    }
    return node;
  }

  private void viewOf(long page, PageView view) {
    if (page == 0 && inline != null) {
      pages.inlinePage(inline, 0, inline.byteSize(), view);
    } else {
      pages.treePage(page, view);
    }
  }

  /** The root as a node, read from its page the first time. */
  Node rootNode() {
    Node node = rootNode;
    if (node == null) {
      node = load(rootPage, null);
      rootNode = node;
    }
    return node;
  }

  /** A branch's child as a node, read from its page the first time. */
  Node childNode(Node parent, int index) {
    long page = parent.childPage(index);
    Node known = nodes.get(page);
    if (known != null) {
      return known;
    }
    Node node = load(page, parent);
    // The parent's own key, not the child's first: in files of other makers the two may differ.
    node.setKnownAs(parent.key(index));
    return node;
  }

  private Node load(long page, @Nullable Node parent) {
    PageView view = new PageView();
    viewOf(page, view);
    Node node = new Node(bucket, view.leaf(), parent);
    node.read(page, view);
    nodes.put(page, node);
    bucket.transaction().tally().nodesRead++;
    if (parent != null) {
      parent.children().add(node);
    }
    return node;
  }

  /** Where all committed pages of this tree lie. */
  MemorySegment baseMemory() {
    return inline != null ? inline : pages.mapped();
  }

  /** The node of a page if it is in memory. */
  @Nullable Node nodeOf(long page) {
    return nodes.get(page);
  }

  void forget(Node node) {
    nodes.remove(node.page());
  }

  /** All nodes in memory, in page order so that every run does the same. */
  List<Node> nodesInPageOrder() {
    return nodes.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue)
        .toList();
  }

  /** The figures of the committed pages, those of the buckets below included. */
  BucketStats stats() {
    return StatsWalk.of(pages, rootPage, inline);
  }

  /**
   * Frees every page of this tree: those it had at the start, since nothing is written before the
   * commit. Those of the buckets below are not among them.
   */
  void free(WalkGuard guard) {
    if (rootPage != 0) {
      free(rootPage, 0, guard);
    }
  }

  private void free(long page, int level, WalkGuard guard) {
    PageView view = new PageView();
    pages.treePage(page, view);
    guard.visit(page);
    if (level > Path.MAX_DEPTH) {
      throw Path.circle(pages, page);
    }
    for (int i = 0; !view.leaf() && i < view.count(); i++) {
      free(view.child(i), level + 1, guard);
    }
    bucket.transaction().freeTreePage(page);
  }
}
