package io.togglebolt.shell.internal;

import io.togglebolt.http.HttpListener;
import io.togglebolt.metrics.ExporterStatus;
import io.togglebolt.metrics.ExporterStatus.State;
import io.togglebolt.metrics.MetricsExporters;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What the exporters do, as far as somebody outside could see it. */
final class ExporterStates {
  /** Prometheus' words for a path that cannot be reached. */
  private static final String UNHEARD = "no HTTP listener";

  private static final String CONFIGURATION = "etc/io.togglebolt.http.cfg";
  private static final long POLL_MILLIS = 20;

  private ExporterStates() {}

  /** What they do once none of them is being started any more, or when the time is over. */
  static List<ExporterStatus> settled(MetricsExporters exporters, long timeoutMillis)
      throws InterruptedException {
    long begun = System.nanoTime();
    List<ExporterStatus> now = exporters.exporters();
    while (now.stream().anyMatch(each -> each.state() == State.STARTING)
        && System.nanoTime() - begun < TimeUnit.MILLISECONDS.toNanos(timeoutMillis)) {
      Thread.sleep(POLL_MILLIS);
      now = exporters.exporters();
    }
    return now;
  }

  /**
   * The same with the trouble of those that serve at a path of a listener that does not listen:
   * they do what they can, so that their owner knows of none.
   */
  static ExporterStatus seen(ExporterStatus status, Optional<HttpListener> listener) {
    String where = status.where();
    boolean unheard = where != null && where.contains(UNHEARD) && status.trouble() == null;
    if (!unheard || listener.flatMap(HttpListener::address).isPresent()) {
      return status;
    }
    String trouble =
        listener.isEmpty()
            ? "nobody listens; the bundle io.togglebolt.http.listener would"
            : "does not listen"
                + listener.flatMap(HttpListener::trouble).map(why -> " at " + why).orElse("")
                + "; "
                + CONFIGURATION
                + " says where it is to";
    return new ExporterStatus(
        status.name(),
        status.state(),
        status.chosen(),
        status.candidates(),
        status.ranking(),
        where,
        trouble);
  }
}
