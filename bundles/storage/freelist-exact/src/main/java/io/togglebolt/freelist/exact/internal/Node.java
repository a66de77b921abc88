package io.togglebolt.freelist.exact.internal;

import io.togglebolt.storage.spi.PendingRun;
import org.jspecify.annotations.Nullable;

/** A pending run in its place in a {@link RunTree}. */
final class Node {
  final PendingRun run;
  @Nullable Node lower;
  @Nullable Node higher;

  /** The latest allocation of this run and all those below it in the tree. */
  long latest;

  Node(PendingRun run) {
    this.run = run;
    latest = run.allocatedBy();
  }
}
