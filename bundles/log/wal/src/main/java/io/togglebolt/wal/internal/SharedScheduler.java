package io.togglebolt.wal.internal;

import io.togglebolt.runtime.Scheduler;

/** A scheduler that outlives the logs that use it. */
record SharedScheduler(Scheduler shared) implements Scheduler {
  @Override
  public void execute(Runnable task) {
    shared.execute(task);
  }

  @Override
  public Scheduled schedule(Runnable task, long delayMillis) {
    return shared.schedule(task, delayMillis);
  }

  @Override
  public void close() {
    // It is somebody else's.
  }
}
