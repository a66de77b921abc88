package io.togglebolt.metrics.log.internal;

import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.spi.MetricsExporterFactory;
import io.togglebolt.metrics.tck.MetricsExporterContract;
import io.togglebolt.metrics.tck.Series;
import io.togglebolt.metrics.tck.Stage;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A summary is none of the series; what it tells is shown by {@link SummaryTest}. */
final class LogExporterContractTest extends MetricsExporterContract {
  private static final String LOGGER = LogExporterContractTest.class.getName();

  // Kept, since the JDK forgets loggers that nobody has.
  private final Logger quiet = Logger.getLogger(LOGGER);

  LogExporterContractTest() {
    quiet.setLevel(Level.OFF);
  }

  @Override
  protected MetricsExporterFactory factory() {
    return new LogExporterFactory(new LogSettings(LogSettings.PERIOD_DEFAULT, LOGGER));
  }

  @Override
  protected Map<Series, Double> shown(Stage stage) {
    stage.advance(LogSettings.PERIOD_DEFAULT * 1_000);
    return Map.of();
  }

  @Override
  protected Map<Series, Double> expected(List<MetricFamily> families) {
    return Map.of();
  }
}
