package io.togglebolt.storage.engine.internal;

/**
 * Merges nodes that deletions left too small with a neighbour, from the leaves up. The rules are
 * bbolt's, so that the same operations give a tree of the same shape: a node is left alone while it
 * fills more than a quarter of a page and has more than one key (a branch: two).
 */
final class Rebalancer {
  private static final int LEAF_MIN_KEYS = 1;
  private static final int BRANCH_MIN_KEYS = 2;

  private Rebalancer() {}

  /** Rebalances a bucket and those below it that were opened. */
  static void rebalance(EngineBucket bucket) {
    for (Node node : bucket.tree().nodesInPageOrder()) {
      // A merge may have taken the node out in the meantime.
      if (bucket.tree().nodeOf(node.page()) == node) {
        rebalance(node);
      }
    }
    for (EngineBucket child : bucket.subBuckets().open().values()) {
      rebalance(child);
    }
  }

  private static void rebalance(Node node) {
    if (!node.takeUnbalanced()) {
      return;
    }
    node.bucket().transaction().tally().rebalances++;
    if (isFullEnough(node)) {
      return;
    }
    Node parent = node.parent();
    if (parent == null) {
      collapseRoot(node);
    } else if (node.count() == 0) {
      drop(parent, node);
      rebalance(parent);
    } else if (parent.count() > 1) {
      mergeWithNeighbour(parent, node);
      rebalance(parent);
    }
  }

  private static boolean isFullEnough(Node node) {
    int minKeys = node.isLeaf() ? LEAF_MIN_KEYS : BRANCH_MIN_KEYS;
    return node.size() > node.bucket().pages().pageSize() / 4 && node.count() > minKeys;
  }

  /** A branch root with one child becomes that child. */
  private static void collapseRoot(Node root) {
    if (root.isLeaf() || root.count() != 1) {
      return;
    }
    Node child = root.bucket().tree().childNode(root, 0);
    root.becomeChild(child);
    for (Node grandchild : root.children()) {
      grandchild.setParent(root);
    }
    discard(child);
  }

  private static void mergeWithNeighbour(Node parent, Node node) {
    BucketTree tree = node.bucket().tree();
    int index = parent.indexOf(node);
    Node left = index == 0 ? node : tree.childNode(parent, index - 1);
    Node right = index == 0 ? tree.childNode(parent, 1) : node;
    if (left.isLeaf() != right.isLeaf()) {
      throw node.bucket()
          .pages()
          .corrupt(right.page(), "found a branch and a leaf side by side, expected one kind");
    }
    for (Node grandchild : right.children()) {
      grandchild.setParent(left);
      left.children().add(grandchild);
    }
    left.append(right);
    drop(parent, right);
  }

  private static void drop(Node parent, Node node) {
    parent.remove(node.knownAs());
    parent.children().remove(node);
    discard(node);
  }

  private static void discard(Node node) {
    node.bucket().tree().forget(node);
    node.setParent(null);
    node.bucket().transaction().freeTreePage(node.page());
    node.setPage(0);
  }
}
