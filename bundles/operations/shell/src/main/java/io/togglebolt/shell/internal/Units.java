package io.togglebolt.shell.internal;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Sizes, durations and times in the units that people read. */
final class Units {
  private static final String[] SIZES = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  private static final int STEP = 1024;
  private static final long MICRO = 1_000;
  private static final long MILLI = 1_000 * MICRO;
  private static final long SECOND = 1_000 * MILLI;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);

  private Units() {}

  /** A size, to one decimal in the largest unit that it fills. */
  static String bytes(long bytes) {
    if (bytes < STEP) {
      return bytes + " B";
    }
    double value = bytes;
    int unit = 0;
    while (unit < SIZES.length - 1 && value >= STEP) {
      value /= STEP;
      unit++;
    }
    return decimal(value) + " " + SIZES[unit];
  }

  /** A duration given in nanoseconds. */
  static String nanos(long nanos) {
    if (nanos < MICRO) {
      return nanos + " ns";
    }
    if (nanos < MILLI) {
      return decimal((double) nanos / MICRO) + " us";
    }
    if (nanos < SECOND) {
      return decimal((double) nanos / MILLI) + " ms";
    }
    if (nanos < MINUTE) {
      return decimal((double) nanos / SECOND) + " s";
    }
    if (nanos < HOUR) {
      return nanos / MINUTE + " min " + nanos % MINUTE / SECOND + " s";
    }
    if (nanos < DAY) {
      return nanos / HOUR + " h " + nanos % HOUR / MINUTE + " min";
    }
    return nanos / DAY + " d " + nanos % DAY / HOUR + " h";
  }

  /** A duration given in milliseconds. */
  static String millis(long millis) {
    return nanos(millis * MILLI);
  }

  /** A moment, given in milliseconds since the Unix epoch, in a time zone. */
  static String time(long wallMillis, ZoneId zone) {
    return TIME.format(Instant.ofEpochMilli(wallMillis).atZone(zone));
  }

  /** A number with its noun, in the plural unless it is one. */
  static String count(long number, String noun) {
    return number + " " + (number == 1 ? noun : noun + "s");
  }

  private static String decimal(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
