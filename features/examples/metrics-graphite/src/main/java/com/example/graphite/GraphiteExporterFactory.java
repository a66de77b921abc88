package com.example.graphite;

import io.togglebolt.metrics.spi.ExporterSite;
import io.togglebolt.metrics.spi.MetricsExporter;
import io.togglebolt.metrics.spi.MetricsExporterFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Makes the exporters: a service in OSGi; in plain Java the service loader finds it.
 *
 * <p>In OSGi it needs {@code togglebolt.name}, by which it is found. It has no modified method on
 * purpose: a changed configuration withdraws this service and registers it anew, and the exporter
 * that serves is swapped for one of the new settings.
 */
@Component(
    configurationPid = GraphiteExporterFactory.PID,
    property = "togglebolt.name=" + GraphiteExporterFactory.NAME)
public final class GraphiteExporterFactory implements MetricsExporterFactory {
  static final String NAME = "graphite";
  static final String PID = "com.example.graphite";

  private static final String HOST = "127.0.0.1";
  private static final int PORT = 2003;
  private static final int PERIOD_SECONDS = 10;
  private static final int PORT_MOST = 65_535;
  private static final int DAY_SECONDS = 86_400;

  private final String host;
  private final int port;
  private final int periodSeconds;

  /** The configuration, a file {@code etc/com.example.graphite.cfg}. */
  public @interface Config {
    /** Where Graphite listens. */
    String host() default HOST;

    /** Its port for the plaintext protocol. */
    int port() default PORT;

    /** Property {@code period-seconds}: how much time lies between two times of sending. */
    int period$_$seconds() default PERIOD_SECONDS;
  }

  /** Sends to this machine. */
  public GraphiteExporterFactory() {
    this(HOST, PORT, PERIOD_SECONDS);
  }

  /** Sends as configured. */
  @Activate
  public GraphiteExporterFactory(Config config) {
    this(config.host(), config.port(), config.period$_$seconds());
  }

  GraphiteExporterFactory(String host, int port, int periodSeconds) {
    require("port", port, PORT_MOST);
    require("period-seconds", periodSeconds, DAY_SECONDS);
    this.host = host;
    this.port = port;
    this.periodSeconds = periodSeconds;
  }

  /** Where this throws, the component does not come up, and the log says why. */
  private static void require(String property, int found, int most) {
    if (found < 1 || found > most) {
      throw new IllegalArgumentException(
          property + " of " + PID + " is " + found + "; expected a number from 1 to " + most);
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public MetricsExporter create(ExporterSite site) {
    return new GraphiteExporter(site, host, port, periodSeconds);
  }
}
