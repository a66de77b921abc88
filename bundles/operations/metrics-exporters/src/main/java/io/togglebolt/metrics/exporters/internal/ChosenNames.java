package io.togglebolt.metrics.exporters.internal;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The exporters that a configuration names. */
final class ChosenNames {
  /** Stands alone for no exporter at all. */
  static final String NONE = "none";

  private ChosenNames() {}

  /** The names, separated by commas or given one by one; null where there is none. */
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
    return names.equals(List.of(NONE)) ? List.of() : names;
  }
}
