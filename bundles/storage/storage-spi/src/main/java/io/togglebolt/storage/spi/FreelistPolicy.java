package io.togglebolt.storage.spi;

/**
 * Decides which pending runs may be handed out again. Called under the database's writer lock only,
 * except while it is being made, when one background thread has it alone.
 *
 * <p>A policy hears only of what committed: what a rolled-back transaction freed was never freed.
 * What it releases is checked against the ledger and the open readers; a policy that releases a run
 * that is not pending, or that a reader may see, or throws, is replaced at once and not trusted
 * again.
 */
public interface FreelistPolicy {

  /** Receives the runs that a policy releases. */
  interface Releases {
    /**
     * This run, as it was given to {@link #freed}, may be handed out from now on. The policy
     * forgets it.
     */
    void release(PendingRun run);
  }

  /** A run became pending. */
  void freed(PendingRun run);

  /**
   * A run that was given to {@link #freed} was released by another policy: it is no longer pending
   * and is forgotten. Used while the policy is being brought up to date, and while it runs beside
   * an active one.
   */
  void forget(PendingRun run);

  /**
   * Releases what may be handed out, at the start of a write transaction.
   *
   * <p>What may be relied on from call to call: a reader that was not in the array of the call
   * before is at or after the {@code freedBy} of every run that the policy had been told of by
   * then, since it began on the last commit. So it sees none of them, and only readers that go make
   * more runs releasable. The runs told since then may be visible to it. A policy that is told of
   * runs without being called, since it is being brought up to date or runs beside an active one,
   * can say nothing of the readers of calls that it did not get. Whoever tests a policy may break
   * the promise: then the answer has to be right all the same, and only the cost may be higher.
   *
   * @param readers the transaction ids that open readers see, ascending, without duplicates; not to
   *     be kept or changed
   * @param releases receives the released runs
   */
  void release(long[] readers, Releases releases);

  /**
   * What is pending, for comparison with the ledger. Asked at hand-over and at the start of each
   * write transaction, under the writer lock: keep it O(1). A policy that serves and holds anything
   * else than what is pending is replaced.
   */
  PageSetDigest digest();
}
