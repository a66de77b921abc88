package io.togglebolt.freelist.exact.internal;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What can be done with heaps: pairing heaps, as in Fredman, Sedgewick, Sleator and Tarjan, "The
 * Pairing Heap: A New Form of Self-Adjusting Heap" (Algorithmica 1, 1986), with two-pass pairing.
 * Adding and melding look at two runs; taking one out looks at O(log n), amortised. Nothing
 * recurses, so a heap may be as deep as it likes.
 *
 * <p>Where the paper melds what was below a removed node with the top, here it takes the node's own
 * place. Sizes below all ancestors only fall then, so the paper's potential bounds this as well,
 * and the node need not know which heap it is in.
 */
final class Heaps {
  private long looks;

  /** How many comparisons of two runs there were, for the test of their bound. */
  long looks() {
    return looks;
  }

  void add(Heap heap, Node node) {
    heap.setTop(linkNullable(heap.top(), node));
  }

  /** Moves everything into the first heap. */
  void meld(Heap into, Heap from) {
    Node moved = from.top();
    if (moved != null) {
      from.setTop(null);
      into.setTop(linkNullable(into.top(), moved));
    }
  }

  /** Takes a node out of the heap that it is in. */
  void remove(Node node) {
    Node heir = pair(node.child);
    node.child = null;
    Heap heap = node.heap;
    if (heap != null) {
      heap.setTop(heir);
      return;
    }
    Node previous = node.previous;
    if (previous == null) {
      throw new IllegalStateException(node.run + " is in no heap");
    }
    Node next = node.next;
    Node replacement = next;
    if (heir != null) {
      heir.previous = previous;
      heir.next = next;
      replacement = heir;
    }
    if (next != null) {
      next.previous = heir == null ? previous : heir;
    }
    if (previous.child == node) {
      previous.child = replacement;
    } else {
      previous.next = replacement;
    }
    node.next = null;
    node.previous = null;
  }

  /**
   * Empties a heap, in an order that depends on nothing but how it was filled. Each node is given
   * away unlinked.
   */
  static void drain(Heap heap, Consumer<Node> each) {
    Node rest = heap.top();
    heap.setTop(null);
    while (rest != null) {
      Node node = rest;
      Node child = node.child;
      rest = node.next;
      if (child != null) {
        // The children are put before what is left; the walk to their end passes each node once.
        Node last = child;
        while (last.next != null) {
          last = last.next;
        }
        last.next = rest;
        rest = child;
      }
      node.child = null;
      node.next = null;
      node.previous = null;
      each.accept(node);
    }
  }

  /** Makes one tree of a list of siblings: in pairs from the left, then from right to left. */
  private @Nullable Node pair(@Nullable Node first) {
    Node paired = null;
    Node left = first;
    while (left != null) {
      Node right = left.next;
      Node following = right == null ? null : right.next;
      Node tree = left;
      unlink(left);
      if (right != null) {
        unlink(right);
        tree = link(left, right);
      }
      tree.next = paired;
      paired = tree;
      left = following;
    }
    Node whole = null;
    while (paired != null) {
      Node following = paired.next;
      paired.next = null;
      whole = linkNullable(whole, paired);
      paired = following;
    }
    return whole;
  }

  private static void unlink(Node node) {
    node.next = null;
    node.previous = null;
  }

  private Node linkNullable(@Nullable Node a, Node b) {
    return a == null ? b : link(a, b);
  }

  /** Of two single trees, makes the top that was allocated earlier the other's first child. */
  private Node link(Node a, Node b) {
    looks++;
    boolean first = a.run.allocatedBy() >= b.run.allocatedBy();
    Node parent = first ? a : b;
    Node child = first ? b : a;
    Node sibling = parent.child;
    child.next = sibling;
    if (sibling != null) {
      sibling.previous = child;
    }
    child.previous = parent;
    parent.child = child;
    return parent;
  }
}
