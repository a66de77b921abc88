package io.togglebolt.itests.benchmarks.experiment;

import io.togglebolt.itests.benchmarks.Median;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How figures of the same thing lie.
 *
 * @param count how many there are
 * @param median the middle one
 * @param lower a quarter of them is not above it
 * @param upper a quarter of them is not below it
 * @param confidentLow with {@code confidentHigh}, where the median of many more such figures lies,
 *     19 times out of 20, whatever their distribution; of fewer than six the least and the greatest
 * @param confidentHigh see {@code confidentLow}
 */
public record Spread(
    int count,
    double median,
    double lower,
    double upper,
    double confidentLow,
    double confidentHigh) {
  private static final double ONE_SIDE = 0.025;

  /** Of at least one figure. */
  public static Spread of(List<Double> figures) {
    List<Double> sorted = figures.stream().sorted().toList();
    double median = Median.of(sorted);
    int count = sorted.size();
    int rank = confidentRank(count);
    return new Spread(
        count,
        median,
        quantile(sorted, 0.25),
        quantile(sorted, 0.75),
        sorted.get(rank - 1),
        sorted.get(count - rank));
  }

  /**
   * The greatest rank, counted from 1, such that the true median lies below the figure of that rank
   * with a chance of 1 in 40 at most. How many figures lie below the true median is like tossing a
   * coin for each. With fewer than six there is no such rank, and it is 1.
   */
  private static int confidentRank(int count) {
    // Logarithms, since the first chances of many figures are less than the least double.
    double logarithm = -count * Math.log(2);
    double chance = Math.exp(logarithm);
    int rank = 0;
    while (chance <= ONE_SIDE) {
      rank++;
      logarithm += Math.log((count - rank + 1) / (double) rank);
      chance += Math.exp(logarithm);
    }
    return Math.max(rank, 1);
  }

  /** Between the two figures around it where there is none at that place. */
  private static double quantile(List<Double> sorted, double share) {
    double place = share * (sorted.size() - 1);
    int at = (int) place;
    double low = sorted.get(at);
    double high = sorted.get(Math.min(at + 1, sorted.size() - 1));
    return low + (high - low) * (place - at);
  }

  /** The same, to be written as JSON. */
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("count", count);
    json.put("median", median);
    json.put("lowerQuartile", lower);
    json.put("upperQuartile", upper);
    json.put("confidence95", List.of(confidentLow, confidentHigh));
    return json;
  }
}
