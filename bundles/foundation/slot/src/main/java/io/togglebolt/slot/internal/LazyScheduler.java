package io.togglebolt.slot.internal;

import io.togglebolt.runtime.Scheduler;
import org.jspecify.annotations.Nullable;

/** Threads of its own, which begin with the first task. */
final class LazyScheduler implements Scheduler {
  private final String name;
  private @Nullable Scheduler threads;
  private boolean closed;

  LazyScheduler(String name) {
    this.name = name;
  }

  @Override
  public void execute(Runnable task) {
    Scheduler running = running();
    if (running != null) {
      running.execute(task);
    }
  }

  @Override
  public Scheduled schedule(Runnable task, long delayMillis) {
    Scheduler running = running();
    return running == null ? () -> {} : running.schedule(task, delayMillis);
  }

  private synchronized @Nullable Scheduler running() {
    if (threads == null && !closed) {
      threads = Scheduler.background(name);
    }
    return threads;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (threads != null) {
      threads.close();
    }
  }
}
