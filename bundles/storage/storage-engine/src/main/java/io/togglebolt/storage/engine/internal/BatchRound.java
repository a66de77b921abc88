package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.StorageException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The works of one commit, and how their leader runs them. The state is guarded by the lock of the
 * {@link BatchQueue}; the transaction is the leader's, until the round is taken from it.
 */
final class BatchRound {
  /** How far down an interrupt is looked for. */
  private static final int MAX_CAUSES = 16;

  private final BatchQueue queue;
  private final WriteSide writeSide;
  private final ReentrantLock lock;

  /** Those that are still in it. */
  private final List<BatchCall> calls;

  /** Null between a transaction that was rolled back and the next. */
  private @Nullable WriteTransaction transaction;

  /** How many works have begun in this transaction. */
  private int begun;

  private boolean workRuns;

  /** Whether it commits or breaks off: its end has begun and is its leader's. */
  private boolean committing;

  private boolean taken;

  /** Whether the transaction is durable. Only its leader knows. */
  private boolean committed;

  /** Whether its thread was interrupted while the round kept that from the others' works. */
  private boolean interrupted;

  BatchRound(
      BatchQueue queue,
      WriteSide writeSide,
      ReentrantLock lock,
      List<BatchCall> calls,
      WriteTransaction transaction) {
    this.queue = queue;
    this.writeSide = writeSide;
    this.lock = lock;
    this.calls = calls;
    this.transaction = transaction;
  }

  /** Runs and commits what waits, and returns the calls that have ended by it. */
  List<BatchCall> serve() {
    try {
      return serveAll();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private List<BatchCall> serveAll() {
    WriteTransaction open = transaction;
    while (open != null) {
      BatchCall failed = runWorks(open);
      if (failed == null && startCommit()) {
        return commit(open);
      }
      open.closeNow();
      open = drop(failed) ? beginAgain() : null;
    }
    return List.of();
  }

  /** Runs works until one fails, which is returned. */
  private @Nullable BatchCall runWorks(WriteTransaction open) {
    BatchCall call;
    while ((call = next()) != null) {
      open.share(call.hooks());
      giveInterruptTo(call);
      Object result = null;
      Throwable failure = null;
      try {
        result = call.work().in(open);
        failure = broken(open);
      } catch (Throwable thrown) {
        failure = thrown;
      }
      boolean harmed = failure != null && !call.isOwn() && isInterrupt(failure);
      interrupted |= Thread.interrupted() || harmed;
      call.setHarmed(harmed);
      if (!returned(open, call, result, failure)) {
        return call;
      }
    }
    return null;
  }

  /** The leader's own work sees an interrupt of its thread; the others' do not. */
  private void giveInterruptTo(BatchCall call) {
    if (!call.isOwn()) {
      interrupted |= Thread.interrupted();
    } else if (interrupted) {
      interrupted = false;
      Thread.currentThread().interrupt();
    }
  }

  /** Whether a work may have failed since its thread was interrupted. */
  private static boolean isInterrupt(Throwable failure) {
    if (Thread.currentThread().isInterrupted()) {
      return true;
    }
    try {
      Throwable cause = failure;
      for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
        if (cause instanceof InterruptedException) {
          return true;
        }
        cause = cause.getCause();
      }
      return false;
    } catch (RuntimeException itsOwn) {
      // An exception of the user's that cannot even tell its cause is the user's affair.
      return false;
    }
  }

  private @Nullable BatchCall next() {
    lock.lock();
    try {
      if (taken || begun == calls.size()) {
        return null;
      }
      BatchCall call = calls.get(begun++);
      workRuns = true;
      call.begin();
      return call;
    } finally {
      lock.unlock();
    }
  }

  /**
   * A work may have caught what broke one of its changes off; it cannot be committed all the same.
   */
  private static @Nullable Throwable broken(WriteTransaction open) {
    Throwable cause = open.spoiledBy();
    return cause == null
        ? null
        : new StorageException(
            "the work is rolled back, since one of its changes broke off half-way: "
                + cause.getMessage(),
            cause);
  }

  /** Notes what a work did; returns whether the round goes on with this transaction. */
  private boolean returned(
      WriteTransaction open, BatchCall call, @Nullable Object result, @Nullable Throwable failure) {
    lock.lock();
    try {
      if (taken) {
        return false;
      }
      workRuns = false;
      call.returned(result, open.isClosed() ? queue.closedTo(call, failure) : failure);
      return call.failure() == null;
    } finally {
      lock.unlock();
    }
  }

  private boolean startCommit() {
    lock.lock();
    try {
      committing = !taken && !calls.isEmpty();
      return committing;
    } finally {
      lock.unlock();
    }
  }

  private List<BatchCall> commit(WriteTransaction open) {
    Throwable failure = null;
    try {
      open.commitNow();
      committed = true;
    } catch (Throwable refused) {
      failure = refused;
    }
    lock.lock();
    try {
      for (BatchCall call : calls) {
        call.transactionEnded(committed);
        call.setFailure(failure == null ? null : told(call, failure));
      }
      return calls;
    } finally {
      lock.unlock();
    }
  }

  /** What a caller hears of a failed commit. With the lock held. */
  private Throwable told(BatchCall call, Throwable failure) {
    boolean closed = queue.isClosed() && !(failure instanceof Error);
    return closed ? queue.closedTo(call, failure) : SharedFailure.copyOf(failure);
  }

  /**
   * Something threw that is no work. Ends the transaction unless somebody else does, and returns
   * the calls that have ended by it: all that are still this thread's. A work that is durable has
   * succeeded all the same.
   */
  List<BatchCall> breakOff(Throwable cause) {
    if (!startBreakingOff()) {
      return List.of();
    }
    WriteTransaction open = transaction;
    if (open != null) {
      close(open, cause);
    }
    lock.lock();
    try {
      for (BatchCall call : calls) {
        call.transactionEnded(committed);
        call.setFailure(committed ? null : queue.brokenOff(cause));
      }
      return calls;
    } finally {
      lock.unlock();
    }
  }

  /** From now on nobody takes the round from this thread; returns false if somebody did. */
  private boolean startBreakingOff() {
    lock.lock();
    try {
      workRuns = false;
      committing = !taken;
      return committing;
    } finally {
      lock.unlock();
    }
  }

  /** Rolls back, unless it has ended; what comes of that is one more thing that broke. */
  static void close(WriteTransaction open, Throwable broken) {
    try {
      open.closeNow();
    } catch (Throwable alsoBroken) {
      if (alsoBroken != broken) {
        broken.addSuppressed(alsoBroken);
      }
    }
  }

  /**
   * After a rollback: takes the work that failed out of the round and lets the others begin anew.
   * Returns whether there are any, and they are still this thread's.
   */
  private boolean drop(@Nullable BatchCall failed) {
    lock.lock();
    try {
      if (taken) {
        return false;
      }
      keepRollbackHooks();
      if (failed != null && calls.remove(failed)) {
        if (failed.isHarmed()) {
          queue.putBack(failed);
        } else {
          failed.end();
        }
      }
      transaction = null;
      begun = 0;
      return !calls.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private void keepRollbackHooks() {
    calls.subList(0, begun).forEach(call -> call.transactionEnded(false));
  }

  /** The next transaction of a round, or null when it is over. An interrupt harms no follower. */
  private @Nullable WriteTransaction beginAgain() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return resume(writeSide.begin(BatchQueue.EVERYBODY));
        } catch (RuntimeException | Error refused) {
          if (refused.getCause() instanceof InterruptedException) {
            interrupted |= Thread.interrupted();
          } else {
            failAll(refused);
            return null;
          }
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private WriteTransaction resume(WriteTransaction open) {
    lock.lock();
    try {
      transaction = open;
      return open;
    } finally {
      lock.unlock();
    }
  }

  private void failAll(Throwable failure) {
    lock.lock();
    try {
      if (!taken) {
        calls.forEach(call -> call.end(SharedFailure.copyOf(failure)));
        calls.clear();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether it can still be taken from its leader. With the lock held. */
  boolean isOpen() {
    return !committing && !taken;
  }

  /** Whether the work that runs just now is a client's. With the lock held. */
  boolean runs(Client client) {
    return workRuns && calls.get(begun - 1).client() == client;
  }

  /** Ends the calls of a client whose works have not begun. With the lock held. */
  void endNotBegun(Client client) {
    List<BatchCall> later = calls.subList(begun, calls.size());
    later.removeIf(call -> queue.endedFor(client, call));
  }

  /**
   * Takes the round from its leader. With the lock held.
   *
   * @return the calls, in their order, which are the taker's now
   */
  List<BatchCall> takeOver() {
    taken = true;
    keepRollbackHooks();
    return calls;
  }

  /** The transaction that a taker has to roll back; null when there is none. */
  @Nullable WriteTransaction transaction() {
    return transaction;
  }
}
