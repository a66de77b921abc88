package io.togglebolt.itests.benchmarks.wal;

import io.togglebolt.itests.benchmarks.experiment.Spread;
import java.util.Locale;
import java.util.Optional;

/** How figures are shown. */
final class Shown {

  private Shown() {}

  static String count(double value) {
    return format("%,.0f", value);
  }

  static String micros(double nanos) {
    return format("%,.0f us", nanos / 1e3);
  }

  static String millis(double nanos) {
    return format("%,.1f ms", nanos / 1e6);
  }

  static String megabytes(double bytes) {
    return format("%,.1f MB/s", bytes / 1e6);
  }

  static String ratio(Optional<Spread> ratio) {
    return ratio.map(found -> format("%.2f", found.median())).orElse("-");
  }

  static String confidence(Optional<Spread> ratio) {
    return ratio
        .map(found -> format("%.2f to %.2f", found.confidentLow(), found.confidentHigh()))
        .orElse("-");
  }

  static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
