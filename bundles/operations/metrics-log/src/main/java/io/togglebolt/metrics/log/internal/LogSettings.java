package io.togglebolt.metrics.log.internal;

/**
 * How often, and by which logger.
 *
 * @param periodSeconds from {@value #PERIOD_LEAST} to {@value #PERIOD_MOST}
 * @param logger the logger's name
 */
record LogSettings(long periodSeconds, String logger) {
  static final long PERIOD_LEAST = 1;
  static final long PERIOD_MOST = 86_400;
  static final long PERIOD_DEFAULT = 60;
  static final String LOGGER_DEFAULT = "io.togglebolt.metrics";
  static final LogSettings DEFAULT = new LogSettings(PERIOD_DEFAULT, LOGGER_DEFAULT);

  LogSettings {
    if (periodSeconds < PERIOD_LEAST || periodSeconds > PERIOD_MOST) {
      throw badPeriod(Long.toString(periodSeconds));
    }
    if (logger.isBlank()) {
      throw new IllegalArgumentException(
          "logger of "
              + LogExporterFactory.PID
              + " is \""
              + logger
              + "\"; expected the name of a logger");
    }
  }

  /** As users type it. */
  static LogSettings of(String periodSeconds, String logger) {
    long period;
    try {
      period = Long.parseLong(periodSeconds.strip());
    } catch (NumberFormatException noNumber) {
      throw badPeriod(periodSeconds);
    }
    return new LogSettings(period, logger.strip());
  }

  private static IllegalArgumentException badPeriod(String found) {
    return new IllegalArgumentException(
        "period-seconds of "
            + LogExporterFactory.PID
            + " is "
            + found
            + "; expected a whole number from "
            + PERIOD_LEAST
            + " to "
            + PERIOD_MOST);
  }
}
