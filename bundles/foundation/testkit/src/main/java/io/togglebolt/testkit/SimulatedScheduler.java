package io.togglebolt.testkit;

import io.togglebolt.runtime.Scheduler;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks on the thread of the test, when the test says so: in the order in which they became
 * due, or in an order drawn from a seed, as threads might. Any thread may hand tasks in; one thread
 * runs them.
 */
public final class SimulatedScheduler implements Scheduler {
  /** Breaks a loop of tasks that hand each other in for ever. */
  private static final int MOST_TASKS_IN_A_RUN = 1_000_000;

  private final SimulatedClock clock;
  private final @Nullable SplitMix64 random;
  private final List<Entry> entries = new ArrayList<>();
  private long handedIn;
  private boolean closed;

  /** A task and when it may run; the number keeps the order of tasks that are due together. */
  private record Entry(Runnable task, long dueNanos, long number) {}

  private static final Comparator<Entry> ORDER =
      Comparator.comparingLong(Entry::dueNanos).thenComparingLong(Entry::number);

  /** Runs tasks in the order in which they became due. */
  public SimulatedScheduler(SimulatedClock clock) {
    this.clock = clock;
    random = null;
  }

  /** Runs tasks that are due in random order. */
  public SimulatedScheduler(SimulatedClock clock, SplitMix64 random) {
    this.clock = clock;
    this.random = random;
  }

  @Override
  public void execute(Runnable task) {
    add(task, 0);
  }

  @Override
  public Scheduled schedule(Runnable task, long delayMillis) {
    @Nullable Entry entry = add(task, TimeUnit.MILLISECONDS.toNanos(Math.max(0, delayMillis)));
    return () -> cancel(entry);
  }

  private synchronized @Nullable Entry add(Runnable task, long delayNanos) {
    if (closed) {
      return null;
    }
    Entry entry = new Entry(task, clock.nanoTime() + delayNanos, handedIn++);
    entries.add(entry);
    return entry;
  }

  private synchronized void cancel(@Nullable Entry entry) {
    entries.remove(entry);
  }

  /** How many tasks wait, those that are not due yet included. */
  public synchronized int pending() {
    return entries.size();
  }

  /** Runs one task that is due; says whether there was one. What the task throws is thrown. */
  public boolean runOne() {
    Optional<Entry> next = takeDue();
    next.ifPresent(entry -> entry.task().run());
    return next.isPresent();
  }

  private synchronized Optional<Entry> takeDue() {
    long now = clock.nanoTime();
    List<Entry> due =
        entries.stream().filter(entry -> entry.dueNanos() <= now).sorted(ORDER).toList();
    if (due.isEmpty()) {
      return Optional.empty();
    }
    Entry next = random == null ? due.getFirst() : random.choice(due);
    entries.remove(next);
    return Optional.of(next);
  }

  /**
   * Runs tasks until none is due, those that tasks hand in included. Time stands still.
   *
   * @return how many ran
   * @throws AssertionError after all have run, when some threw: the first as the cause, the others
   *     suppressed
   */
  public int runUntilIdle() {
    List<Throwable> failures = new ArrayList<>();
    int count = runDue(failures);
    report(failures);
    return count;
  }

  /** Moves time on, and runs each task at the moment when it is due. Fails as a run does. */
  public void advance(long millis) {
    long end = clock.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    List<Throwable> failures = new ArrayList<>();
    runDue(failures);
    for (long due = nextDueNanos(); due <= end; due = nextDueNanos()) {
      clock.advanceNanos(due - clock.nanoTime());
      runDue(failures);
    }
    clock.advanceNanos(Math.max(0, end - clock.nanoTime()));
    report(failures);
  }

  private int runDue(List<Throwable> failures) {
    for (int count = 0; count < MOST_TASKS_IN_A_RUN; count++) {
      try {
        if (!runOne()) {
          return count;
        }
      } catch (RuntimeException | Error failure) {
        failures.add(failure);
      }
    }
    throw new AssertionError("after " + MOST_TASKS_IN_A_RUN + " tasks there are still more");
  }

  private synchronized long nextDueNanos() {
    return entries.stream().mapToLong(Entry::dueNanos).min().orElse(Long.MAX_VALUE);
  }

  private static void report(List<Throwable> failures) {
    if (!failures.isEmpty()) {
      AssertionError report =
          new AssertionError("tasks that failed: " + failures.size(), failures.getFirst());
      failures.stream().skip(1).forEach(report::addSuppressed);
      throw report;
    }
  }

  /** Forgets all tasks, and those that come later. */
  @Override
  public synchronized void close() {
    closed = true;
    entries.clear();
  }
}
