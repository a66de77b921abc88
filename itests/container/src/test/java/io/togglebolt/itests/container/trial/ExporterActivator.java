package io.togglebolt.itests.container.trial;

import io.togglebolt.metrics.spi.ExporterSite;
import io.togglebolt.metrics.spi.MetricsExporter;
import io.togglebolt.metrics.spi.MetricsExporterFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Registers an exporter whose name and ranking stand in the bundle's manifest. */
public final class ExporterActivator implements BundleActivator {

  /** Makes the exporter. */
  public static final class Factory implements MetricsExporterFactory {
    private final Bundle bundle;

    Factory(Bundle bundle) {
      this.bundle = bundle;
    }

    @Override
    public String name() {
      return bundle.getHeaders().get(TrialActivator.NAME);
    }

    @Override
    public MetricsExporter create(ExporterSite site) {
      return new TrialExporter(site);
    }
  }

  @Override
  public void start(BundleContext context) {
    Offer.register(context, MetricsExporterFactory.class, new Factory(context.getBundle()));
  }

  @Override
  public void stop(BundleContext context) {
    // The framework takes the service back.
  }
}
