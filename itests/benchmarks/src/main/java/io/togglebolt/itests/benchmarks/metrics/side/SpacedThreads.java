package io.togglebolt.itests.benchmarks.metrics.side;

import java.util.concurrent.ThreadFactory;

/**
 * Makes threads whose ids are multiples of a number. Those who spread their threads over places by
 * the threads' ids may have many of them in one place: with a power of two that is above the number
 * of places, all.
 */
final class SpacedThreads implements ThreadFactory {
  private final int apart;

  SpacedThreads(int apart) {
    this.apart = apart;
  }

  @Override
  public Thread newThread(Runnable task) {
    Thread thread = new Thread(task);
    // Ids are given one after another, to threads that never start too.
    while (thread.threadId() % apart != 0) {
      thread = new Thread(task);
    }
    return thread;
  }
}
