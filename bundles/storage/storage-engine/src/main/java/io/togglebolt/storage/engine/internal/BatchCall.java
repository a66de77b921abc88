package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.Database;
import io.togglebolt.storage.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One caller of a batch and its work. Made by the caller's thread, which waits until the call is
 * done. All of it is guarded by the lock of the {@link BatchQueue}, but for the state, which may be
 * read without.
 */
final class BatchCall {
  enum State {
    WAITING,
    /** Waiting, and to be the next to lead. */
    LEADS,
    IN_ROUND,
    DONE
  }

  private final Client client;
  private final Database.Work<?, ?> work;
  private final Thread thread = Thread.currentThread();
  private volatile State state = State.WAITING;
  private Hooks hooks = new Hooks();

  /** The hooks that the caller runs in the end. */
  private final List<Runnable> due = new ArrayList<>();

  /** Whether its thread leads, or led a round that was taken from it and has not returned. */
  private boolean busy;

  /** Whether its work failed by an interrupt that was for another thread; the leader's alone. */
  private boolean harmed;

  private @Nullable Object result;
  private @Nullable Throwable failure;

  BatchCall(Client client, Database.Work<?, ?> work) {
    this.client = client;
    this.work = work;
  }

  Client client() {
    return client;
  }

  Database.Work<?, ?> work() {
    return work;
  }

  State state() {
    return state;
  }

  void setState(State next) {
    state = next;
  }

  /** Whether the calling thread is the caller's own. */
  boolean isOwn() {
    return thread == Thread.currentThread();
  }

  boolean isBusy() {
    return busy;
  }

  /** Makes its thread the leader. */
  void lead() {
    busy = true;
    state = State.LEADS;
    LockSupport.unpark(thread);
  }

  /** Its thread leads no more, nor is it in a round that it led. */
  void leadNoMore() {
    busy = false;
    if (state == State.LEADS) {
      state = State.WAITING;
    }
  }

  /** The work begins, for the first time or anew. */
  void begin() {
    hooks = new Hooks();
  }

  Hooks hooks() {
    return hooks;
  }

  /** The transaction in which the work ran has ended. */
  void transactionEnded(boolean committed) {
    due.addAll(hooks.take(committed));
  }

  /** Notes what the work did. */
  void returned(@Nullable Object value, @Nullable Throwable thrown) {
    result = value;
    failure = thrown;
  }

  @Nullable Throwable failure() {
    return failure;
  }

  boolean isHarmed() {
    return harmed;
  }

  void setHarmed(boolean byInterrupt) {
    harmed = byInterrupt;
  }

  /** Notes how the transaction with the work ended: with null the work is committed. */
  void setFailure(@Nullable Throwable cause) {
    failure = cause;
  }

  /** Ends the call with what is known; its thread goes on as soon as the lock is let go. */
  void end() {
    state = State.DONE;
    LockSupport.unpark(thread);
  }

  /** Ends the call with a failure. */
  void end(Throwable cause) {
    failure = cause;
    end();
  }

  /**
   * What the caller gets, after its hooks, on its own thread.
   *
   * @param name the database, for the message
   */
  @SuppressWarnings("unchecked")
  <T extends @Nullable Object, E extends Exception> T outcome(String name) throws E {
    Throwable thrown = failure;
    StorageException hookFailed = Hooks.run(due, name + ": the batch", thrown == null);
    if (thrown == null) {
      if (hookFailed != null) {
        throw hookFailed;
      }
      return (T) result;
    }
    if (hookFailed != null) {
      thrown.addSuppressed(hookFailed);
    }
    if (thrown instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (thrown instanceof Error error) {
      throw error;
    }
    // Nothing else than what the work declares can have come out of it.
    throw (E) thrown;
  }
}
