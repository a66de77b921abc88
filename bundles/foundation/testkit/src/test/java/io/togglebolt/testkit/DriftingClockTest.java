package io.togglebolt.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DriftingClockTest {
  private final SimulatedClock truth = new SimulatedClock();
  private final DriftingClock clock = new DriftingClock(truth);

  @Test
  void itShowsTrueTimeUntilItIsToldOtherwise() {
    truth.advance(1234);
    assertEquals(truth.nanoTime(), clock.nanoTime());
    assertEquals(truth.wallMillis(), clock.wallMillis());
    assertEquals(1_000_000, clock.ratePerMillion());
  }

  @Test
  void aFastClockGainsFromTheMomentOnAndASlowOneLoses() {
    truth.advance(1000);
    clock.setRate(1_100_000);
    assertEquals(1_000_000_000, clock.nanoTime());
    truth.advance(1000);
    assertEquals(2_100_000_000, clock.nanoTime());
    assertEquals(truth.wallMillis() + 100, clock.wallMillis());
    clock.setRate(500_000);
    truth.advance(1000);
    assertEquals(2_600_000_000L, clock.nanoTime());
  }

  @Test
  void itJumpsForwardAndItsWallClockAlsoBack() {
    long wall = clock.wallMillis();
    clock.jumpForward(2_000_000_000);
    assertEquals(2_000_000_000, clock.nanoTime());
    assertEquals(wall + 2000, clock.wallMillis());
    clock.jumpWall(-5000);
    assertEquals(2_000_000_000, clock.nanoTime());
    assertEquals(wall - 3000, clock.wallMillis());
    assertThrows(IllegalArgumentException.class, () -> clock.jumpForward(-1));
  }

  @Test
  void aRateThatIsNotPositiveIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> clock.setRate(0));
  }

  @Test
  void itTellsHowMuchTrueTimePassesUntilALaterMoment() {
    clock.setRate(2_000_000);
    assertEquals(50, clock.truthUntil(clock.nanoTime() + 100));
    assertEquals(0, clock.truthUntil(clock.nanoTime()));
    assertEquals(0, clock.truthUntil(clock.nanoTime() - 1));
  }

  @Test
  void theTrueTimeThatItTellsIsTheFirstMomentWhenItIsReached() {
    Seeds.check(
        1,
        200,
        random -> {
          truth.advanceNanos(random.below(10_000_000_000L));
          clock.setRate(random.between(500_000, 2_000_000));
          truth.advanceNanos(random.below(1_000_000L));
          long target = clock.nanoTime() + 1 + random.below(1_000_000_000L);
          long wait = clock.truthUntil(target);
          truth.advanceNanos(wait - 1);
          assertTrue(clock.nanoTime() < target, "one nanosecond before");
          truth.advanceNanos(1);
          assertTrue(clock.nanoTime() >= target, "then");
        });
  }

  @Test
  void aJumpStaysWhenTheRateChangesAndIsNotScaled() {
    clock.setRate(2_000_000);
    clock.jumpForward(1000);
    truth.advanceNanos(10);
    assertEquals(1020, clock.nanoTime());
    clock.setRate(500_000);
    truth.advanceNanos(10);
    assertEquals(1025, clock.nanoTime());
    assertEquals(500_000, clock.ratePerMillion());
  }

  @Test
  void theTrueTimeUntilAMomentCountsFromNow() {
    clock.setRate(2_000_000);
    truth.advanceNanos(30);
    assertEquals(20, clock.truthUntil(100));
    assertEquals(0, clock.truthUntil(10), "it was reached long ago");
    clock.jumpForward(10);
    assertEquals(15, clock.truthUntil(100));
    clock.setRate(1);
    assertEquals(30_000_000, clock.truthUntil(100));
  }

  @Test
  void itMayBeginLateAndRunLong() {
    truth.advance(5_000);
    DriftingClock late = new DriftingClock(truth);
    assertEquals(truth.nanoTime(), late.nanoTime());
    assertEquals(truth.wallMillis(), late.wallMillis());
    late.setRate(1_500_000);
    long years = 100L * 365 * 24 * 3600 * 1000;
    truth.advance(years);
    assertEquals(5_000_000_000L + years * 1_500_000, late.nanoTime());
    assertThrows(IllegalArgumentException.class, () -> late.setRate(-1));
  }
}
