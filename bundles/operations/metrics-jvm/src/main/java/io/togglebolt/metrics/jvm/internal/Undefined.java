package io.togglebolt.metrics.jvm.internal;

/** The platform's beans say -1 where a value is not known here. */
final class Undefined {
  private Undefined() {}

  /** The value; not a number, which a registry leaves out, where it is negative. */
  static double leftOut(double value) {
    return value < 0 ? Double.NaN : value;
  }
}
