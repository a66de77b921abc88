package io.togglebolt.storage.engine.internal;

import io.togglebolt.metrics.Distribution;
import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.MetricFamily.Label;
import io.togglebolt.metrics.MetricFamily.Sample;
import io.togglebolt.metrics.MetricFamily.Value;
import io.togglebolt.metrics.MetricsReader;
import io.togglebolt.metrics.MetricsRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what a registry holds of one database. */
record MetricsView(MetricsReader registry, String database) {

  static MetricsRegistry newRegistry() {
    return EngineBed.service(MetricsRegistry.class);
  }

  private Optional<Sample> sample(String name, String... labels) {
    List<Label> wanted = new ArrayList<>(List.of(new Label("database", database)));
    for (int i = 0; i < labels.length; i += 2) {
      wanted.add(new Label(labels[i], labels[i + 1]));
    }
    return registry.read(name::equals).stream()
        .map(MetricFamily::samples)
        .flatMap(List::stream)
        .filter(sample -> sample.labels().equals(wanted))
        .findFirst();
  }

  /** The value of a counter or gauge; NaN where there is none. */
  double value(String name, String... labels) {
    return sample(name, labels).map(sample -> ((Value) sample).value()).orElse(Double.NaN);
  }

  Distribution distribution(String name) {
    return (Distribution) sample(name).orElseThrow();
  }

  /** The names of all families that have a sample of this database. */
  List<String> names() {
    return registry.read().stream()
        .filter(
            family ->
                family.samples().stream()
                    .anyMatch(sample -> sample.labels().contains(new Label("database", database))))
        .map(MetricFamily::name)
        .toList();
  }
}
