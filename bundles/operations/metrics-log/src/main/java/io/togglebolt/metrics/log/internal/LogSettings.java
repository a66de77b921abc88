package io.togglebolt.metrics.log.internal;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

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

  /** The keys that are read. */
  private static final Set<String> KEYS = Set.of("period-seconds", "logger");

  /** Keys that the container itself adds begin so. */
  private static final Set<String> FOREIGN_PREFIXES =
      Set.of("service.", "component.", "felix.", ".", "osgi.", "org.osgi.", "configurator.");

  LogSettings {
    if (periodSeconds < PERIOD_LEAST || periodSeconds > PERIOD_MOST) {
      throw badPeriod(Long.toString(periodSeconds));
    }
    if (logger.isBlank()) {
      throw new IllegalArgumentException(
          "logger of "
              + LogExporterComponent.PID
              + " is \""
              + logger
              + "\"; expected the name of a logger");
    }
  }

  /** The keys of a configuration that nobody reads: most likely misspelt. */
  static Set<String> unknownKeys(Map<String, ?> properties) {
    return properties.keySet().stream()
        .filter(key -> !KEYS.contains(key))
        .filter(key -> FOREIGN_PREFIXES.stream().noneMatch(key::startsWith))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** With another period, as users type it. */
  LogSettings withPeriod(String seconds) {
    long period;
    try {
      period = Long.parseLong(seconds.strip());
    } catch (NumberFormatException noNumber) {
      throw badPeriod(seconds);
    }
    return new LogSettings(period, logger);
  }

  /** With another logger, as users type it. */
  LogSettings withLogger(String name) {
    return new LogSettings(periodSeconds, name.strip());
  }

  private static IllegalArgumentException badPeriod(String found) {
    return new IllegalArgumentException(
        "period-seconds of "
            + LogExporterComponent.PID
            + " is "
            + (found.isBlank() ? "\"" + found + "\"" : found)
            + "; expected a whole number from "
            + PERIOD_LEAST
            + " to "
            + PERIOD_MOST);
  }
}
