package io.togglebolt.itests.benchmarks.experiment;

import java.util.Locale;
import java.util.Optional;

/** How figures are shown. */
public final class Shown {

  private Shown() {}

  /** A number without decimals. */
  public static String count(double value) {
    return format("%,.0f", value);
  }

  /** A time in microseconds. */
  public static String micros(double nanos) {
    return format("%,.0f us", nanos / 1e3);
  }

  /** A time in milliseconds. */
  public static String millis(double nanos) {
    return format("%,.1f ms", nanos / 1e6);
  }

  /** Bytes a second. */
  public static String megabytes(double bytes) {
    return format("%,.1f MB/s", bytes / 1e6);
  }

  /** The median of ratios, where there are some. */
  public static String ratio(Optional<Spread> ratio) {
    return ratio.map(found -> format("%.2f", found.median())).orElse("-");
  }

  /** Where the median of ratios lies, where there are several. */
  public static String confidence(Optional<Spread> ratio) {
    return ratio
        .filter(found -> found.count() > 1)
        .map(found -> format("%.2f to %.2f", found.confidentLow(), found.confidentHigh()))
        .orElse("-");
  }

  /** Where the median of counts lies, where there are several. */
  public static String confidence(Spread counts) {
    return counts.count() > 1
        ? count(counts.confidentLow()) + " to " + count(counts.confidentHigh())
        : "-";
  }

  /** A text with values, the same in every locale. */
  public static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
