package io.togglebolt.metrics.log.internal;

import io.togglebolt.metrics.spi.ExporterSite;
import io.togglebolt.metrics.spi.MetricsExporter;
import io.togglebolt.runtime.Scheduler;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a line each period, about what has happened since the line before. Periods follow each
 * other: the next begins at the end of one. The registry is read without a lock, so that a slow
 * gauge cannot hold up {@link #stop}; the line is written under the monitor, so that none comes
 * after it.
 */
final class LogExporter implements MetricsExporter {
  private static final System.Logger LOG = System.getLogger(LogExporterComponent.PID);

  private final ExporterSite site;
  private final LogSettings settings;
  private final Consumer<String> lines;
  private final Object monitor = new Object();

  // Guarded by the monitor.
  private boolean running;
  private Scheduler.@Nullable Scheduled next;

  // Of the periods alone, which hand them on through the monitor.
  private Look last = Look.NOTHING;
  private long lastNanos;
  private boolean failureTold;

  LogExporter(ExporterSite site, LogSettings settings, Consumer<String> lines) {
    this.site = site;
    this.settings = settings;
    this.lines = lines;
  }

  @Override
  public void start() {
    synchronized (monitor) {
      running = true;
    }
    lastNanos = site.clock().nanoTime();
    last = Look.at(site.metrics());
    scheduleNext();
  }

  private void endPeriod() {
    try {
      Look now = Look.at(site.metrics());
      long nanos = site.clock().nanoTime();
      write(Summary.of(last, now, (nanos - lastNanos) * 1e-9));
      last = now;
      lastNanos = nanos;
      failureTold = false;
    } catch (RuntimeException | LinkageError failure) {
      // A registry that is being updated may have lost its classes.
      tell(failure);
    } finally {
      // Whatever else was thrown is the scheduler's affair, and must not be the end of all lines.
      scheduleNext();
    }
  }

  private void write(String line) {
    synchronized (monitor) {
      if (running) {
        lines.accept(line);
      }
    }
  }

  /** Once is enough; the next line is about all of the time since the last one. */
  private void tell(Throwable failure) {
    if (!failureTold) {
      failureTold = true;
      LOG.log(Level.WARNING, "the metrics cannot be summed up at present: {0}", words(failure));
    }
  }

  /** What was thrown is not handed on, since a log that keeps it keeps the registry's classes. */
  private static String words(Throwable failure) {
    String kind = failure.getClass().getName();
    try {
      return kind + ": " + failure.getMessage();
    } catch (RuntimeException | LinkageError broken) {
      return kind + " (its message cannot be read)";
    }
  }

  private void scheduleNext() {
    synchronized (monitor) {
      if (running) {
        long millis = TimeUnit.SECONDS.toMillis(settings.periodSeconds());
        next = site.scheduler().schedule(this::endPeriod, millis);
      }
    }
  }

  @Override
  public void stop() {
    synchronized (monitor) {
      running = false;
      if (next != null) {
        next.cancel();
        next = null;
      }
    }
  }

  @Override
  public String where() {
    return "logger " + settings.logger() + ", every " + settings.periodSeconds() + " s";
  }
}
