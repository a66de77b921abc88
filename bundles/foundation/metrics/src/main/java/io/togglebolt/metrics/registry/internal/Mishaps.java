package io.togglebolt.metrics.registry.internal;

import io.togglebolt.metrics.Metrics;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/** What went wrong, counted, and said once. */
final class Mishaps {
  private static final System.Logger LOG = System.getLogger("io.togglebolt.metrics");

  private final LongAdder mistakes = new LongAdder();
  private final LongAdder failedReadings = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder evicted = new LongAdder();
  private final AtomicBoolean saidFull = new AtomicBoolean();

  /** Lets itself be read. */
  void register(Metrics metrics) {
    metrics.counter(
        "togglebolt_metrics_mistakes_total",
        "Negative amounts and values that are not finite, which were not recorded.",
        mistakes::sum);
    metrics.counter(
        "togglebolt_metrics_failed_readings_total",
        "Looks at gauges that failed or were not begun, since others did not end,"
            + " so that their series were left out.",
        failedReadings::sum);
    metrics.counter(
        "togglebolt_metrics_refused_series_total",
        "Series that were not registered because the registry was full.",
        refused::sum);
    metrics.counter(
        "togglebolt_metrics_evicted_series_total",
        "Series of closed owners that were forgotten to make room.",
        evicted::sum);
  }

  /** An amount or a value that cannot be recorded. */
  void mistake() {
    mistakes.increment();
  }

  void evicted() {
    evicted.increment();
  }

  void refused(Definition definition, int limit) {
    refused.increment();
    if (saidFull.compareAndSet(false, true)) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the registry of metrics has no room for more than the series in use, its limit being {0}"
              + " series: {1} is the first that is not recorded;"
              + " togglebolt_metrics_refused_series_total counts all",
          String.valueOf(limit),
          definition.name());
    }
  }

  void failed(Asked asked, Throwable failed) {
    failedReadings.increment();
    if (asked.failsFirst()) {
      warn(asked.named(), failed);
    }
  }

  /** It is left out, since a thread has been waiting for it for too long. */
  void awaited(Asked asked, String thread, long nanos, boolean isFirst) {
    failedReadings.increment();
    if (isFirst) {
      LOG.log(
          System.Logger.Level.WARNING,
          "metric {0}: its value has been awaited for {1} s by thread {2}; it is left out until"
              + " that ends",
          asked.named(),
          String.format(Locale.ROOT, "%.1f", nanos * 1e-9),
          thread);
    }
  }

  /** It is no longer left out. */
  void answers(Asked asked) {
    LOG.log(
        System.Logger.Level.INFO,
        "metric {0}: its value is no longer awaited, and is asked for again; from now on"
            + " togglebolt_metrics_failed_readings_total alone tells when it is left out",
        asked.named());
  }

  /** In words: what was thrown is not handed on, since a log that keeps it keeps its classes. */
  private static void warn(String what, Throwable failed) {
    LOG.log(
        System.Logger.Level.WARNING,
        "{0} cannot be read and is left out as long as that lasts: {1}",
        what,
        words(failed));
  }

  private static String words(Throwable failed) {
    String kind = failed.getClass().getName();
    try {
      return kind + ": " + failed.getMessage();
    } catch (RuntimeException | Error broken) {
      // The message is the owner's own code and may fail like the rest of it.
      return kind + " (its message cannot be read)";
    }
  }
}
