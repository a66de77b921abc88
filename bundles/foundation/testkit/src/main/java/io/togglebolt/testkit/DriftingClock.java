package io.togglebolt.testkit;

import io.togglebolt.runtime.Clock;

/**
 * One machine's clock, which runs faster or slower than true time and jumps when told to. True time
 * is another clock, shared by all machines of a simulation. As on a real machine the monotonic time
 * never goes back, and the wall clock may. Thread-safe when nobody changes it meanwhile; changes
 * are the simulator's.
 */
public final class DriftingClock implements Clock {
  private static final long MILLION = 1_000_000;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Clock truth;
  private long ratePerMillion = MILLION;
  private long truthAtChange;
  private long localAtChange;
  private long wallOffsetMillis;

  /**
   * A clock that shows true time until it is told otherwise.
   *
   * @param truth true time; owned by the caller
   */
  public DriftingClock(Clock truth) {
    this.truth = truth;
    truthAtChange = truth.nanoTime();
    localAtChange = truthAtChange;
    wallOffsetMillis = truth.wallMillis() - localAtChange / NANOS_PER_MILLI;
  }

  @Override
  public long nanoTime() {
    return localAtChange + scale(truth.nanoTime() - truthAtChange, ratePerMillion, MILLION);
  }

  @Override
  public long wallMillis() {
    return wallOffsetMillis + nanoTime() / NANOS_PER_MILLI;
  }

  /**
   * Sets how fast it runs from now on.
   *
   * @param perMillion local time for each million of true time: 1_000_000 is right, 1_000_200 gains
   *     200 microseconds a second
   */
  public void setRate(long perMillion) {
    if (perMillion <= 0) {
      throw new IllegalArgumentException("the rate is " + perMillion + ", it must be positive");
    }
    localAtChange = nanoTime();
    truthAtChange = truth.nanoTime();
    ratePerMillion = perMillion;
  }

  /** How fast it runs, as it was set. */
  public long ratePerMillion() {
    return ratePerMillion;
  }

  /** Lets both times jump forward, as when a machine was suspended. */
  public void jumpForward(long nanos) {
    if (nanos < 0) {
      throw new IllegalArgumentException("monotonic time can't go back by " + -nanos + " ns");
    }
    localAtChange += nanos;
  }

  /** Lets the wall clock jump, back too, as when an operator sets it. */
  public void jumpWall(long millis) {
    wallOffsetMillis += millis;
  }

  /**
   * How much true time passes until this clock shows a later time, if nobody changes it meanwhile;
   * rounded up, so that it has been reached then. 0 for what is past.
   */
  public long truthUntil(long localNanos) {
    long missing = localNanos - nanoTime();
    if (missing <= 0) {
      return 0;
    }
    long elapsed = truth.nanoTime() - truthAtChange;
    long target = localNanos - localAtChange;
    long needed = scale(target, MILLION, ratePerMillion);
    while (scale(needed, ratePerMillion, MILLION) < target) {
      needed++;
    }
    return needed - elapsed;
  }

  /** Multiplies and divides, rounding down, without overflow for times below 290 years. */
  private static long scale(long nanos, long factor, long divisor) {
    return Math.addExact(
        Math.multiplyExact(nanos / divisor, factor), nanos % divisor * factor / divisor);
  }
}
