package io.togglebolt.storage;

/**
 * What a transaction has done, or the sum over many. All but cursors and nodes are counted by the
 * commit, so that they are zero before it.
 *
 * @param pagesAllocated pages that were taken for what was changed and for the list of free pages
 * @param bytesAllocated the bytes of those pages
 * @param cursors cursors that were made
 * @param nodesRead pages that were read into memory to be changed
 * @param rebalances nodes that were looked at since keys were removed from them
 * @param rebalanceNanos the time that took, in nanoseconds
 * @param splits nodes that were cut off others that had become too large
 * @param nodesSpilled nodes that were given new pages
 * @param spillNanos the time that took, in nanoseconds
 * @param writes calls that wrote pages or the meta: one for each run of neighbouring pages
 * @param writeNanos the time for writing and syncing pages and meta, in nanoseconds
 */
public record TransactionStats(
    long pagesAllocated,
    long bytesAllocated,
    long cursors,
    long nodesRead,
    long rebalances,
    long rebalanceNanos,
    long splits,
    long nodesSpilled,
    long spillNanos,
    long writes,
    long writeNanos) {
  /** Nothing at all. */
  public static final TransactionStats NONE = new TransactionStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** The sum of both. */
  public TransactionStats plus(TransactionStats other) {
    return new TransactionStats(
        pagesAllocated + other.pagesAllocated,
        bytesAllocated + other.bytesAllocated,
        cursors + other.cursors,
        nodesRead + other.nodesRead,
        rebalances + other.rebalances,
        rebalanceNanos + other.rebalanceNanos,
        splits + other.splits,
        nodesSpilled + other.nodesSpilled,
        spillNanos + other.spillNanos,
        writes + other.writes,
        writeNanos + other.writeNanos);
  }
}
