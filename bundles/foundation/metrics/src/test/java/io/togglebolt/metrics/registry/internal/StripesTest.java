package io.togglebolt.metrics.registry.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SplitMix64;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Where in a histogram a thread records. */
class StripesTest {
  private static final int STRIPES = HistogramSeries.stripes();

  @Test
  void everySpreadUsesEveryStripeAndNoOther() {
    for (int spread = 0; spread <= HistogramSeries.SPREADS_MAX; spread++) {
      int now = spread;
      assertEquals(
          IntStream.range(0, STRIPES).boxed().toList(),
          IntStream.range(0, 4_000)
              .map(thread -> HistogramSeries.place(thread, now))
              .distinct()
              .sorted()
              .boxed()
              .toList(),
          "spread " + spread);
    }
  }

  @Test
  void threadsThatMeetPartWithOneOfTheNextSpreads() {
    Seeds.check(2_000, StripesTest::meetAndPart);
  }

  private static void meetAndPart(SplitMix64 random) {
    long one = 1 + random.below(100_000);
    long other = one + 1 + random.below(4_096);
    assertTrue(
        IntStream.rangeClosed(0, HistogramSeries.SPREADS_MAX)
            .anyMatch(
                spread ->
                    HistogramSeries.place(one, spread) != HistogramSeries.place(other, spread)),
        () -> "threads " + one + " and " + other + " are never apart");
  }
}
