package io.togglebolt.metrics.log.internal;

import java.util.Locale;

/** Numbers for people: three digits, and the unit that needs the fewest. */
final class Units {
  private static final String[] BYTES = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
  private static final int BYTES_STEP = 1024;
  private static final int MINUTE_SECONDS = 60;
  private static final int HOUR_SECONDS = 60 * MINUTE_SECONDS;
  private static final int DAY_SECONDS = 24 * HOUR_SECONDS;

  private Units() {}

  static String bytes(double bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= BYTES_STEP && unit < BYTES.length - 1) {
      value /= BYTES_STEP;
      unit++;
    }
    return number(value) + ' ' + BYTES[unit];
  }

  static String seconds(double seconds) {
    if (seconds < 1) {
      return number(seconds * 1_000) + " ms";
    }
    // A minute or two are easier to compare with a period in seconds.
    if (seconds < 2 * MINUTE_SECONDS) {
      return number(seconds) + " s";
    }
    if (seconds < 2 * HOUR_SECONDS) {
      return number(seconds / MINUTE_SECONDS) + " min";
    }
    return seconds < 2 * DAY_SECONDS
        ? number(seconds / HOUR_SECONDS) + " h"
        : number(seconds / DAY_SECONDS) + " d";
  }

  /** Three digits, or all that are before the point, without zeros at the end. */
  static String number(double value) {
    double size = Math.abs(value);
    String text =
        String.format(Locale.ROOT, size >= 99.95 ? "%.0f" : size >= 9.995 ? "%.1f" : "%.2f", value);
    return text.indexOf('.') < 0 ? text : text.replaceAll("\\.?0+$", "");
  }
}
