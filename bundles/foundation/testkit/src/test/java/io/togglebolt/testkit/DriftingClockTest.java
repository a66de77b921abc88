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
}
