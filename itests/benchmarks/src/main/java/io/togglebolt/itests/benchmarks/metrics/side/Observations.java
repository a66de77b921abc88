package io.togglebolt.itests.benchmarks.metrics.side;

import java.util.SplittableRandom;

/**
 * What is observed: values from half the least bound to twice the greatest, the logarithm of which
 * is evenly distributed, so that every bucket is met about as often and no branch can be foretold.
 */
final class Observations {
  /** How many there are before they repeat themselves: so many fit into the nearest cache. */
  static final int COUNT = 2_048;

  private Observations() {}

  static double[] over(double[] bounds, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double least = Math.log(bounds[0] / 2);
    double most = Math.log(bounds[bounds.length - 1] * 2);
    return random.doubles(COUNT, least, most).map(Math::exp).toArray();
  }
}
