package io.togglebolt.freelist.exact.internal;

import io.togglebolt.storage.spi.PendingRun;
import org.jspecify.annotations.Nullable;

/**
 * A pending run in the place that it has in a heap. The children of a node are a doubly linked
 * list; {@code previous} of the first child is the parent.
 */
final class Node {
  final PendingRun run;
  @Nullable Node child;
  @Nullable Node next;
  @Nullable Node previous;

  /** The heap that this node is the top of, or null: only the top has to know. */
  @Nullable Heap heap;

  Node(PendingRun run) {
    this.run = run;
  }
}
