package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.TransactionStats;

/** Counts what one transaction does. Owned by it and used by its thread alone. */
final class TransactionTally {
  long pagesAllocated;
  long cursors;
  long nodesRead;
  long rebalances;
  long rebalanceNanos;
  long splits;
  long nodesSpilled;
  long spillNanos;
  long writes;
  long writeNanos;

  TransactionStats stats(int pageSize) {
    return new TransactionStats(
        pagesAllocated,
        pagesAllocated * pageSize,
        cursors,
        nodesRead,
        rebalances,
        rebalanceNanos,
        splits,
        nodesSpilled,
        spillNanos,
        writes,
        writeNanos);
  }
}
