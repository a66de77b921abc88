package io.togglebolt.wal.internal.files;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** The lock of the pipeline, and waiting for strangers' writers under it: only for a while. */
final class Patience {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final long mostNanos;

  Patience(long mostNanos) {
    this.mostNanos = mostNanos;
  }

  long mostNanos() {
    return mostNanos;
  }

  void lock() {
    lock.lock();
  }

  void unlock() {
    lock.unlock();
  }

  /** Wakes whoever waits. With the lock held. */
  void changed() {
    changed.signalAll();
  }

  /** Waits for a while, with the lock held. */
  void awaitWhile(BooleanSupplier isBusy) throws InterruptedException {
    long left = mostNanos;
    while (isBusy.getAsBoolean() && left > 0) {
      left = changed.awaitNanos(left);
    }
  }

  /** The same; an interrupt is for whoever comes later. */
  void awaitCalmlyWhile(BooleanSupplier isBusy) {
    long begun = System.nanoTime();
    long left = mostNanos;
    boolean interrupted = false;
    while (isBusy.getAsBoolean() && left > 0) {
      try {
        changed.awaitNanos(left);
      } catch (InterruptedException interruption) {
        interrupted = true;
      }
      left = mostNanos - (System.nanoTime() - begun);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
