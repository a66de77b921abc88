package io.togglebolt.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.metrics.Distribution.Bucket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DistributionTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  /** From counts that are not cumulative, with the one above the last bound. */
  private static Distribution of(double[] bounds, long... counts) {
    List<Bucket> buckets = new ArrayList<>();
    long count = 0;
    for (int i = 0; i < counts.length; i++) {
      count += counts[i];
      buckets.add(new Bucket(i == bounds.length ? INFINITY : bounds[i], count));
    }
    return new Distribution(List.of(), buckets, 0);
  }

  @Test
  void quantilesLieEvenlySpreadInTheirBucket() {
    Distribution seen = of(new double[] {1, 2, 4}, 2, 0, 4, 2);
    assertEquals(0, seen.quantile(0));
    assertEquals(0.5, seen.quantile(0.125));
    assertEquals(1, seen.quantile(0.25));
    assertEquals(3, seen.quantile(0.5));
    assertEquals(4, seen.quantile(0.75));
    assertEquals(4, seen.quantile(0.9), "what lies above the last bound is that bound");
    assertEquals(4, seen.quantile(1));
  }

  @Test
  void firstBucketBeginsAtZeroOnlyWhereItsBoundIsPositive() {
    assertEquals(-1, of(new double[] {-1, 1}, 4, 4, 0).quantile(0.25));
    assertEquals(0, of(new double[] {0, 1}, 4, 4, 0).quantile(0.25));
    assertEquals(0, of(new double[] {-1, 1}, 4, 4, 0).quantile(0.75));
    assertEquals(1.5, of(new double[] {1, 2}, 0, 4, 0).quantile(0.5));
    assertEquals(1, of(new double[] {1, 2}, 0, 4, 0).quantile(0));
  }

  @Test
  void thereIsNoQuantileWithoutObservationsOrBounds() {
    assertEquals(Double.NaN, of(new double[] {1}, 0, 0).quantile(0.5));
    assertEquals(Double.NaN, of(new double[] {}, 3).quantile(0.5));
    assertEquals(Double.NaN, of(new double[] {1}, 0, 0).mean());
    for (double share : new double[] {-0.1, 1.1, Double.NaN}) {
      IllegalArgumentException refusal =
          assertThrows(
              IllegalArgumentException.class, () -> of(new double[] {1}, 1, 0).quantile(share));
      assertEquals("quantile " + share + "; expected one from 0 to 1", refusal.getMessage());
    }
  }

  /** Beside plain lists: the estimate lies in the bucket of the value that is the quantile. */
  @Test
  void quantilesAgreeWithTheValuesThemselves() {
    for (long seed = 1; seed <= 300; seed++) {
      Random random = new Random(seed);
      double[] bounds = Buckets.exponential(0.5, 1.5 + random.nextDouble(), 1 + random.nextInt(8));
      List<Double> values = new ArrayList<>();
      long[] counts = new long[bounds.length + 1];
      int many = 1 + random.nextInt(50);
      for (int i = 0; i < many; i++) {
        double value = random.nextDouble() * bounds[bounds.length - 1] * 1.2;
        values.add(value);
        counts[bucket(bounds, value)]++;
      }
      values.sort(null);
      Distribution seen = of(bounds, counts);
      for (int percent = 1; percent <= 100; percent++) {
        double exact = values.get((int) Math.ceil(percent / 100.0 * many - 1e-9) - 1);
        int bucket = bucket(bounds, exact);
        double lower = bucket == 0 ? 0 : bounds[bucket - 1];
        double upper = bounds[Math.min(bucket, bounds.length - 1)];
        double found = seen.quantile(percent / 100.0);
        assertTrue(
            found >= lower - 1e-9 && found <= upper + 1e-9,
            "seed " + seed + ": quantile " + percent + " % is " + found + ", the value " + exact);
      }
    }
  }

  private static int bucket(double[] bounds, double value) {
    int bucket = 0;
    while (bucket < bounds.length && value > bounds[bucket]) {
      bucket++;
    }
    return bucket;
  }

  @Test
  void differenceOfTwoLooksIsWhatCameBetween() {
    double[] bounds = {1, 2};
    List<Bucket> one = of(bounds, 1, 2, 3).buckets();
    List<Bucket> two = of(bounds, 4, 2, 5).buckets();
    List<MetricFamily.Label> labels = List.of(new MetricFamily.Label("k", "v"));
    Distribution between =
        new Distribution(labels, two, 9).since(new Distribution(List.of(), one, 2.5));
    assertEquals(new Distribution(labels, of(bounds, 3, 0, 2).buckets(), 6.5), between);
    assertEquals(5, between.count());
    assertEquals(1.3, between.mean());
  }

  @Test
  void looksWithOtherBoundsHaveNoDifference() {
    Distribution now = of(new double[] {1, 2}, 1, 1, 1);
    for (Distribution other :
        List.of(
            of(new double[] {1, 3}, 1, 1, 1),
            of(new double[] {1}, 1, 1),
            of(new double[] {1, 2, 3}, 1, 1, 1, 0))) {
      IllegalArgumentException refusal =
          assertThrows(IllegalArgumentException.class, () -> now.since(other));
      assertTrue(refusal.getMessage().contains("expected the bounds of"), refusal::getMessage);
    }
  }

  @Test
  void bucketsAreCopied() {
    List<Bucket> buckets = new ArrayList<>(of(new double[] {1}, 1, 1).buckets());
    Distribution kept = new Distribution(List.of(), buckets, 1);
    buckets.clear();
    assertEquals(2, kept.count());
  }
}
