package io.togglebolt.demo.internal;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what happens in the background. */
final class Waiting {
  private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long TIMEOUT_SECONDS = 30;

  private Waiting() {}

  /**
   * Returns when it is so.
   *
   * @throws IllegalStateException when it does not come in time, or the thread is interrupted
   */
  static void until(String what, BooleanSupplier is) {
    long start = System.nanoTime();
    while (!is.getAsBoolean()) {
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("interrupted while waiting until " + what);
      }
      if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS)) {
        throw new IllegalStateException("waited " + TIMEOUT_SECONDS + " s in vain until " + what);
      }
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
  }
}
