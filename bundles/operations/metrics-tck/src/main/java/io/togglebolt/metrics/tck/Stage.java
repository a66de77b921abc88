package io.togglebolt.metrics.tck;

import io.togglebolt.metrics.spi.ExporterSite;
import io.togglebolt.runtime.Scheduler;
import io.togglebolt.testkit.SimulatedClock;
import io.togglebolt.testkit.SimulatedScheduler;

/**
 * What an exporter under test works with: a registry, a listener, a clock and a scheduler that are
 * in the test's hands, and tell what the exporter has left behind.
 */
public final class Stage {
  private final StagedMetrics metrics = new StagedMetrics();
  private final StagedHttp http = new StagedHttp();
  private final SimulatedClock clock = new SimulatedClock();
  private final SimulatedScheduler scheduler = new SimulatedScheduler(clock);
  private volatile boolean schedulerClosed;
  private final ExporterSite site = new ExporterSite(metrics, http, clock, new Lent());

  /** What a factory is given. */
  public ExporterSite site() {
    return site;
  }

  /** The registry. */
  public StagedMetrics metrics() {
    return metrics;
  }

  /** The listener. */
  public StagedHttp http() {
    return http;
  }

  /** Lets time pass, and runs on the calling thread what an exporter has scheduled till then. */
  public void advance(long millis) {
    scheduler.advance(millis);
  }

  /** How many tasks of exporters have neither run nor been called off. */
  public int scheduled() {
    return scheduler.pending();
  }

  /** Whether an exporter has closed the scheduler, which is not its own. */
  boolean schedulerClosed() {
    return schedulerClosed;
  }

  /** The scheduler as an exporter sees it. */
  private final class Lent implements Scheduler {
    @Override
    public void execute(Runnable task) {
      scheduler.execute(task);
    }

    @Override
    public Scheduled schedule(Runnable task, long delayMillis) {
      return scheduler.schedule(task, delayMillis);
    }

    @Override
    public void close() {
      schedulerClosed = true;
    }
  }
}
