package io.togglebolt.itests.benchmarks.metrics.side;

import com.sun.net.httpserver.HttpHandler;
import io.togglebolt.http.HttpListener;
import io.togglebolt.metrics.MetricsReader;
import io.togglebolt.metrics.spi.ExporterSite;
import io.togglebolt.metrics.spi.MetricsExporter;
import io.togglebolt.metrics.spi.MetricsExporterFactory;
import io.togglebolt.runtime.Clock;
import io.togglebolt.runtime.Scheduler;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The shipped exporter for Prometheus, asked directly, without a socket between: so only its own
 * work is measured.
 */
final class Exposition implements AutoCloseable {
  private static final String EXPORTER = "prometheus";

  private final Scheduler scheduler;
  private final MetricsExporter exporter;
  private final HttpHandler handler;

  private Exposition(Scheduler scheduler, MetricsExporter exporter, HttpHandler handler) {
    this.scheduler = scheduler;
    this.exporter = exporter;
    this.handler = handler;
  }

  /** Starts the exporter over a registry. */
  static Exposition of(MetricsReader metrics) throws Exception {
    AtomicReference<HttpHandler> published = new AtomicReference<>();
    Scheduler scheduler = Scheduler.background("exposition");
    MetricsExporter exporter =
        ServiceLoader.load(MetricsExporterFactory.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(factory -> factory.name().equals(EXPORTER))
            .findFirst()
            .orElseThrow(
                () -> new IllegalStateException("no exporter \"" + EXPORTER + "\" was found"))
            .create(new ExporterSite(metrics, new Catching(published), Clock.system(), scheduler));
    exporter.start();
    return new Exposition(scheduler, exporter, Optional.ofNullable(published.get()).orElseThrow());
  }

  /** Makes the page, as for one request; returns its bytes. */
  long scrape() throws IOException {
    DirectExchange exchange = new DirectExchange(URI.create("/metrics"));
    handler.handle(exchange);
    return exchange.bytesSent();
  }

  @Override
  public void close() {
    exporter.stop();
    scheduler.close();
  }

  /** Keeps what is published instead of showing it. */
  private record Catching(AtomicReference<HttpHandler> published) implements HttpListener {
    @Override
    public Publication publish(String path, HttpHandler handler) {
      published.set(handler);
      return () -> published.set(null);
    }

    @Override
    public Optional<URI> address() {
      return Optional.empty();
    }
  }
}
