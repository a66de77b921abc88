package io.togglebolt.metrics.prometheus.internal;

import io.togglebolt.http.HttpListener;
import io.togglebolt.http.HttpListener.Publication;
import io.togglebolt.metrics.MetricsReader;
import io.togglebolt.metrics.spi.MetricsExporter;
import org.jspecify.annotations.Nullable;

/** Publishes the registry where Prometheus looks for it. */
final class PrometheusExporter implements MetricsExporter {
  static final String PATH = "/metrics";

  private final HttpListener http;
  private final MetricsReader metrics;
  private @Nullable Publication publication;

  PrometheusExporter(HttpListener http, MetricsReader metrics) {
    this.http = http;
    this.metrics = metrics;
  }

  @Override
  public synchronized void start() {
    publication = http.publish(PATH, new ScrapeHandler(metrics));
  }

  @Override
  public synchronized void stop() {
    if (publication != null) {
      publication.close();
      publication = null;
    }
  }

  @Override
  public String where() {
    return http.address()
        .map(address -> address + PATH)
        .orElse(PATH + ", where no HTTP listener listens at present");
  }
}
