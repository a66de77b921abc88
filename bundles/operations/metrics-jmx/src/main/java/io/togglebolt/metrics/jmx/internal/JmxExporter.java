package io.togglebolt.metrics.jmx.internal;

import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.MetricsReader;
import io.togglebolt.metrics.spi.MetricsExporter;
import io.togglebolt.runtime.Clock;
import io.togglebolt.runtime.Scheduler;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an MBean for every series of the registry. A look each second compares the registry's shape
 * with that of the last one; the series themselves are listed when it differs, and every tenth time
 * anyway: a gauge that had no value when it was registered changes no shape when it gets one.
 *
 * <p>Looks follow each other, never two at once: the next is scheduled at the end of one. The
 * registry is read without a lock, so that a slow gauge cannot hold up {@link #stop}.
 */
final class JmxExporter implements MetricsExporter {
  static final long LOOK_MILLIS = 1_000;
  static final int LOOKS_TO_A_LISTING = 10;
  private static final System.Logger LOG = System.getLogger("io.togglebolt.metrics.jmx");

  private final MetricsReader reader;
  private final RecentLooks looks;
  private final Scheduler scheduler;
  private final PublishedBeans beans;
  private final Object monitor = new Object();

  // Guarded by the monitor.
  private boolean running;
  private Scheduler.@Nullable Scheduled next;

  // Of the looks alone, which hand them on through the monitor.
  private long listedShape;
  private int looksUntilListing;
  private boolean refusalsTold;
  private boolean failureTold;

  JmxExporter(MetricsReader reader, Clock clock, Scheduler scheduler, MBeanServer server) {
    this.reader = reader;
    looks = new RecentLooks(reader, clock);
    this.scheduler = scheduler;
    beans = new PublishedBeans(server);
  }

  @Override
  public void start() {
    synchronized (monitor) {
      running = true;
    }
    look();
    scheduleNext();
  }

  private void lookAgain() {
    try {
      look();
      failureTold = false;
    } catch (RuntimeException | LinkageError failure) {
      // A registry that is being updated may have lost its classes.
      tell(failure);
    } finally {
      // Whatever else was thrown is the scheduler's affair, and must not be the end of all looks.
      scheduleNext();
    }
  }

  private void look() {
    looks.forgetOld();
    // Asked before the listing: what changes in between is seen by the next look.
    long shape = reader.shape();
    if (shape != listedShape || looksUntilListing == 0) {
      tell(beans.follow(listed()));
      listedShape = shape;
      looksUntilListing = LOOKS_TO_A_LISTING;
    }
    looksUntilListing--;
  }

  private void scheduleNext() {
    synchronized (monitor) {
      if (running) {
        next = scheduler.schedule(this::lookAgain, LOOK_MILLIS);
      }
    }
  }

  private Map<ObjectName, SeriesMBean> listed() {
    Map<ObjectName, SeriesMBean> series = new LinkedHashMap<>();
    for (MetricFamily family : reader.read()) {
      for (MetricFamily.Sample sample : family.samples()) {
        series.putIfAbsent(
            SeriesName.of(family.name(), sample.labels()),
            new SeriesMBean(looks, family, sample.labels()));
      }
    }
    return series;
  }

  /** Once is enough: a name that is taken is tried again at every listing. */
  private void tell(List<String> refusals) {
    if (!refusals.isEmpty() && !refusalsTold) {
      refusalsTold = true;
      LOG.log(
          Level.WARNING,
          "not shown over JMX, and tried again every {0} s: {1} series, the first because {2}",
          LOOK_MILLIS * LOOKS_TO_A_LISTING / 1_000,
          refusals.size(),
          refusals.getFirst());
    }
  }

  /** Once is enough here too: the next look comes in a second. */
  private void tell(Throwable failure) {
    if (!failureTold) {
      failureTold = true;
      LOG.log(
          Level.WARNING, "the MBeans cannot follow the metrics at present: {0}", Words.of(failure));
    }
  }

  /** A look that is under way publishes nothing any more once this has returned. */
  @Override
  public void stop() {
    synchronized (monitor) {
      if (!running) {
        return;
      }
      running = false;
      if (next != null) {
        next.cancel();
        next = null;
      }
    }
    beans.close();
  }

  @Override
  public String where() {
    return "MBeans " + SeriesName.ALL;
  }
}
