package io.togglebolt.shell.internal;

import io.togglebolt.metrics.MetricFamily.Label;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which series somebody wants to see, {@code *} standing for anything and {@code ?} for a
 * character. A pattern without an equals sign is looked for anywhere in a name. One with an equals
 * sign is a label and its whole value. A series is shown when one of the patterns of names fits, or
 * there is none, and all of the patterns of labels fit.
 *
 * @param names the patterns of names
 * @param labels the patterns of labels
 */
record SeriesFilter(List<Pattern> names, List<Pattern> labels) {
  private static final String EQUALS = "=";

  /** Reads patterns. */
  static SeriesFilter of(List<String> typed) {
    return new SeriesFilter(
        typed.stream()
            .filter(each -> !each.contains(EQUALS))
            .map(each -> glob("*" + each + "*"))
            .toList(),
        typed.stream().filter(each -> each.contains(EQUALS)).map(SeriesFilter::glob).toList());
  }

  private static Pattern glob(String typed) {
    StringBuilder expression = new StringBuilder();
    typed
        .codePoints()
        .forEach(
            character -> {
              switch (character) {
                case '*' -> expression.append(".*");
                case '?' -> expression.append('.');
                default -> expression.append(Pattern.quote(Character.toString(character)));
              }
            });
    return Pattern.compile(expression.toString(), Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  }

  boolean wantsName(String name) {
    return names.isEmpty() || names.stream().anyMatch(each -> each.matcher(name).matches());
  }

  boolean wantsLabels(List<Label> found) {
    return labels.stream()
        .allMatch(
            wanted ->
                found.stream()
                    .anyMatch(label -> wanted.matcher(MetricSeries.shown(label)).matches()));
  }
}
