package io.togglebolt.metrics.jmx.internal;

import io.togglebolt.metrics.spi.ExporterSite;
import io.togglebolt.metrics.spi.MetricsExporter;
import io.togglebolt.metrics.spi.MetricsExporterFactory;
import java.lang.management.ManagementFactory;
import javax.management.MBeanServer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Offers the exporter to the platform's MBean server. Public for the service loader and the
 * component runtime only.
 */
@Component(immediate = true, property = "togglebolt.name=" + JmxExporterFactory.NAME)
public final class JmxExporterFactory implements MetricsExporterFactory {
  static final String NAME = "jmx";

  private final MBeanServer server;

  /** For the server that JConsole and its like see. */
  @Activate
  public JmxExporterFactory() {
    this(ManagementFactory.getPlatformMBeanServer());
  }

  /** For a server of its own. */
  JmxExporterFactory(MBeanServer server) {
    this.server = server;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public MetricsExporter create(ExporterSite site) {
    return new JmxExporter(site.metrics(), site.clock(), site.scheduler(), server);
  }
}
