package io.togglebolt.metrics.registry.internal;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the registry's configuration says. */
final class RegistrySettings {
  private static final String MAX_SERIES = "max-series";

  /** Keys that the container itself adds begin so. */
  private static final Set<String> FOREIGN_PREFIXES =
      Set.of("service.", "component.", "felix.", ".", "osgi.", "org.osgi.", "configurator.");

  private RegistrySettings() {}

  /**
   * The limit, as users type it; whether it is large enough the registry says.
   *
   * @throws IllegalArgumentException when it is no number; the message says what was expected
   */
  static int maxSeries(String text) {
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException wrong) {
      throw new IllegalArgumentException(
          MAX_SERIES
              + " is '"
              + text
              + "'; expected a number from "
              + Registry.SERIES_LEAST
              + " to "
              + Integer.MAX_VALUE,
          wrong);
    }
  }

  /** The keys of a configuration that nobody reads: most likely misspelt. */
  static Set<String> unknownKeys(Map<String, ?> properties) {
    return properties.keySet().stream()
        .filter(key -> !key.equals(MAX_SERIES))
        .filter(key -> FOREIGN_PREFIXES.stream().noneMatch(key::startsWith))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
