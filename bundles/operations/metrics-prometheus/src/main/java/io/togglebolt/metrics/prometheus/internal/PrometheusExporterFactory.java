package io.togglebolt.metrics.prometheus.internal;

import io.togglebolt.metrics.spi.ExporterSite;
import io.togglebolt.metrics.spi.MetricsExporter;
import io.togglebolt.metrics.spi.MetricsExporterFactory;
import org.osgi.service.component.annotations.Component;

/**
 * Offers the exporter for Prometheus. Public for the service loader and the component runtime only.
 */
@Component(immediate = true, property = "togglebolt.name=" + PrometheusExporterFactory.NAME)
public final class PrometheusExporterFactory implements MetricsExporterFactory {
  static final String NAME = "prometheus";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public MetricsExporter create(ExporterSite site) {
    return new PrometheusExporter(site.http(), site.metrics());
  }
}
