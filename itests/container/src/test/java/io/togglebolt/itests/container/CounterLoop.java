package io.togglebolt.itests.container;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks at all counters again and again, in a thread of its own, and demands that none ever falls,
 * whoever shows them meanwhile.
 */
final class CounterLoop implements AutoCloseable {
  /** Leaves the processors to those who are looked at. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /** One look at all counters. */
  interface Look {
    /** What it found; nothing while nobody shows it. */
    Map<String, Double> take() throws Exception;
  }

  private final String name;
  private final Look look;
  private final Map<String, Double> highest = new HashMap<>();
  private final AtomicLong looks = new AtomicLong();
  private final AtomicLong gaps = new AtomicLong();
  private final Thread thread;
  private volatile boolean ending;
  private volatile Throwable failure;

  CounterLoop(String name, Look look) {
    this.name = name;
    this.look = look;
    thread = new Thread(this::loop, name);
    thread.start();
  }

  private void loop() {
    try {
      while (!ending) {
        Map<String, Double> found = look.take();
        if (found.isEmpty()) {
          gaps.incrementAndGet();
        } else {
          found.forEach(this::requireRise);
          looks.incrementAndGet();
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    } catch (Throwable thrown) {
      failure = thrown;
    }
  }

  private void requireRise(String counter, double value) {
    Double before = highest.put(counter, value);
    if (before != null && value < before) {
      throw new AssertionError(counter + " fell from " + before + " to " + value);
    }
  }

  /** How many looks found something. */
  long looks() {
    return looks.get();
  }

  /** How many looks found nobody. */
  long gaps() {
    return gaps.get();
  }

  /** Waits for a look that is begun after this and finds something. */
  void awaitLook() {
    await("a look of " + name, looks, 2);
  }

  /** Waits for a look that is begun after this and finds nobody. */
  void awaitGap() {
    await("nobody for " + name, gaps, 2);
  }

  private void await(String what, AtomicLong count, int more) {
    long goal = count.get() + more;
    Await.until(
        what,
        this::toString,
        () -> {
          requireNoFailure();
          return count.get() >= goal;
        });
  }

  void requireNoFailure() {
    Throwable thrown = failure;
    if (thrown != null) {
      throw new AssertionError(this + " failed", thrown);
    }
  }

  @Override
  public void close() {
    ending = true;
    Await.until(
        name + " ends", () -> Arrays.toString(thread.getStackTrace()), () -> !thread.isAlive());
    requireNoFailure();
  }

  @Override
  public String toString() {
    return name + ": " + looks + " looks, " + gaps + " of nobody";
  }
}
