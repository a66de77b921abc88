package io.togglebolt.metrics;

/** Upper bounds of histograms. */
public final class Buckets {
  private Buckets() {}

  /**
   * {@code count} bounds that begin with {@code start} and grow by {@code factor}, each computed
   * from the one before, as the Go client of Prometheus does: etcd's bounds are made that way.
   *
   * @throws IllegalArgumentException when there would be no bound, or they would not ascend
   */
  public static double[] exponential(double start, double factor, int count) {
    if (!(start > 0) || !(factor > 1) || count < 1) {
      throw new IllegalArgumentException(
          "buckets from "
              + start
              + " by factor "
              + factor
              + ", "
              + count
              + " of them; expected a start above 0, a factor above 1 and at least one");
    }
    double[] bounds = new double[count];
    double bound = start;
    for (int i = 0; i < count; i++) {
      bounds[i] = bound;
      bound *= factor;
    }
    return bounds;
  }
}
