package io.togglebolt.slot.internal;

import io.togglebolt.runtime.Clock;
import io.togglebolt.runtime.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Time that passes, and background work that runs, only when the test says so. */
final class SimulatedTime implements Clock, Scheduler {
  private final class Task implements Scheduled {
    private final Runnable work;
    private final long dueNanos;

    Task(Runnable work, long dueNanos) {
      this.work = work;
      this.dueNanos = dueNanos;
    }

    @Override
    public void cancel() {
      synchronized (SimulatedTime.this) {
        tasks.remove(this);
      }
    }
  }

  private final List<Task> tasks = new ArrayList<>();
  private long nowNanos = 1_000_000_007L;

  @Override
  public synchronized long nanoTime() {
    return nowNanos;
  }

  @Override
  public synchronized long wallMillis() {
    return TimeUnit.NANOSECONDS.toMillis(nowNanos);
  }

  @Override
  public void execute(Runnable task) {
    schedule(task, 0);
  }

  @Override
  public synchronized Scheduled schedule(Runnable work, long delayMillis) {
    Task task = new Task(work, nowNanos + TimeUnit.MILLISECONDS.toNanos(delayMillis));
    tasks.add(task);
    return task;
  }

  @Override
  public synchronized void close() {
    tasks.clear();
  }

  synchronized int pending() {
    return tasks.size();
  }

  /** Runs what is due now, until nothing is. */
  void runDue() {
    advance(0);
  }

  /** Lets time pass, running each task at its moment. */
  void advance(long millis) {
    long endNanos = nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (true) {
      Task next = takeFirst(endNanos);
      if (next == null) {
        return;
      }
      next.work.run();
    }
  }

  private synchronized @Nullable Task takeFirst(long endNanos) {
    Task first = null;
    for (Task task : tasks) {
      if (task.dueNanos <= endNanos && (first == null || task.dueNanos < first.dueNanos)) {
        first = task;
      }
    }
    nowNanos = first == null ? endNanos : Math.max(nowNanos, first.dueNanos);
    tasks.remove(first);
    return first;
  }

  /** Runs one task that is due, any one of them. */
  boolean runOne(Random random) {
    Task chosen;
    synchronized (this) {
      List<Task> due = tasks.stream().filter(task -> task.dueNanos <= nowNanos).toList();
      if (due.isEmpty()) {
        return false;
      }
      chosen = due.get(random.nextInt(due.size()));
      tasks.remove(chosen);
    }
    chosen.work.run();
    return true;
  }
}
