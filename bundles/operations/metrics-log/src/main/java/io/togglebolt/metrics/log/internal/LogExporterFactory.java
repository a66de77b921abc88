package io.togglebolt.metrics.log.internal;

import io.togglebolt.metrics.spi.ExporterSite;
import io.togglebolt.metrics.spi.MetricsExporter;
import io.togglebolt.metrics.spi.MetricsExporterFactory;
import java.lang.System.Logger.Level;

/** Offers the exporter to the log. Public for the service loader only. */
public final class LogExporterFactory implements MetricsExporterFactory {
  static final String NAME = "log";

  /** Below 0: a log that nobody asked to be talked into stays as it is. */
  static final int RANKING = -1;

  private final LogSettings settings;

  /** With a line each minute. */
  public LogExporterFactory() {
    this(LogSettings.DEFAULT);
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
