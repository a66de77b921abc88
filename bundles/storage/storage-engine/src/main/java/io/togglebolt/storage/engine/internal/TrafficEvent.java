package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.spi.PendingRun;
import java.util.List;

/**
 * One step of the write transactions, as far as pages go: all that another space needs in order to
 * do the same with its own pages. Immutable; nobody changes the arrays.
 */
sealed interface TrafficEvent {

  /** How much memory the event stands for: about how many runs and readers it names. */
  long weight();

  /** How the database itself stands after the step. */
  Figures figures();

  /**
   * What a database has.
   *
   * @param freePages pages that are free
   * @param pendingPages pages that are freed but not free
   * @param filePages the high-water mark: the page after the last one in use
   */
  record Figures(long freePages, long pendingPages, long filePages) {}

  /**
   * A transaction began, whether or not it will be committed: the policy was asked.
   *
   * @param readers the transactions that open readers saw, ascending
   */
  record Begun(long[] readers, Figures figures) implements TrafficEvent {
    @Override
    public long weight() {
      return 1 + readers.length;
    }
  }

  /**
   * The transaction that began last was committed.
   *
   * @param txid its id
   * @param trims whether it gave up the free pages at the file's end, before anything else
   * @param freed what it freed
   * @param placement how its nodes were given their pages
   * @param pages how many pages each node takes, in the order in which they were placed
   * @param starts where each of them begins
   * @param listed whether it wrote the list of free pages
   */
  record Committed(
      long txid,
      boolean trims,
      List<PendingRun> freed,
      Placement placement,
      int[] pages,
      long[] starts,
      boolean listed,
      Figures figures)
      implements TrafficEvent {
    @Override
    public long weight() {
      return 1L + freed.size() + pages.length;
    }
  }
}
