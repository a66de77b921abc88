package io.togglebolt.storage.engine.internal;

import io.togglebolt.runtime.Scheduler;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Takes no task, and says whether it was closed.
 *
 * @param closed what becomes true then
 */
record FailingScheduler(AtomicBoolean closed) implements Scheduler {
  @Override
  public void execute(Runnable task) {
    throw new IllegalStateException("injected");
  }

  @Override
  public Scheduled schedule(Runnable task, long delayMillis) {
    throw new IllegalStateException("injected");
  }

  @Override
  public void close() {
    closed.set(true);
  }
}
