package io.togglebolt.freelist.exact.internal;

import io.togglebolt.storage.spi.PendingRun;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Pending runs in the order in which they were freed, arranged for the question which of those that
 * were freed within a span were allocated after a transaction.
 *
 * <p>A treap (Seidel and Aragon, "Randomized Search Trees", Algorithmica 16, 1996): a search tree
 * over the freeing transaction and the first page, and a heap over a hash of the first page, so
 * that its shape is that of a random tree and depends on nothing but what is in it. Each node knows
 * the latest allocation below it, as in McCreight's priority search trees (SIAM Journal on
 * Computing 14, 1985): where that is too early nobody has to look. Adding and removing look at
 * O(log n) runs; a question looks at O(log n), and at O(log n) more for each run that it takes out.
 * The depth is O(log n) too, so recursion is shallow.
 */
final class RunTree {
  private @Nullable Node root;
  private int size;
  private long looks;

  /** How many runs there are. */
  int size() {
    return size;
  }

  /** How often a run was looked at, for the test of its bound. */
  long looks() {
    return looks;
  }

  /** Adds a run; false when there is one with the same first page and freeing transaction. */
  boolean add(PendingRun run) {
    if (find(run) != null) {
      return false;
    }
    root = add(root, new Node(run));
    size++;
    return true;
  }

  /** Removes this very run; false, changing nothing, when it is not there. */
  boolean remove(PendingRun run) {
    Node found = find(run);
    if (found == null || !found.run.equals(run)) {
      return false;
    }
    root = remove(root, found);
    size--;
    return true;
  }

  private @Nullable Node find(PendingRun run) {
    Node at = root;
    while (at != null) {
      looks++;
      int order = compare(run, at.run);
      if (order == 0) {
        return at;
      }
      at = order < 0 ? at.lower : at.higher;
    }
    return null;
  }

  /**
   * Takes out what was freed after {@code after} and up to {@code upTo}, and was allocated after
   * {@code allocated}; lowest freeing transaction first, then lowest page.
   */
  void takeOut(long after, long upTo, long allocated, Consumer<PendingRun> each) {
    root = takeOut(root, after, upTo, allocated, each);
  }

  private @Nullable Node takeOut(
      @Nullable Node node, long after, long upTo, long allocated, Consumer<PendingRun> each) {
    if (node == null) {
      return null;
    }
    looks++;
    if (node.latest <= allocated) {
      return node;
    }
    long freedBy = node.run.freedBy();
    if (freedBy > after) {
      node.lower = takeOut(node.lower, after, upTo, allocated, each);
    }
    boolean taken = freedBy > after && freedBy <= upTo && node.run.allocatedBy() > allocated;
    if (taken) {
      size--;
      each.accept(node.run);
    }
    if (freedBy <= upTo) {
      node.higher = takeOut(node.higher, after, upTo, allocated, each);
    }
    if (taken) {
      return join(node.lower, node.higher);
    }
    update(node);
    return node;
  }

  private Node add(@Nullable Node node, Node added) {
    if (node == null) {
      return added;
    }
    looks++;
    if (priority(added) > priority(node)) {
      split(node, added);
      return added;
    }
    if (compare(added.run, node.run) < 0) {
      node.lower = add(node.lower, added);
    } else {
      node.higher = add(node.higher, added);
    }
    node.latest = Math.max(node.latest, added.latest);
    return node;
  }

  /** Puts all of a tree below a node that is not in it, on the side where it belongs. */
  private void split(@Nullable Node node, Node at) {
    if (node == null) {
      at.lower = null;
      at.higher = null;
    } else if (compare(node.run, at.run) < 0) {
      split(node.higher, at);
      node.higher = at.lower;
      update(node);
      at.lower = node;
    } else {
      split(node.lower, at);
      node.lower = at.higher;
      update(node);
      at.higher = node;
    }
    looks++;
    update(at);
  }

  private @Nullable Node remove(@Nullable Node node, Node removed) {
    if (node == null) {
      throw new IllegalStateException(removed.run + " was found, and then was not");
    }
    looks++;
    if (node == removed) {
      return join(node.lower, node.higher);
    }
    if (compare(removed.run, node.run) < 0) {
      node.lower = remove(node.lower, removed);
    } else {
      node.higher = remove(node.higher, removed);
    }
    update(node);
    return node;
  }

  /** One tree of two, all of the first before all of the second. */
  private @Nullable Node join(@Nullable Node first, @Nullable Node second) {
    if (first == null) {
      return second;
    }
    if (second == null) {
      return first;
    }
    looks++;
    if (priority(first) > priority(second)) {
      first.higher = join(first.higher, second);
      update(first);
      return first;
    }
    second.lower = join(first, second.lower);
    update(second);
    return second;
  }

  private static void update(Node node) {
    long latest = node.run.allocatedBy();
    Node lower = node.lower;
    if (lower != null) {
      latest = Math.max(latest, lower.latest);
    }
    Node higher = node.higher;
    if (higher != null) {
      latest = Math.max(latest, higher.latest);
    }
    node.latest = latest;
  }

  private static int compare(PendingRun a, PendingRun b) {
    int order = Long.compare(a.freedBy(), b.freedBy());
    return order != 0 ? order : Long.compare(a.start(), b.start());
  }

  /** The last steps of SplitMix64, which spread neighbouring pages over all numbers. */
  private static long priority(Node node) {
    long z = node.run.start() * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
