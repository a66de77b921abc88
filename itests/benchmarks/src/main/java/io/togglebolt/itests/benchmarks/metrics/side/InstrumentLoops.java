package io.togglebolt.itests.benchmarks.metrics.side;

import com.sun.management.ThreadMXBean;
import io.togglebolt.itests.benchmarks.side.Request;
import io.togglebolt.itests.benchmarks.side.Together;
import io.togglebolt.metrics.Metrics;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Threads that record into one instrument as fast as they can. A JVM is asked for one recorder and
 * one kind of instrument only, so that the compiler sees who is called, and goes on with the same
 * instrument from request to request.
 */
final class InstrumentLoops {
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private Metrics.@Nullable Counter counter;
  private Metrics.@Nullable Histogram histogram;

  /** Something done so many times. */
  private interface Loop {
    void run(int times);
  }

  Map<String, Long> count(Request request) throws InterruptedException, ExecutionException {
    if (counter == null) {
      counter = recorder(request).counter();
    }
    Metrics.Counter used = counter;
    return together(request, () -> times -> increment(used, times));
  }

  Map<String, Long> observe(Request request) throws InterruptedException, ExecutionException {
    if (histogram == null) {
      histogram = recorder(request).histogram();
    }
    Metrics.Histogram used = histogram;
    AtomicLong seeds = new AtomicLong();
    return together(
        request,
        () -> {
          double[] values = Observations.over(Recorder.BOUNDS, seeds.incrementAndGet());
          return times -> observe(used, values);
        });
  }

  private static Recorder recorder(Request request) {
    return Recorder.valueOf(request.text("by").toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private static void increment(Metrics.Counter counter, int times) {
    for (int i = 0; i < times; i++) {
      counter.increment();
    }
  }

  private static void observe(Metrics.Histogram histogram, double[] values) {
    for (double value : values) {
      histogram.observe(value);
    }
  }

  /**
   * Answers also with the bytes that the threads allocated meanwhile. Each does something, however
   * late the machine lets it begin.
   */
  private Map<String, Long> together(Request request, Supplier<Loop> perThread)
      throws InterruptedException, ExecutionException {
    AtomicLong bytes = new AtomicLong();
    Map<String, Long> answer =
        new LinkedHashMap<>(
            Together.forNanos(
                request.integer("threads"),
                new SpacedThreads(request.integer("apart")),
                request.millisAsNanos("millis"),
                (thread, stopped) -> {
                  Loop loop = perThread.get();
                  long before = threads.getCurrentThreadAllocatedBytes();
                  long done = 0;
                  do {
                    loop.run(Observations.COUNT);
                    done += Observations.COUNT;
                  } while (!stopped.getAsBoolean());
                  bytes.addAndGet(threads.getCurrentThreadAllocatedBytes() - before);
                  return done;
                }));
    answer.put("bytes", bytes.get());
    return answer;
  }
}
