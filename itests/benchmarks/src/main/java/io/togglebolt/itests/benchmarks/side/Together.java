package io.togglebolt.itests.benchmarks.side;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** Threads that do the same thing at once, for a while. */
public final class Together {

  /** What one thread does until it is stopped or done. */
  public interface Work {
    /** Returns how many operations were done. */
    long run(int thread, BooleanSupplier stopped) throws Exception;
  }

  private Together() {}

  /**
   * Runs until all threads are done, and stops them when the time is over.
   *
   * @return {@code operations} of all threads, and {@code nanos} that passed
   */
  public static Map<String, Long> forNanos(int threads, long nanos, Work work)
      throws InterruptedException, ExecutionException {
    return forNanos(threads, Executors.defaultThreadFactory(), nanos, work);
  }

  /** The same on threads that somebody makes. */
  public static Map<String, Long> forNanos(
      int threads, ThreadFactory factory, long nanos, Work work)
      throws InterruptedException, ExecutionException {
    AtomicBoolean stopped = new AtomicBoolean();
    CountDownLatch running = new CountDownLatch(threads);
    try (ExecutorService pool = Executors.newFixedThreadPool(threads, factory)) {
      long begin = System.nanoTime();
      List<Future<Long>> results = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int thread = i;
        results.add(
            pool.submit(
                () -> {
                  try {
                    return work.run(thread, stopped::getAcquire);
                  } finally {
                    running.countDown();
                  }
                }));
      }
      boolean doneBeforeTime = running.await(nanos, TimeUnit.NANOSECONDS);
      stopped.setRelease(!doneBeforeTime);
      long operations = 0;
      for (Future<Long> result : results) {
        operations += result.get();
      }
      return Figures.of(operations, System.nanoTime() - begin);
    }
  }
}
