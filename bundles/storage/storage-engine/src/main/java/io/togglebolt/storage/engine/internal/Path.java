package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.CorruptPageException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A way from a bucket's root to a leaf's entry, over pages and, in a write transaction, nodes. It
 * knows nothing of changes made since it was walked: whoever changes the bucket walks again.
 */
final class Path {
  /**
   * No sound tree is deeper: with two keys a page 2^64 entries fit. A damaged one may be a circle.
   */
  static final int MAX_DEPTH = 64;

  /** Most trees are not higher. */
  private static final int STEPS_MORE = 4;

  private final BucketTree tree;

  /** Of a walk forward over all entries; null for a path that goes to and fro. */
  private final @Nullable WalkGuard guard;

  private final KeySearch search = new KeySearch();
  private Step[] steps = new Step[0];
  private int depth;

  Path(EngineBucket bucket) {
    this(bucket, null);
  }

  /** A path that goes forward once, from the first entry on, and may be at no page twice. */
  Path(EngineBucket bucket, @Nullable WalkGuard guard) {
    tree = bucket.tree();
    this.guard = guard;
  }

  /** The last step: a leaf, at the entry that was moved to. */
  Step leaf() {
    return steps[depth - 1];
  }

  /**
   * Walks to where the key is or would be; returns whether it is there. The leaf's index may be its
   * count.
   */
  boolean find(byte[] key) {
    search.reset();
    Step step = start();
    boolean there = step.search(search, key);
    while (!step.leaf()) {
      step.turnDown(search, there);
      step = descend(step);
      there = step.search(search, key);
    }
    return there;
  }

  /** Walks to the first entry that is not below the key; returns whether there is one. */
  boolean seek(byte[] key) {
    find(key);
    return leaf().index() < leaf().count() || next();
  }

  boolean first() {
    toEdge(start(), false);
    return leaf().count() > 0 || next();
  }

  boolean last() {
    toEdge(start(), true);
    return leaf().count() > 0 || previous();
  }

  /** Goes on to the next entry; without one the path is of no use any more. */
  boolean next() {
    do {
      int at = depth - 1;
      while (at >= 0 && steps[at].index() >= steps[at].count() - 1) {
        at--;
      }
      if (at < 0) {
        return false;
      }
      Step step = steps[at];
      step.moveTo(step.index() + 1);
      depth = at + 1;
      if (!step.leaf()) {
        toEdge(descend(step), false);
      }
    } while (leaf().count() == 0);
    return true;
  }

  /** Goes back to the previous entry; without one the path is of no use any more. */
  boolean previous() {
    do {
      int at = depth - 1;
      while (at >= 0 && steps[at].index() <= 0) {
        at--;
      }
      if (at < 0) {
        return false;
      }
      Step step = steps[at];
      step.moveTo(step.index() - 1);
      depth = at + 1;
      if (!step.leaf()) {
        toEdge(descend(step), true);
      }
    } while (leaf().count() == 0);
    return true;
  }

  /**
   * The node of the leaf, made from its page together with those above it where they are not in
   * memory yet.
   */
  Node leafNode() {
    Node node = tree.rootNode();
    for (int i = 0; i < depth - 1; i++) {
      node = tree.childNode(node, steps[i].index());
    }
    return node;
  }

  /** Follows the first or last entries down to a leaf. */
  private void toEdge(Step from, boolean end) {
    Step step = from;
    while (true) {
      step.moveTo(end ? Math.max(0, step.count() - 1) : 0);
      if (step.leaf()) {
        return;
      }
      step = descend(step);
    }
  }

  private Step start() {
    depth = 0;
    return push(tree.rootPage());
  }

  private Step descend(Step step) {
    if (step.count() == 0) {
      throw emptyBranch(tree);
    }
    return push(step.child());
  }

  private Step push(long page) {
    if (depth == MAX_DEPTH) {
      throw circle(tree.pages(), page);
    }
    if (depth == steps.length) {
      steps = Arrays.copyOf(steps, depth + STEPS_MORE);
      for (int i = depth; i < steps.length; i++) {
        steps[i] = new Step();
      }
    }
    Step step = steps[depth++];
    step.point(tree, page);
    if (guard != null && page != 0) {
      guard.visit(page);
    }
    if (depth > 1 && step.isEmptyPage()) {
      throw emptyPage(tree.pages(), page);
    }
    return step;
  }

  static CorruptPageException emptyBranch(BucketTree tree) {
    return tree.pages().corrupt(tree.rootPage(), "found a branch page without elements below");
  }

  /** Nobody writes such a page, and skipping shared ones in a damaged file would never end. */
  static CorruptPageException emptyPage(Pages pages, long page) {
    return pages.corrupt(page, "found a page without elements below a branch");
  }

  static CorruptPageException circle(Pages pages, long page) {
    return pages.corrupt(
        page, "found more than " + MAX_DEPTH + " levels above it: the tree is a circle");
  }
}
