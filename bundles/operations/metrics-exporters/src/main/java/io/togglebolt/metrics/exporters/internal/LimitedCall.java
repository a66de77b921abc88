package io.togglebolt.metrics.exporters.internal;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls an exporter on a thread of its own, because it may not return. One that does not is
 * interrupted and left behind; its thread keeps it until it returns after all.
 */
final class LimitedCall {
  private LimitedCall() {}

  /**
   * Calls it and waits, in real time. The wait is not interrupted: what begins and ends exporters
   * must not stop half-way, and takes no longer than the limit.
   *
   * @throws Exception what the work threw, or that it took too long
   */
  static <T> T of(String what, long limitMillis, Callable<T> work) throws Exception {
    FutureTask<T> task = new FutureTask<>(work);
    // A platform thread: one that spins must not take a carrier from everybody's virtual ones.
    Thread.ofPlatform()
        .name("togglebolt-metrics-" + what)
        .daemon()
        .inheritInheritableThreadLocals(false)
        .start(task);
    boolean interrupted = false;
    long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMillis);
    try {
      while (true) {
        try {
          return task.get(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException later) {
          interrupted = true;
        }
      }
    } catch (TimeoutException late) {
      task.cancel(true);
      throw new IllegalStateException(
          "its " + what + " did not return within " + limitMillis + " ms", late);
    } catch (ExecutionException failed) {
      throw thrown(failed.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Exception thrown(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof Exception exception ? exception : new IllegalStateException(cause);
  }
}
