package io.togglebolt.itests.benchmarks.space;

import io.togglebolt.itests.benchmarks.Median;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the contenders of a scenario answered, run by run. */
final class Results {
  private final Map<String, List<Map<String, Long>>> runs = new LinkedHashMap<>();

  /** Adds to what a contender answered in a run. */
  void add(String contender, int run, Map<String, Long> answer) {
    List<Map<String, Long>> all = runs.computeIfAbsent(contender, name -> new ArrayList<>());
    while (all.size() <= run) {
      all.add(new LinkedHashMap<>());
    }
    all.get(run).putAll(answer);
  }

  /** Those that answered. */
  List<String> contenders() {
    return List.copyOf(runs.keySet());
  }

  /** A contender's answers, run by run. */
  List<Map<String, Long>> of(String contender) {
    return runs.getOrDefault(contender, List.of());
  }

  /** The median of the runs, if all of them have it. */
  Optional<Double> figure(String contender, Column column) {
    List<Double> values = new ArrayList<>();
    for (Map<String, Long> answer : of(contender)) {
      column.in(answer).ifPresent(values::add);
    }
    return values.isEmpty() || values.size() < of(contender).size()
        ? Optional.empty()
        : Optional.of(Median.of(values));
  }

  /** How many times as much a contender has as another, if both have it. */
  Optional<Double> ratio(String contender, String to, Column column) {
    return figure(to, column)
        .flatMap(theirs -> figure(contender, column).map(value -> value / theirs))
        .filter(Double::isFinite);
  }
}
