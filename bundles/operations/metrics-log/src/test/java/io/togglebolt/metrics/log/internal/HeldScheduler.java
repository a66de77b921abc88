package io.togglebolt.metrics.log.internal;

import io.togglebolt.runtime.Scheduler;
import java.util.List;

/** Keeps tasks for the test to run whenever it likes. */
record HeldScheduler(List<Runnable> tasks) implements Scheduler {
  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public Scheduled schedule(Runnable task, long delayMillis) {
    tasks.add(task);
    return () -> tasks.remove(task);
  }

  @Override
  public void close() {}
}
