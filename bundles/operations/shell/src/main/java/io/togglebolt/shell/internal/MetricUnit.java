package io.togglebolt.shell.internal;

import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.Locale;

/** The unit of a metric, which the end of its name says, and how people read values in it. */
enum MetricUnit {
  /** Bytes. */
  BYTES,
  /** Seconds that something took. */
  SECONDS,
  /** Seconds since the Unix epoch. */
  MOMENT,
  /** A share of one. */
  RATIO,
  /** A number of things. */
  COUNT;

  private static final String TOTAL = "_total";
  private static final double NANOS = 1e9;
  private static final double EXACT = 1L << 53;

  /** The unit of a metric of this name. */
  static MetricUnit of(String name) {
    String unit = name.endsWith(TOTAL) ? name.substring(0, name.length() - TOTAL.length()) : name;
    if (unit.endsWith("_bytes")) {
      return BYTES;
    }
    if (unit.endsWith("_start_time_seconds") || unit.endsWith("_timestamp_seconds")) {
      return MOMENT;
    }
    if (unit.endsWith("_seconds")) {
      return SECONDS;
    }
    return unit.endsWith("_ratio") ? RATIO : COUNT;
  }

  /** A value as people read it. */
  String show(double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "infinite" : "-infinite";
    }
    return switch (this) {
      case BYTES -> value < 0 ? "-" + Units.bytes(-(long) value) : Units.bytes((long) value);
      case SECONDS -> value < 0 ? "-" + seconds(-value) : seconds(value);
      case MOMENT -> Units.time((long) (value * 1_000), ZoneId.systemDefault());
      case RATIO -> decimal(value * 100) + "%";
      case COUNT -> decimal(value);
    };
  }

  /** How fast a value of this unit grows, in a second. */
  String showRate(double perSecond) {
    return switch (this) {
      case BYTES, SECONDS -> show(perSecond);
      case MOMENT, RATIO, COUNT -> COUNT.show(perSecond);
    };
  }

  /** A value with all of its digits, for those who compute with it. */
  static String exact(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return String.valueOf(value);
    }
    return value == Math.rint(value) && Math.abs(value) <= EXACT
        ? String.valueOf((long) value)
        : new BigDecimal(String.valueOf(value)).stripTrailingZeros().toPlainString();
  }

  private static String seconds(double seconds) {
    return Units.nanos(Math.round(seconds * NANOS));
  }

  /** As many digits behind the point as a small number needs to be told from nothing. */
  private static String decimal(double value) {
    double size = Math.abs(value);
    if (value == Math.rint(value) && size <= EXACT) {
      return String.valueOf((long) value);
    }
    String format = size >= 100 ? "%.0f" : size >= 1 ? "%.1f" : size >= 0.001 ? "%.3f" : "%.1e";
    return String.format(Locale.ROOT, format, value);
  }
}
