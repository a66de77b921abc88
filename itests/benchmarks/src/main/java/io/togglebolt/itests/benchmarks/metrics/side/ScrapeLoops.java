package io.togglebolt.itests.benchmarks.metrics.side;

import com.sun.management.ThreadMXBean;
import io.togglebolt.itests.benchmarks.side.Request;
import io.togglebolt.itests.benchmarks.side.Together;
import io.togglebolt.metrics.Metrics;
import io.togglebolt.metrics.MetricsRegistry;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Threads that record while another one looks at all series, again and again without a pause. Where
 * there are fewer cores than threads the clock would count waiting; so the recorders' time is what
 * the processor spent on them.
 */
final class ScrapeLoops implements AutoCloseable {
  private static final int RECORDERS = 2;

  /** Of so many series one is a histogram. */
  private static final int HISTOGRAM_EVERY = 10;

  /** Through so many series each recorder goes in turn. */
  private static final int RECORDED = 100;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private @Nullable MetricsRegistry registry;
  private @Nullable Exposition exposition;
  private final Metrics.Counter[] counters = new Metrics.Counter[RECORDED];
  private final Metrics.Histogram[] histograms = new Metrics.Histogram[RECORDED / HISTOGRAM_EVERY];

  /** One look; answers how much was seen. */
  private interface Look {
    long once() throws Exception;
  }

  Map<String, Long> run(Request request) throws Exception {
    if (registry == null) {
      registry = filled(request.integer("series"));
      exposition = Exposition.of(registry);
    }
    MetricsRegistry looked = registry;
    Exposition page = Objects.requireNonNull(exposition);
    return switch (request.text("by")) {
      case "nobody" -> together(request, null);
      case "read" -> together(request, () -> looked.read().size());
      case "exposition" -> together(request, page::scrape);
      default -> throw new IllegalArgumentException(request.text("by") + " looks at nothing");
    };
  }

  /** With so many series in all, those that the registry has of its own included. */
  private MetricsRegistry filled(int series) {
    MetricsRegistry filled = Registries.create();
    int own = seriesOf(filled);
    int counted = 0;
    int observed = 0;
    for (int i = 0; i < series - own; i++) {
      String family = "benchmark_%02d".formatted(i % RECORDED);
      String value = "value-" + i / RECORDED;
      if (i % HISTOGRAM_EVERY == 0) {
        Metrics.Histogram made =
            filled.histogram(family + "_seconds", "Some.", Recorder.BOUNDS, "label", value);
        histograms[observed++ % histograms.length] = made;
      } else {
        counters[counted++ % counters.length] =
            filled.counter(family + "_total", "Some.", "label", value);
      }
    }
    int found = seriesOf(filled);
    if (found != series) {
      throw new IllegalStateException("there are " + found + " series; expected " + series);
    }
    return filled;
  }

  private static int seriesOf(MetricsRegistry registry) {
    return registry.read().stream().mapToInt(family -> family.samples().size()).sum();
  }

  private Map<String, Long> together(Request request, @Nullable Look look)
      throws InterruptedException, ExecutionException {
    Map<String, Long> answer = new ConcurrentHashMap<>();
    Together.forNanos(
        look == null ? RECORDERS : RECORDERS + 1,
        request.millisAsNanos("millis"),
        (thread, stopped) ->
            look != null && thread == RECORDERS
                ? look(look, stopped, answer)
                : record(thread, stopped, answer));
    return answer;
  }

  private long record(int thread, BooleanSupplier stopped, Map<String, Long> answer) {
    double[] values = Observations.over(Recorder.BOUNDS, thread);
    long before = threads.getCurrentThreadCpuTime();
    long done = 0;
    int i = 0;
    do {
      for (Metrics.Counter counter : counters) {
        counter.increment();
      }
      for (Metrics.Histogram histogram : histograms) {
        histogram.observe(values[i]);
      }
      done += counters.length + histograms.length;
      i = (i + 1) % values.length;
    } while (!stopped.getAsBoolean());
    answer.merge("recordedNanos", threads.getCurrentThreadCpuTime() - before, Long::sum);
    answer.merge("recorded", done, Long::sum);
    return done;
  }

  private long look(Look look, BooleanSupplier stopped, Map<String, Long> answer) throws Exception {
    long bytesBefore = threads.getCurrentThreadAllocatedBytes();
    long cpuBefore = threads.getCurrentThreadCpuTime();
    long looks = 0;
    do {
      answer.put("seen", look.once());
      looks++;
    } while (!stopped.getAsBoolean());
    answer.put("lookedNanos", threads.getCurrentThreadCpuTime() - cpuBefore);
    answer.put("lookedBytes", threads.getCurrentThreadAllocatedBytes() - bytesBefore);
    answer.put("looks", looks);
    return looks;
  }

  @Override
  public void close() {
    if (exposition != null) {
      exposition.close();
    }
  }
}
