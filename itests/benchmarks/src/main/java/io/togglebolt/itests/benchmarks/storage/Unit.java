package io.togglebolt.itests.benchmarks.storage;

import java.util.Locale;

/** What a figure counts, how it is shown, and which of two is the better one. */
enum Unit {
  PER_SECOND("/s", true) {
    @Override
    String show(double value) {
      if (value >= 999_500) {
        return format("%.2fM/s", value / 1e6);
      }
      return value >= 9_995 ? format("%.0fk/s", value / 1e3) : format("%.2fk/s", value / 1e3);
    }
  },
  MILLIS("ms", false) {
    @Override
    String show(double value) {
      return format("%.3f ms", value);
    }
  },
  BYTES("B", false) {
    @Override
    String show(double value) {
      return value >= 1 << 20 ? format("%.1f MiB", value / (1 << 20)) : format("%.0f B", value);
    }
  };

  private final String symbol;
  private final boolean moreIsBetter;

  Unit(String symbol, boolean moreIsBetter) {
    this.symbol = symbol;
    this.moreIsBetter = moreIsBetter;
  }

  String symbol() {
    return symbol;
  }

  boolean moreIsBetter() {
    return moreIsBetter;
  }

  abstract String show(double value);

  /** How many times as good ours is: above 1 when it is better, whichever way that is. */
  double ratio(double ours, double theirs) {
    return moreIsBetter ? ours / theirs : theirs / ours;
  }

  private static String format(String pattern, double value) {
    return String.format(Locale.ROOT, pattern, value);
  }
}
