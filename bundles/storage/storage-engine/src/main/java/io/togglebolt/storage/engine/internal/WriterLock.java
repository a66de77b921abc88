package io.togglebolt.storage.engine.internal;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one lock of the writer: held by the write transaction, and for moments by whoever needs the
 * boundary between two of them. Fair, so that a hand-over gets its turn under a looping writer. It
 * belongs to a transaction, not to a thread: a stopped bundle's transaction is rolled back by
 * another thread than its own.
 */
final class WriterLock {
  private final Semaphore permit = new Semaphore(1, true);
  private volatile @Nullable Thread holder;

  void acquire() throws InterruptedException {
    permit.acquire();
    holder = Thread.currentThread();
  }

  /** Waits no longer than that, whether or not the thread is interrupted, which it stays. */
  boolean tryAcquireUninterruptibly(long millis) {
    long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          if (!permit.tryAcquire(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            return false;
          }
          holder = Thread.currentThread();
          return true;
        } catch (InterruptedException again) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  void release() {
    holder = null;
    permit.release();
  }

  /** Whether the calling thread has the lock, so that asking for it again would wait forever. */
  boolean heldByCaller() {
    return holder == Thread.currentThread();
  }
}
