package io.togglebolt.metrics.log.internal;

import io.togglebolt.metrics.spi.ExporterSite;
import io.togglebolt.metrics.spi.MetricsExporter;
import io.togglebolt.metrics.spi.MetricsExporterFactory;
import java.lang.System.Logger.Level;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Offers the exporter to the log. Public for the service loader and the component runtime only.
 *
 * <p>There is no modified method on purpose: a changed configuration withdraws this service and
 * registers it anew, and the exporter that serves is swapped for one of the new settings.
 */
@Component(
    configurationPid = LogExporterFactory.PID,
    immediate = true,
    property = {
      "togglebolt.name=" + LogExporterFactory.NAME,
      "service.ranking:Integer=" + LogExporterFactory.RANKING
    })
@Designate(ocd = LogExporterFactory.Config.class)
public final class LogExporterFactory implements MetricsExporterFactory {
  static final String NAME = "log";

  /** Below 0: a log that nobody asked to be talked into stays as it is. */
  static final int RANKING = -1;

  static final String PID = "io.togglebolt.metrics.log";

  /** The configuration. */
  @ObjectClassDefinition(
      name = "Togglebolt log exporter",
      description = "Writes a summary of the metrics into the log, a line each period.")
  public @interface Config {
    /** Property {@code period-seconds}; taken as text, so that what is no number can be named. */
    @AttributeDefinition(
        name = "Period in seconds",
        description = "How much time lies between two lines.",
        type = AttributeType.LONG,
        min = "" + LogSettings.PERIOD_LEAST,
        max = "" + LogSettings.PERIOD_MOST)
    String period$_$seconds() default "" + LogSettings.PERIOD_DEFAULT;

    /** Property {@code logger}. */
    @AttributeDefinition(name = "Logger", description = "The name of the logger that is used.")
    String logger() default LogSettings.LOGGER_DEFAULT;
  }

  private final LogSettings settings;

  /** With a line each minute. */
  public LogExporterFactory() {
    this(LogSettings.DEFAULT);
  }

  /**
   * As configured.
   *
   * @throws IllegalArgumentException when the configuration is not valid; the component then does
   *     not come up
   */
  @Activate
  public LogExporterFactory(Config config) {
    this(LogSettings.of(config.period$_$seconds(), config.logger()));
  }

  LogExporterFactory(LogSettings settings) {
    this.settings = settings;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int ranking() {
    return RANKING;
  }

  @Override
  public MetricsExporter create(ExporterSite site) {
    System.Logger logger = System.getLogger(settings.logger());
    return new LogExporter(site, settings, line -> logger.log(Level.INFO, "{0}", line));
  }
}
