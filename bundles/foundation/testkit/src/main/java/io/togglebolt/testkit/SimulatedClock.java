package io.togglebolt.testkit;

import io.togglebolt.runtime.Clock;
import java.util.concurrent.TimeUnit;

/** A clock that stands still until it is moved. Thread-safe. */
public final class SimulatedClock implements Clock {
  private static final long FIRST_WALL_MILLIS = 1_700_000_000_000L;

  private long nanos;
  private long wallOffsetMillis = FIRST_WALL_MILLIS;

  @Override
  public synchronized long nanoTime() {
    return nanos;
  }

  @Override
  public synchronized long wallMillis() {
    return wallOffsetMillis + TimeUnit.NANOSECONDS.toMillis(nanos);
  }

  /** Moves time on. A scheduler that shares the clock does not notice: move time through it. */
  public void advance(long millis) {
    advanceNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  synchronized void advanceNanos(long forward) {
    if (forward < 0) {
      throw new IllegalArgumentException("time can't go back by " + -forward + " ns");
    }
    nanos += forward;
  }

  /** Lets the wall clock jump, back too, as when an operator sets it. */
  public synchronized void jumpWall(long millis) {
    wallOffsetMillis += millis;
  }
}
