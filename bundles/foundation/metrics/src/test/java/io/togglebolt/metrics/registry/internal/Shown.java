package io.togglebolt.metrics.registry.internal;

import io.togglebolt.metrics.Distribution;
import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.MetricFamily.Label;
import io.togglebolt.metrics.MetricsReader;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a registry shows, by series, without the registry's own. */
final class Shown {
  private static final String OWN = "togglebolt_metrics_";

  private Shown() {}

  /** Values, and counts of histograms, by name and labels as in {@code name{label=value}}. */
  static TreeMap<String, Double> of(MetricsReader registry) {
    TreeMap<String, Double> shown = new TreeMap<>();
    for (MetricFamily family : registry.read(name -> !name.startsWith(OWN))) {
      for (MetricFamily.Sample sample : family.samples()) {
        shown.put(family.name() + labels(sample.labels()), number(sample));
      }
    }
    return shown;
  }

  /** One of the registry's own numbers. */
  static double own(MetricsReader registry, String name) {
    return number(registry.read((OWN + name)::equals).getFirst().samples().getFirst());
  }

  /** The only sample of a name. */
  static MetricFamily.Sample sample(MetricsReader registry, String name) {
    return registry.read(name::equals).getFirst().samples().getFirst();
  }

  private static double number(MetricFamily.Sample sample) {
    return switch (sample) {
      case MetricFamily.Value value -> value.value();
      case Distribution distribution -> distribution.count();
    };
  }

  private static String labels(List<Label> labels) {
    return labels.isEmpty()
        ? ""
        : labels.stream()
            .map(label -> label.name() + "=" + label.value())
            .collect(Collectors.joining(",", "{", "}"));
  }
}
