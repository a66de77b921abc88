package io.togglebolt.metrics.spi;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Makes exporters of one kind. A service in OSGi, found by {@link java.util.ServiceLoader} in plain
 * Java. Holds no state of the exporters it made.
 */
@ConsumerType
public interface MetricsExporterFactory {

  /**
   * The exporter's name as users type it; in OSGi also the service property {@code
   * togglebolt.name}. Exporters of different names serve beside each other; of one name, one does.
   */
  String name();

  /**
   * Among factories of one name the higher serves; in OSGi also {@code service.ranking}. One below
   * 0 serves only where somebody chose it by name.
   */
  default int ranking() {
    return 0;
  }

  /**
   * Makes an exporter, which does nothing that could be seen from outside before it is started. May
   * be called in the background while another exporter of this name serves.
   *
   * @throws Exception when there can be none; the message says what is wrong and what was expected
   */
  MetricsExporter create(ExporterSite site) throws Exception;
}
