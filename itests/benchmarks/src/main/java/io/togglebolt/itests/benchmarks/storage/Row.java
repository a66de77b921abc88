package io.togglebolt.itests.benchmarks.storage;

import io.togglebolt.itests.benchmarks.Median;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One figure of all sides.
 *
 * @param figure what was measured
 * @param runs for each side that was measured, what each run answered
 */
record Row(Figure figure, Map<String, List<Map<String, Long>>> runs) {

  /** The figure of each run of a side. */
  List<Double> values(String side) {
    return runs.getOrDefault(side, List.of()).stream().map(figure.from()::of).toList();
  }

  /** The side's median, if it was measured. */
  Optional<Double> median(String side) {
    List<Double> values = values(side);
    return values.isEmpty() ? Optional.empty() : Optional.of(Median.of(values));
  }

  /** How many times as good as the other side ours is, if both were measured. */
  Optional<Double> ratio(String side) {
    return median(Side.OURS)
        .flatMap(ours -> median(side).map(theirs -> figure.unit().ratio(ours, theirs)))
        .filter(Double::isFinite);
  }

  /** Each target with whether it is met, as far as that can be said. */
  Map<Target, Boolean> verdicts(Map<String, Double> earlier) {
    Map<Target, Boolean> verdicts = new LinkedHashMap<>();
    for (Target target : figure.targets()) {
      target.met(this, earlier).ifPresent(met -> verdicts.put(target, met));
    }
    return verdicts;
  }
}
