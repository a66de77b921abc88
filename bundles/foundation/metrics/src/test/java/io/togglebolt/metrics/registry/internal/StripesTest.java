package io.togglebolt.metrics.registry.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.metrics.Distribution;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SplitMix64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Where in a histogram a thread records. */
class StripesTest {
  private static final int STRIPES = HistogramSeries.stripes();

  @Test
  void everySpreadUsesEveryStripeAndNoOther() {
    for (int spread = 0; spread <= HistogramSeries.EAGER_SPREADS; spread++) {
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
    Seeds.check(1, 2_000, StripesTest::meetAndPart);
  }

  private static void meetAndPart(SplitMix64 random) {
    int one = 1 + random.below(100_000);
    int other = one + 1 + random.below(4_096);
    int begin = random.chance(1, 2) ? 0 : random.below(1_000_000);
    assertTrue(
        IntStream.rangeClosed(begin, begin + HistogramSeries.EAGER_SPREADS)
            .anyMatch(
                spread ->
                    HistogramSeries.place(one, spread) != HistogramSeries.place(other, spread)),
        () -> "threads " + one + " and " + other + " are never apart from spread " + begin);
  }

  @Test
  void threadsAreSpreadAtEachOfTheFirstMeetingsAndNowAndThenFromThenOnForEver() {
    HistogramSeries histogram = new HistogramSeries(List.of(), List.of(1.0, 2.0), new Mishaps());
    meet(histogram, HistogramSeries.EAGER_SPREADS);
    assertEquals(HistogramSeries.EAGER_SPREADS, histogram.spreads());
    // A burst of threads, however long it lasted.
    meet(histogram, 100 * HistogramSeries.MEETINGS_TO_A_SPREAD);
    assertEquals(HistogramSeries.EAGER_SPREADS + 100, histogram.spreads());
    meet(histogram, HistogramSeries.MEETINGS_TO_A_SPREAD);
    assertEquals(HistogramSeries.EAGER_SPREADS + 101, histogram.spreads());
    Distribution seen = (Distribution) histogram.read(new Look(new Mishaps(), () -> 0));
    assertEquals(0, seen.count(), "meetings are no observations");
    assertEquals(0, seen.sum());
  }

  private static void meet(HistogramSeries histogram, int times) {
    for (int i = 0; i < times; i++) {
      histogram.met(histogram.stripe(STRIPES - 1));
    }
  }
}
