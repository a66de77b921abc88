package io.togglebolt.metrics.exporters.internal;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks an exporter where its output is, on a thread of its own, because it may not return. At most
 * one question is open, so one that never answers costs one thread however often it is listed.
 */
final class Whereabouts {
  /** Where something is should be known at once. */
  static final long ANSWER_MILLIS = 1_000;

  private final Supplier<String> question;
  private @Nullable FutureTask<String> asked;
  private long deadlineNanos;

  Whereabouts(Supplier<String> question) {
    this.question = question;
  }

  /** Asks, unless the last question is still open. Does not wait. */
  synchronized void ask() {
    if (asked == null || asked.isDone()) {
      begin();
    }
  }

  private FutureTask<String> begin() {
    FutureTask<String> next = new FutureTask<>(this::inWords);
    asked = next;
    deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ANSWER_MILLIS);
    Thread.ofPlatform()
        .name("togglebolt-metrics-where")
        .daemon()
        .inheritInheritableThreadLocals(false)
        .start(next);
    return next;
  }

  /** A failure as well: the exception would keep the exporter's classes. */
  private String inWords() {
    try {
      return question.get();
    } catch (RuntimeException | Error failed) {
      return silent(failed.toString());
    }
  }

  /** The answer to the last question, or that there was none in time. */
  String answer() {
    FutureTask<String> task;
    long leftNanos;
    synchronized (this) {
      task = asked == null ? begin() : asked;
      leftNanos = deadlineNanos - System.nanoTime();
    }
    try {
      return task.get(Math.max(0, leftNanos), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      return silent("no answer within " + ANSWER_MILLIS + " ms");
    } catch (ExecutionException failed) {
      return silent(String.valueOf(failed.getCause()));
    } catch (InterruptedException sooner) {
      Thread.currentThread().interrupt();
      return silent("whoever asked was interrupted");
    }
  }

  private static String silent(String reason) {
    return "it does not say where: " + reason;
  }
}
