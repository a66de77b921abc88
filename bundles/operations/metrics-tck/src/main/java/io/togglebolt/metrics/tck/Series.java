package io.togglebolt.metrics.tck;

import io.togglebolt.metrics.MetricFamily.Label;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which series a value that an exporter shows belongs to. Two are the same whatever the order of
 * their labels.
 *
 * @param name the family's name; of a histogram's two values, that with {@code _count} or {@code
 *     _sum}
 * @param labels the labels' values by name
 */
public record Series(String name, Map<String, String> labels) {

  /** Keeps a copy. */
  public Series {
    labels = Map.copyOf(labels);
  }

  /** With labels as alternating names and values. */
  public static Series of(String name, String... labels) {
    return of(name, labelsOf(labels));
  }

  /** With labels as a registry gives them. */
  public static Series of(String name, List<Label> labels) {
    Map<String, String> byName = new LinkedHashMap<>();
    labels.forEach(label -> byName.put(label.name(), label.value()));
    return new Series(name, byName);
  }

  static List<Label> labelsOf(String... namesAndValues) {
    List<Label> labels = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      labels.add(new Label(namesAndValues[i], namesAndValues[i + 1]));
    }
    return List.copyOf(labels);
  }
}
