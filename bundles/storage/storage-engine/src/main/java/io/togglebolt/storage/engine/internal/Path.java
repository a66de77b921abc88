package io.togglebolt.storage.engine.internal;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
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

  /** One step: a page or a node, and the entry taken there. */
  static final class Step {
    private final PageView view = new PageView();
    private @Nullable Node node;
    private int index;

    boolean leaf() {
      return node != null ? node.isLeaf() : view.leaf();
    }

    int count() {
      return node != null ? node.count() : view.count();
    }

    int index() {
      return index;
    }

    private int lowerBound(byte[] key) {
      return node != null ? node.lowerBound(key) : view.lowerBound(key);
    }

    private boolean holds(int at, byte[] key) {
      return node != null
          ? node.holds(at, key)
          : at < view.count() && view.compareKey(at, key) == 0;
    }

    private long child() {
      return node != null ? node.childPage(index) : view.child(index);
    }

    byte[] key() {
      return node != null ? node.key(index).clone() : view.key(index);
    }

    boolean isBucket() {
      return node != null ? node.isBucket(index) : view.isBucket(index);
    }

    /** The value as bytes of its own. */
    byte[] value() {
      return node != null ? node.value(index).toArray(ValueLayout.JAVA_BYTE) : view.value(index);
    }

    /** The value where it lies. */
    MemorySegment valueInPlace() {
      return node != null
          ? node.value(index)
          : view.segment().asSlice(view.valueOffset(index), view.valueLength(index));
    }
  }

  private final EngineBucket bucket;
  private final List<Step> steps = new ArrayList<>();
  private int depth;

  Path(EngineBucket bucket) {
    this.bucket = bucket;
  }

  /** The last step: a leaf, at the entry that was moved to. */
  Step leaf() {
    return steps.get(depth - 1);
  }

  /**
   * Walks to where the key is or would be; returns whether it is there. The leaf's index may be its
   * count.
   */
  boolean find(byte[] key) {
    Step step = start();
    while (!step.leaf()) {
      int index = step.lowerBound(key);
      if (!step.holds(index, key) && index > 0) {
        index--;
      }
      step.index = index;
      step = descend(step);
    }
    step.index = step.lowerBound(key);
    return step.holds(step.index, key);
  }

  /** Walks to the first entry that is not below the key; returns whether there is one. */
  boolean seek(byte[] key) {
    find(key);
    return leaf().index < leaf().count() || next();
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
      while (at >= 0 && steps.get(at).index >= steps.get(at).count() - 1) {
        at--;
      }
      if (at < 0) {
        return false;
      }
      Step step = steps.get(at);
      step.index++;
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
      while (at >= 0 && steps.get(at).index <= 0) {
        at--;
      }
      if (at < 0) {
        return false;
      }
      Step step = steps.get(at);
      step.index--;
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
    Node node = bucket.rootNode();
    for (int i = 0; i < depth - 1; i++) {
      node = bucket.childNode(node, steps.get(i).index);
    }
    return node;
  }

  /** Follows the first or last entries down to a leaf. */
  private void toEdge(Step from, boolean end) {
    Step step = from;
    while (true) {
      step.index = end ? Math.max(0, step.count() - 1) : 0;
      if (step.leaf()) {
        return;
      }
      step = descend(step);
    }
  }

  private Step start() {
    depth = 0;
    return push(bucket.rootPage());
  }

  private Step descend(Step step) {
    if (step.count() == 0) {
      throw bucket.pages().corrupt(bucket.rootPage(), "found a branch page without elements below");
    }
    return push(step.child());
  }

  private Step push(long page) {
    if (depth == MAX_DEPTH) {
      throw bucket
          .pages()
          .corrupt(page, "found more than " + MAX_DEPTH + " levels above it: the tree is a circle");
    }
    if (depth == steps.size()) {
      steps.add(new Step());
    }
    Step step = steps.get(depth++);
    step.index = 0;
    step.node = bucket.nodeOrView(page, step.view);
    if (depth > 1 && step.node == null && step.view.count() == 0) {
      // Nobody writes such a page, and skipping shared ones in a damaged file would never end.
      throw bucket.pages().corrupt(page, "found a page without elements below a branch");
    }
    return step;
  }
}
