package io.togglebolt.itests.benchmarks.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SpreadTest {

  private static List<Double> oneTo(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(Double::valueOf).toList().reversed();
  }

  @Test
  void quartilesLieBetweenTheFiguresAroundThem() {
    Spread spread = Spread.of(oneTo(6));
    assertEquals(6, spread.count());
    assertEquals(3.5, spread.median());
    assertEquals(2.25, spread.lower());
    assertEquals(4.75, spread.upper());
  }

  @Test
  void aSingleFigureIsAllOfThem() {
    Spread spread = Spread.of(List.of(7.0));
    assertEquals(new Spread(1, 7, 7, 7, 7, 7), spread);
  }

  @Test
  void theConfidenceIntervalIsThatOfTheSignTest() {
    // From tables of the binomial distribution with a chance of one half.
    assertEquals(List.of(1.0, 5.0), confident(5));
    assertEquals(List.of(1.0, 6.0), confident(6));
    assertEquals(List.of(2.0, 9.0), confident(10));
    assertEquals(List.of(5.0, 14.0), confident(18));
    assertEquals(List.of(40.0, 61.0), confident(100));
    // Where the first chances are too small for a double: 1.96 times half the root to both sides.
    assertEquals(List.of(4902.0, 5099.0), confident(10_000));
  }

  private static List<Double> confident(int count) {
    Spread spread = Spread.of(oneTo(count));
    return List.of(spread.confidentLow(), spread.confidentHigh());
  }

  @Test
  void nearlyAlwaysTheTrueMedianIsWithin() {
    long seed = 5;
    SplittableRandom random = new SplittableRandom(seed);
    int within = 0;
    for (int i = 0; i < 1_000; i++) {
      // Far from a normal distribution; its median is 1.
      List<Double> figures = new ArrayList<>();
      DoubleStream.generate(() -> 1 / (2 * random.nextDouble(0.001, 1)))
          .limit(18)
          .forEach(figures::add);
      Spread spread = Spread.of(figures);
      within += spread.confidentLow() <= 1 && spread.confidentHigh() >= 1 ? 1 : 0;
    }
    assertTrue(within >= 950, within + " of 1,000 within, seed " + seed);
    assertTrue(within <= 985, within + " of 1,000 within, seed " + seed);
  }

  @Test
  void nothingHasNoSpread() {
    assertThrows(IllegalArgumentException.class, () -> Spread.of(List.of()));
  }
}
