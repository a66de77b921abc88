package io.togglebolt.runtime;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One timer thread that only hands tasks over, and a pool that grows with the tasks that run and
 * shrinks when they end.
 */
final class BackgroundScheduler implements Scheduler {
  private final ScheduledExecutorService timer;
  private final ExecutorService pool;

  BackgroundScheduler(String name) {
    timer = Executors.newSingleThreadScheduledExecutor(threads(name + "-timer"));
    pool = Executors.newCachedThreadPool(threads(name));
  }

  private static ThreadFactory threads(String name) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      // Nothing is inherited from the caller, whose bundle may go while the thread lives on.
      Thread thread = new Thread(null, task, name + "-" + count.incrementAndGet(), 0, false);
      thread.setContextClassLoader(BackgroundScheduler.class.getClassLoader());
      thread.setDaemon(true);
      return thread;
    };
  }

  @Override
  public void execute(Runnable task) {
    try {
      pool.execute(task);
    } catch (RejectedExecutionException closed) {
      // Nothing is owed to a task that comes after the close.
      return;
    }
  }

  @Override
  public Scheduled schedule(Runnable task, long delayMillis) {
    try {
      Future<?> future = timer.schedule(() -> execute(task), delayMillis, TimeUnit.MILLISECONDS);
      return () -> future.cancel(false);
    } catch (RejectedExecutionException closed) {
      return () -> {};
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    pool.shutdownNow();
  }
}
