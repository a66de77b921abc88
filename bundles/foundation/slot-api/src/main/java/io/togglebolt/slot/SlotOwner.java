package io.togglebolt.slot;

import org.jspecify.annotations.Nullable;

/**
 * What the owner of a slot does for the mechanism. The owner keeps the truth from which every part
 * is made.
 *
 * @param <F> the factory's type
 * @param <P> the part's type
 */
public interface SlotOwner<F, P> {

  /**
   * A part on its way: made from a copy of the truth while the old part serves, then brought up to
   * date. Changes of the truth are collected for it from the moment of the copy on.
   *
   * @param <F> the factory's type
   * @param <P> the part's type
   */
  interface HandOver<F, P> {

    /**
     * Makes the part from the copy. Called once, in the background, outside the boundary. The
     * factory's exceptions may pass through; an exception thrown here sets the candidate aside.
     */
    void make(F factory) throws Exception;

    /** Applies what has happened since the copy. Called in the background, outside the boundary. */
    void catchUp() throws Exception;

    /**
     * Whether so little is left to apply that it may be done while the boundary is held. Asked
     * there, before {@link #complete}; where it is not, {@link #catchUp} is called again outside.
     * Must be short.
     */
    default boolean isClose() {
      return true;
    }

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

    /** For how long the copy held the boundary, for the journal. */
    default long copyNanos() {
      return 0;
    }

    /**
     * Stops collecting changes and lets go of the copy. Always called once in the end, after a
     * completed hand-over too; by another thread when the one that makes the part does not return.
     */
    void abandon();
  }

  /**
   * Begins a hand-over: waits for the next boundary and copies the truth there. Called in the
   * background; may be interrupted. The wait is the owner's, so it does not count as the
   * candidate's time to prepare.
   *
   * <p>There is one hand-over at a time, but for one that was given up because it took too long:
   * its thread is interrupted and may still be in {@link HandOver#make} or {@link HandOver#catchUp}
   * when the next one begins.
   *
   * @return the hand-over, or null when the owner is closed
   */
  @Nullable HandOver<F, P> begin() throws InterruptedException;

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

  /**
   * A part serves no more: another one took over, the slot was vacated, the part failed, or it was
   * completed or rebuilt and is not needed after all. The owner lets go of what the part holds, if
   * it holds anything. Called at the boundary; must be short.
   */
  default void retired(P part) {}
}
