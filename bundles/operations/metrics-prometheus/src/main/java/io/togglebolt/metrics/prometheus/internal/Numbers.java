package io.togglebolt.metrics.prometheus.internal;

import java.math.BigDecimal;

/**
 * Numbers as Go writes them in the shortest way, and so Prometheus and etcd: bounds of buckets are
 * labels, which must be the same text wherever they come from. Nothing is lost: each reads back as
 * the same number.
 */
final class Numbers {
  /** Below 10 to this power, and from 10 to the other, Go writes an exponent. */
  private static final int LEAST_PLAIN_EXPONENT = -4;

  private static final int LEAST_LARGE_EXPONENT = 6;

  private Numbers() {}

  /** A sample's value; whole ones, as most are, without an exponent where they fit a long. */
  static String value(double number) {
    boolean whole = Math.rint(number) == number && Math.abs(number) < 0x1p63;
    return whole ? Long.toString((long) number) : shortest(number);
  }

  /** An upper bound of a bucket in the text format. */
  static String bound(double number) {
    return shortest(number);
  }

  /**
   * An upper bound of a bucket in OpenMetrics, which wants it to be seen that it is no integer
   * ("Canonical Numbers").
   */
  static String canonicalBound(double number) {
    String text = shortest(number);
    boolean seen = text.indexOf('.') >= 0 || text.indexOf('e') >= 0 || Double.isInfinite(number);
    return seen ? text : text + ".0";
  }

  private static String shortest(double number) {
    if (Double.isNaN(number)) {
      return "NaN";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "+Inf" : "-Inf";
    }
    BigDecimal decimal = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    String digits = decimal.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - decimal.scale();
    if (exponent >= LEAST_PLAIN_EXPONENT && exponent < LEAST_LARGE_EXPONENT) {
      return decimal.toPlainString();
    }
    StringBuilder text = new StringBuilder(number < 0 ? "-" : "").append(digits.charAt(0));
    if (digits.length() > 1) {
      text.append('.').append(digits, 1, digits.length());
    }
    text.append(exponent < 0 ? "e-" : "e+");
    return text.append(Math.abs(exponent) < 10 ? "0" : "").append(Math.abs(exponent)).toString();
  }
}
