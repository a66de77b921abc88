package io.togglebolt.wal.internal.write;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is to write. Guarded by the intake lock, so that nobody goes idle between the look
 * at what waits and the decision.
 */
final class Turn {
  private enum Phase {
    /** Nobody's; nothing must be written. */
    IDLE,
    /** A task's that the scheduler has, or that is telling; a thread that waits may be faster. */
    SCHEDULED,
    /** A thread's. */
    TAKEN,
    /** Nobody's until a writer comes. */
    PARKED
  }

  private final ReentrantLock lock;
  private final Condition changed;
  private final BooleanSupplier workWaits;
  private Phase phase = Phase.IDLE;
  private @Nullable Thread owner;
  private Runnable writing = () -> {};

  /**
   * Nobody's.
   *
   * @param changed signalled when it is another's
   * @param workWaits asked with the lock held
   */
  Turn(ReentrantLock intake, Condition changed, BooleanSupplier workWaits) {
    lock = intake;
    this.changed = changed;
    this.workWaits = workWaits;
  }

  /** What a thread does that needs room. */
  void attach(Runnable task) {
    writing = task;
  }

  // With the lock held.

  boolean isMine() {
    return owner == Thread.currentThread();
  }

  /**
   * Has the calling thread write, with the lock given up meanwhile.
   *
   * @return false when it can't now
   */
  boolean lendTo() {
    if (phase != Phase.IDLE && phase != Phase.SCHEDULED || !workWaits.getAsBoolean()) {
      return false;
    }
    lock.unlock();
    try {
      writing.run();
    } finally {
      lock.lock();
    }
    return true;
  }

  // Without it.

  boolean isOwner() {
    lock.lock();
    try {
      return isMine();
    } finally {
      lock.unlock();
    }
  }

  /** Whether the caller is to hand a task to the scheduler. */
  boolean schedule() {
    lock.lock();
    try {
      boolean due = phase == Phase.IDLE && workWaits.getAsBoolean();
      phase = due ? Phase.SCHEDULED : phase;
      return due;
    } finally {
      lock.unlock();
    }
  }

  /** Takes it for the calling thread, if it is nobody's and there is something to write. */
  boolean take(boolean isTask) {
    lock.lock();
    try {
      boolean free = phase == Phase.SCHEDULED || !isTask && phase == Phase.IDLE;
      if (!free) {
        return false;
      }
      if (!workWaits.getAsBoolean()) {
        // A hand-over has written it; the task that was to do so is this one, or comes yet.
        phase = isTask ? Phase.IDLE : phase;
        return false;
      }
      phase = Phase.TAKEN;
      owner = Thread.currentThread();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The calling thread writes no more.
   *
   * @return whether it is to hand a task to the scheduler
   */
  boolean end() {
    lock.lock();
    try {
      if (!isMine()) {
        return false;
      }
      owner = null;
      phase = workWaits.getAsBoolean() ? Phase.SCHEDULED : Phase.IDLE;
      changed.signalAll();
      return phase == Phase.SCHEDULED;
    } finally {
      lock.unlock();
    }
  }

  /** The calling task comes back soon; until then another may write. */
  void offer() {
    lock.lock();
    try {
      if (isMine()) {
        owner = null;
        phase = Phase.SCHEDULED;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** There is no writer. */
  void park() {
    lock.lock();
    try {
      phase = Phase.PARKED;
      owner = null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * There is one again, or nothing waits any more.
   *
   * @return whether the caller is to hand a task to the scheduler
   */
  boolean unpark() {
    endParking();
    return schedule();
  }

  /** Nothing waits for a writer any more. */
  void endParking() {
    lock.lock();
    try {
      phase = phase == Phase.PARKED ? Phase.IDLE : phase;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isParked() {
    lock.lock();
    try {
      return phase == Phase.PARKED;
    } finally {
      lock.unlock();
    }
  }
}
