package io.togglebolt.metrics.exporters.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The exporters that a configuration names. */
final class ChosenNames {
  /** Stands alone for no exporter at all. */
  static final String NONE = "none";

  private static final String KEY = "exporters";

  /** Keys that the container itself adds begin so. */
  private static final Set<String> FOREIGN_PREFIXES =
      Set.of("service.", "component.", "felix.", ".", "osgi.", "org.osgi.", "configurator.");

  private ChosenNames() {}

  /** The keys of a configuration that nobody reads: most likely misspelt. */
  static Set<String> unknownKeys(Map<String, ?> properties) {
    return properties.keySet().stream()
        .filter(key -> !key.equals(KEY))
        .filter(key -> FOREIGN_PREFIXES.stream().noneMatch(key::startsWith))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * The names, separated by commas or given one by one; null where there is none.
   *
   * @throws IllegalArgumentException when a name has blanks inside, which a missing comma leaves,
   *     or when there are others beside {@value #NONE}; the message says what was expected
   */
  static @Nullable List<String> of(String... values) {
    List<String> names =
        Arrays.stream(values)
            .flatMap(value -> Arrays.stream(value.split(",")))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList();
    if (names.isEmpty()) {
      return null;
    }
    for (String name : names) {
      if (name.chars().anyMatch(Character::isWhitespace)) {
        throw new IllegalArgumentException(
            KEY + " has the name '" + name + "'; expected names with commas between them");
      }
    }
    if (!names.contains(NONE)) {
      return names;
    }
    if (names.stream().anyMatch(name -> !name.equals(NONE))) {
      throw new IllegalArgumentException(
          KEY + " is '" + String.join(", ", names) + "'; expected either none or names");
    }
    return List.of();
  }
}
