package io.togglebolt.itests.benchmarks.wal.side;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Platform threads that save, each waiting for its own save before the next; they are kept. */
final class Appenders implements AutoCloseable {
  /** One save, until it is durable. */
  interface Save {
    void make() throws Exception;
  }

  private final ExecutorService threads = Executors.newCachedThreadPool();

  /**
   * Lets so many threads save until the time is over.
   *
   * @param latencies is told how long each save took
   * @return how many nanoseconds passed until the last one was done
   */
  long run(int count, long nanos, Latencies latencies, Save save)
      throws InterruptedException, ExecutionException {
    CountDownLatch ready = new CountDownLatch(count);
    CountDownLatch begin = new CountDownLatch(1);
    List<Future<Latencies>> running = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      running.add(
          threads.submit(
              () -> {
                ready.countDown();
                begin.await();
                return repeat(nanos, save);
              }));
    }
    ready.await();
    long started = System.nanoTime();
    begin.countDown();
    for (Future<Latencies> one : running) {
      latencies.addAll(one.get());
    }
    return System.nanoTime() - started;
  }

  private static Latencies repeat(long nanos, Save save) throws Exception {
    Latencies own = new Latencies();
    long begin = System.nanoTime();
    long now = begin;
    while (now - begin < nanos) {
      save.make();
      long then = now;
      now = System.nanoTime();
      own.add(now - then);
    }
    return own;
  }

  /** Waits for those that still save: they hold what the caller is about to close. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
        throw new IllegalStateException("an appender does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
