package io.togglebolt.storage.engine.internal;

/** How full a page gets before a commit splits it: the part of it that is filled. */
final class FillPercent {
  static final double DEFAULT = 0.5;
  private static final double MIN = 0.1;
  private static final double MAX = 1.0;

  private FillPercent() {}

  /** The value, or the limit that is next to it. */
  static double within(double value) {
    if (Double.isNaN(value)) {
      throw new IllegalArgumentException(
          "fill percent is not a number; expected " + MIN + " to " + MAX);
    }
    return Math.clamp(value, MIN, MAX);
  }
}
