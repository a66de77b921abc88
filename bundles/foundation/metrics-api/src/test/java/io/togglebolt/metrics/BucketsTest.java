package io.togglebolt.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class BucketsTest {

  /** To the last bit, since bounds are compared by their text: 0.032 is not 0.001 times 32. */
  @Test
  void boundsAreThoseThatEtcdShows() {
    assertArrayEquals(
        new double[] {
          0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128, 0.256, 0.512, 1.024, 2.048, 4.096,
          8.192
        },
        Buckets.exponential(0.001, 2, 14));
    assertEquals(655.36, Buckets.exponential(0.01, 2, 17)[16]);
    assertArrayEquals(new double[] {5}, Buckets.exponential(5, 10, 1));
    double third = 0.1 * 3 * 3;
    assertArrayEquals(new double[] {0.1, 0.1 * 3, third}, Buckets.exponential(0.1, 3, 3));
  }

  @Test
  void boundsThatWouldNotAscendAreRefused() {
    for (double[] bad :
        new double[][] {
          {0, 2, 3}, {-1, 2, 3}, {Double.NaN, 2, 3}, {1, 1, 3}, {1, Double.NaN, 3}, {1, 2, 0}
        }) {
      IllegalArgumentException refusal =
          assertThrows(
              IllegalArgumentException.class,
              () -> Buckets.exponential(bad[0], bad[1], (int) bad[2]));
      assertEquals(
          "buckets from "
              + bad[0]
              + " by factor "
              + bad[1]
              + ", "
              + (int) bad[2]
              + " of them; expected a start above 0, a factor above 1 and at least one",
          refusal.getMessage());
    }
  }
}
