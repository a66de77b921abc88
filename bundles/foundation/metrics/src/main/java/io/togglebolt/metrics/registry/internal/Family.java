package io.togglebolt.metrics.registry.internal;

import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.MetricFamily.Label;
import io.togglebolt.metrics.MetricFamily.Sample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** All series of one name, by the values of their labels. Guarded by the table's monitor. */
final class Family {
  private static final Comparator<List<Label>> BY_VALUES =
      (a, b) -> {
        // Both have labels of the same names.
        for (int i = 0; i < a.size(); i++) {
          int order = a.get(i).value().compareTo(b.get(i).value());
          if (order != 0) {
            return order;
          }
        }
        return 0;
      };

  /**
   * What readers see of a family.
   *
   * @param definition what its series share
   * @param series the series, in order
   */
  record View(Definition definition, List<Series> series) {
    MetricFamily read(Look look) {
      List<Sample> samples = new ArrayList<>(series.size());
      for (Series each : series) {
        Sample sample = each.read(look);
        if (sample != null) {
          samples.add(sample);
        }
      }
      return new MetricFamily(definition.name(), definition.help(), definition.type(), samples);
    }

    /** The families that are wanted and have a sample. */
    static List<MetricFamily> read(List<View> views, Predicate<String> wanted, Look look) {
      List<MetricFamily> families = new ArrayList<>();
      for (View view : views) {
        if (wanted.test(view.definition.name())) {
          MetricFamily family = view.read(look);
          if (!family.samples().isEmpty()) {
            families.add(family);
          }
        }
      }
      return List.copyOf(families);
    }
  }

  private final Definition definition;
  private final Map<List<Label>, Series> series = new TreeMap<>(BY_VALUES);

  Family(Definition definition) {
    this.definition = definition;
  }

  Definition definition() {
    return definition;
  }

  Map<List<Label>, Series> series() {
    return series;
  }

  View view() {
    return new View(definition, List.copyOf(series.values()));
  }
}
