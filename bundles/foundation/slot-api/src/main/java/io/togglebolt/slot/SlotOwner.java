package io.togglebolt.slot;

/**
 * What the owner of a slot does for the mechanism. The owner keeps the truth from which every part
 * is made.
 *
 * @param <F> the factory's type
 * @param <P> the part's type
 */
public interface SlotOwner<F, P> {

  /**
   * A part on its way: made from a snapshot of the truth while the old part serves, then brought up
   * to date.
   *
   * @param <P> the part's type
   */
  interface HandOver<P> {

    /**
     * Applies what has happened since the snapshot. Called in the background, outside the boundary.
     */
    void catchUp() throws Exception;

    /**
     * Applies the last changes, compares the part with the truth and returns it. Called at the
     * boundary; must be short.
     *
     * @throws Exception when the part threw or disagrees with the truth: it is then set aside with
     *     the message
     */
    P complete() throws Exception;

    /** How many items the part holds, for the journal. */
    long stateSize();

    /**
     * Lets go of the part and stops collecting changes. Always called in the end, after a completed
     * hand-over too.
     */
    void abandon();
  }

  /**
   * Makes a part in the background from a snapshot of the truth. The factory's exceptions may pass
   * through; an exception thrown here sets the candidate aside.
   *
   * <p>There is one hand-over at a time, but for one that was given up because it took too long:
   * its thread is interrupted and may still be in here, or in {@link HandOver#catchUp}, when the
   * next one begins.
   */
  HandOver<P> prepare(F factory) throws Exception;

  /**
   * Makes a part at once, on a thread that holds the boundary, in the middle of an operation if
   * need be. Used when the slot is opened and when the serving part failed. Nobody limits the time
   * it takes. An {@link InterruptedException} blames nobody; whatever else is thrown sets the
   * candidate aside.
   */
  P rebuild(F factory) throws Exception;

  /**
   * Runs a task at the next boundary: between two operations, with the owner's state locked.
   * Returns after it ran. May be interrupted while it waits. The task never throws.
   *
   * @return false when the owner is closed, in which case the task did not run
   */
  boolean atBoundary(Runnable task) throws InterruptedException;

  /**
   * Whether the calling thread is inside an operation of this owner, so that waiting for a boundary
   * would never end.
   */
  boolean insideOperation();
}
