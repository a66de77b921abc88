package io.togglebolt.itests.benchmarks;

import java.util.List;

/** The middle one of some figures. */
public final class Median {

  private Median() {}

  /** The middle one, or the mean of the two in the middle. */
  public static double of(List<Double> figures) {
    if (figures.isEmpty()) {
      throw new IllegalArgumentException("no figures; expected at least one");
    }
    List<Double> sorted = figures.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }
}
