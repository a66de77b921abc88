package io.togglebolt.runtime;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Runs work in the background. Thread-safe. Tasks may run at the same time as each other; one that
 * must not says so by its own lock. A task that throws is reported to the thread's uncaught
 * exception handler and harms no other task.
 */
@ProviderType
public interface Scheduler extends AutoCloseable {

  /** A task that has been scheduled and may still be called off. */
  interface Scheduled {
    /** Calls the task off if it has not begun. */
    void cancel();
  }

  /** Runs a task soon. A scheduler that is closed ignores it. */
  void execute(Runnable task);

  /** Runs a task after a delay, in milliseconds. A scheduler that is closed ignores it. */
  Scheduled schedule(Runnable task, long delayMillis);

  /** Calls off what has not begun and interrupts what runs. Does not wait. */
  @Override
  void close();

  /** A scheduler on daemon threads whose names begin with {@code name}, owned by the caller. */
  static Scheduler background(String name) {
    return new BackgroundScheduler(name);
  }
}
