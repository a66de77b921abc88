package io.togglebolt.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LatenciesTest {
  @Test
  void quantilesAreRightToWithinASixteenth() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Latencies first = new Latencies();
    Latencies second = new Latencies();
    long[] all = new long[5_000];
    for (int i = 0; i < all.length; i++) {
      all[i] = random.nextLong(1L << random.nextInt(1, 40));
      (i % 3 == 0 ? first : second).add(all[i]);
    }
    first.addAll(second);
    Arrays.sort(all);
    assertEquals(all.length, first.total());
    assertEquals(all[all.length - 1], first.longestNanos());
    for (double part : new double[] {0.01, 0.5, 0.99, 1.0}) {
      long exact = all[(int) Math.ceil(part * all.length) - 1];
      long found = first.quantileNanos(part);
      assertTrue(
          found >= exact && found <= exact + exact / 16 + 1,
          () -> "seed " + seed + ": " + part + " is " + exact + ", found " + found);
    }
  }

  @Test
  void whereThereIsNothingAllIsZero() {
    assertEquals(0, new Latencies().quantileNanos(0.5));
    Latencies negative = new Latencies();
    negative.add(-5);
    negative.add(Long.MAX_VALUE);
    assertEquals(0, negative.quantileNanos(0.5));
    assertEquals(Long.MAX_VALUE, negative.quantileNanos(1));
  }
}
