package io.togglebolt.metrics.registry.internal;

/** Nulls where code that is not checked could pass them. */
final class Nulls {
  private Nulls() {}

  static <T> T none() {
    return null;
  }

  static String string() {
    return none();
  }

  static String[] strings() {
    return none();
  }

  static double[] doubles() {
    return none();
  }
}
