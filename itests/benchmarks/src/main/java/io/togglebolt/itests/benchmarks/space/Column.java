package io.togglebolt.itests.benchmarks.space;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * One figure of each contender. Less is always better.
 *
 * @param title its head in the table
 * @param unit how it is shown
 * @param from which number of an answer it is
 * @param by what that is divided by: another number's name, or empty
 * @param absent what is shown of a contender that did not answer with it
 */
record Column(String title, Unit unit, String from, String by, String absent) {
  static final String NOTHING = "-";

  /** How figures are shown. */
  enum Unit {
    /** Whole pages. */
    PAGES("%,.0f", 1),
    /** Pages on the average, rounded down to whole ones. */
    MEAN_PAGES("%,.0f", 1),
    /** How many times as much. */
    TIMES("%.2f", 1e3),
    /** Nanoseconds, shown as microseconds. */
    MICROS("%,.2f us", 1e3),
    /** Nanoseconds, shown as milliseconds. */
    MILLIS("%,.3f ms", 1e6);

    private final String pattern;
    private final double divisor;

    Unit(String pattern, double divisor) {
      this.pattern = pattern;
      this.divisor = divisor;
    }

    String show(double value) {
      return String.format(Locale.ROOT, pattern, value);
    }
  }

  static Column of(String title, Unit unit, String from) {
    return new Column(title, unit, from, "", NOTHING);
  }

  /** The mean over a number of the answer. */
  Column over(String number) {
    return new Column(title, unit, from, number, absent);
  }

  /** The same with other words for what is absent. */
  Column orElse(String words) {
    return new Column(title, unit, from, by, words);
  }

  /** The figure in an answer, in the unit that is shown. */
  OptionalDouble in(Map<String, Long> answer) {
    if (!answer.containsKey(from) || !(by.isEmpty() || answer.containsKey(by))) {
      return OptionalDouble.empty();
    }
    long count = by.isEmpty() ? 1 : answer.get(by);
    double figure = answer.get(from) / (double) count / unit.divisor;
    return OptionalDouble.of(unit == Unit.MEAN_PAGES ? Math.floor(figure) : figure);
  }
}
