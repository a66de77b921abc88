package io.togglebolt.itests.benchmarks.storage;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What our figure should reach. */
sealed interface Target {

  /**
   * Whether it is met, or nothing when what it is compared with was not measured.
   *
   * @param row the row it belongs to
   * @param earlier the medians of ours in the rows before, by title
   */
  Optional<Boolean> met(Row row, Map<String, Double> earlier);

  /** What is wanted, in a few words. */
  String text();

  /** At least so many times as good as another side. */
  record Ratio(double least, String side) implements Target {
    @Override
    public Optional<Boolean> met(Row row, Map<String, Double> earlier) {
      return row.ratio(side).map(ratio -> ratio >= least);
    }

    @Override
    public String text() {
      return String.format(Locale.ROOT, "%.2fx %s", least, side);
    }
  }

  /** More than our own figure of an earlier row. */
  record MoreThan(String title) implements Target {
    @Override
    public Optional<Boolean> met(Row row, Map<String, Double> earlier) {
      return Optional.ofNullable(earlier.get(title))
          .flatMap(other -> row.median(Side.OURS).map(ours -> ours > other));
    }

    @Override
    public String text() {
      return "more than " + title;
    }
  }

  /** Less than one. */
  record Nothing() implements Target {
    @Override
    public Optional<Boolean> met(Row row, Map<String, Double> earlier) {
      return row.median(Side.OURS).map(ours -> ours < 0.5);
    }

    @Override
    public String text() {
      return "none";
    }
  }
}
