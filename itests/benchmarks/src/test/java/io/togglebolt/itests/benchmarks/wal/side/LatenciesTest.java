package io.togglebolt.itests.benchmarks.wal.side;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class LatenciesTest {

  @Test
  void percentilesAreWithinTwoPercentOfTheTruth() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    long[] all =
        LongStream.generate(() -> (long) Math.exp(random.nextDouble(0, 40))).limit(5_000).toArray();
    Latencies first = new Latencies();
    Latencies second = new Latencies();
    for (int i = 0; i < all.length; i++) {
      (i % 2 == 0 ? first : second).add(all[i]);
    }
    first.addAll(second);
    long[] sorted = LongStream.of(all).sorted().toArray();
    for (int percent : new int[] {1, 50, 90, 99, 100}) {
      long truth = sorted[Math.ceilDiv(sorted.length * percent, 100) - 1];
      long found = first.percentile(percent);
      assertTrue(
          found >= truth && found <= truth * 1.02 + 1,
          () -> percent + "th of seed " + seed + ": " + found + " where it is " + truth);
    }
    assertEquals(sorted[sorted.length - 1], first.longest());
    assertEquals(all.length, first.count());
  }

  @Test
  void everyNumberHasAPlaceAndNoneIsBelowZero() {
    Latencies latencies = new Latencies();
    latencies.add(-1);
    assertEquals(0, latencies.percentile(100));
    latencies.add(Long.MAX_VALUE);
    assertEquals(Long.MAX_VALUE, latencies.percentile(100));
  }

  @Test
  void nothingTookNoTime() {
    assertEquals(0, new Latencies().percentile(99));
  }
}
