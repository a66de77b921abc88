package io.togglebolt.slot.internal;

import io.togglebolt.runtime.Clock;
import io.togglebolt.runtime.Scheduler;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;

/**
 * Waits for a condition by the clock: the scheduler wakes the waiter, so that a simulated clock
 * decides when a wait is over. The lock is not held while the scheduler is called.
 */
final class ClockedWait {
  private final Clock clock;
  private final Scheduler scheduler;
  private final Lock lock;
  private final Condition changed;

  ClockedWait(Clock clock, Scheduler scheduler, Lock lock, Condition changed) {
    this.clock = clock;
    this.scheduler = scheduler;
    this.lock = lock;
    this.changed = changed;
  }

  private final class Alarm implements Runnable {
    private boolean rung;

    @Override
    public void run() {
      lock.lock();
      try {
        rung = true;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * Waits until {@code done}, which is asked under the lock.
   *
   * @return whether it was done before {@code timeoutMillis} had passed since {@code begunNanos}
   */
  boolean until(BooleanSupplier done, long begunNanos, long timeoutMillis)
      throws InterruptedException {
    long timeoutNanos = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    while (true) {
      long leftNanos = timeoutNanos - (clock.nanoTime() - begunNanos);
      Alarm alarm = new Alarm();
      Scheduler.Scheduled timer =
          leftNanos <= 0 ? () -> {} : scheduler.schedule(alarm, millisRoundedUp(leftNanos));
      lock.lock();
      try {
        while (leftNanos > 0 && !alarm.rung && !done.getAsBoolean()) {
          changed.await();
        }
        if (done.getAsBoolean() || leftNanos <= 0) {
          return done.getAsBoolean();
        }
      } finally {
        lock.unlock();
        timer.cancel();
      }
    }
  }

  private static long millisRoundedUp(long nanos) {
    long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
    return TimeUnit.MILLISECONDS.toNanos(millis) == nanos ? millis : millis + 1;
  }
}
