package io.togglebolt.metrics.exporters.internal;

import io.togglebolt.metrics.spi.ExporterSite;
import io.togglebolt.metrics.spi.MetricsExporter;
import io.togglebolt.metrics.spi.MetricsExporterFactory;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The part that a slot of exporters holds: an exporter, and how to make it again, since each is
 * started once. Begun and ended at the boundary only; any thread may ask where it is.
 */
final class Exporting {
  /** Beginning must not wait for anything outside, so this is long. */
  static final long START_MILLIS = 5_000;

  /** Ending even less. */
  static final long STOP_MILLIS = 2_000;

  private static final Logger LOG = System.getLogger("io.togglebolt.metrics.exporters");

  private final String name;
  private final MetricsExporterFactory factory;
  private final ExporterSite site;
  private final Whereabouts whereabouts = new Whereabouts(this::findWhere);
  private volatile Lease lease;
  private volatile @Nullable MetricsExporter exporter;

  private Exporting(String name, MetricsExporterFactory factory, ExporterSite site) {
    this.name = name;
    this.factory = factory;
    this.site = site;
    lease = new Lease(site);
  }

  /** Makes one that has not begun, on the calling thread. */
  static Exporting make(String name, MetricsExporterFactory factory, ExporterSite site)
      throws Exception {
    Exporting made = new Exporting(name, factory, site);
    made.exporter = made.create();
    return made;
  }

  private MetricsExporter create() throws Exception {
    return Objects.requireNonNull(factory.create(lease.of(site)), "its factory gave no exporter");
  }

  /**
   * Begins.
   *
   * @throws Exception when it did not; it has been stopped then
   */
  void start() throws Exception {
    MetricsExporter beginning = Objects.requireNonNull(exporter, "ended before it began");
    try {
      LimitedCall.of(
          "start",
          START_MILLIS,
          () -> {
            beginning.start();
            return true;
          });
    } catch (Exception | Error failed) {
      stop();
      throw failed;
    }
  }

  /** Begins once more after it was stopped, with a new exporter of the same factory. */
  void startAgain() throws Exception {
    lease = new Lease(site);
    exporter = LimitedCall.of("create", START_MILLIS, this::create);
    start();
  }

  /** Ends, if it has not; whatever it does, nothing of it is published or scheduled after that. */
  void stop() {
    MetricsExporter ending = exporter;
    exporter = null;
    if (ending == null) {
      return;
    }
    try {
      LimitedCall.of(
          "stop",
          STOP_MILLIS,
          () -> {
            ending.stop();
            return true;
          });
    } catch (Exception | Error failed) {
      // In words: a log that keeps its entries would keep the exporter's classes.
      LOG.log(Level.WARNING, "exporter {0} did not end well: {1}", name, failed.toString());
    }
    lease.end();
  }

  /** Asks where its output is found, without waiting for the answer. */
  void askWhere() {
    if (exporter != null) {
      whereabouts.ask();
    }
  }

  /**
   * Where its output is found, as it answered when it was asked last; null while it does not
   * export. Waits for the answer for a limited time.
   */
  @Nullable String where() {
    return exporter == null ? null : whereabouts.answer();
  }

  /**
   * Why nobody sees what it publishes over HTTP; null where it publishes nothing or all is well.
   */
  @Nullable String trouble() {
    if (exporter == null || !lease.publishes() || site.http().address().isPresent()) {
      return null;
    }
    return site.http().trouble().orElse("no HTTP listener listens");
  }

  private String findWhere() {
    MetricsExporter now = exporter;
    return now == null ? "it has ended" : String.valueOf(now.where());
  }
}
