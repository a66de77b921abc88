package io.togglebolt.itests.benchmarks.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.itests.benchmarks.experiment.Finding.Outcome;
import io.togglebolt.itests.benchmarks.experiment.Spread;
import io.togglebolt.itests.benchmarks.metrics.Race.Measure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RaceTest {
  private static final List<String> SIDES = List.of("one", "other");

  private final Race race = new Race();

  private void leg(String one, String other) {
    Map<String, String> answer = new HashMap<>();
    answer.put("one.clock", one);
    answer.put("other.clock", other);
    answer.put("one.processor", "1");
    answer.put("other.processor", "3");
    answer.put("one.bytes", "30");
    answer.put("other.bytes", "60");
    answer.put("times", "10");
    race.add(SIDES, answer);
  }

  @Test
  void ratiosAreTakenBlockByBlockBeforeTheMiddleIs() {
    // A machine that is ten times as slow in the second block hits both.
    leg("200,3000,400", "100,1000,100");
    assertEquals(List.of(2.0, 3.0, 4.0), race.ratios("one", "other", Measure.CLOCK));
    assertEquals(List.of(3.0), race.medians("one", "other", Measure.CLOCK));
    assertEquals(List.of(1.0 / 3), race.ratios("one", "other", Measure.PROCESSOR));
  }

  @Test
  void everyLegHasAMedianOfItsOwn() {
    leg("200,200,900", "100,100,100");
    leg("100,200,100", "100,100,100");
    assertEquals(List.of(2.0, 1.0), race.medians("one", "other", Measure.CLOCK));
    assertEquals(6, race.ratios("one", "other", Measure.CLOCK).size());
  }

  @Test
  void meansAreOverAllTransactionsOfAllLegs() {
    leg("100", "50");
    leg("300", "50");
    assertEquals(20, race.nanosEach("one", Measure.CLOCK));
    assertEquals(6, race.bytesEach("other"));
  }

  @Test
  void blocksWithoutAPartnerAndAnswersWithoutASideAreRefused() {
    leg("1,2", "1");
    IllegalStateException uneven =
        assertThrows(IllegalStateException.class, () -> race.ratios("one", "other", Measure.CLOCK));
    assertEquals("a side has 2 blocks and another has 1; expected as many", uneven.getMessage());
    IllegalArgumentException missing =
        assertThrows(IllegalArgumentException.class, () -> race.add(List.of("third"), Map.of()));
    assertTrue(String.valueOf(missing.getMessage()).contains("third.clock"), missing.getMessage());
  }

  @Test
  void aDifferenceCountsOnlyWhereEqualsDifferByLess() {
    Spread sure = Spread.of(List.of(0.999, 1.0, 1.001));
    Spread unsure = Spread.of(List.of(0.97, 1.0, 1.01));
    Spread little = Spread.of(List.of(1.019));
    Spread much = Spread.of(List.of(1.03, 1.021, 1.0));
    Spread muchLess = Spread.of(List.of(0.97));
    assertEquals(Outcome.MET, DatabaseExperiment.outcome(little, sure));
    assertEquals(Outcome.MISSED, DatabaseExperiment.outcome(much, sure));
    assertEquals(Outcome.MISSED, DatabaseExperiment.outcome(muchLess, sure));
    assertEquals(Outcome.UNDECIDED, DatabaseExperiment.outcome(little, unsure));
    assertEquals(Outcome.UNDECIDED, DatabaseExperiment.outcome(much, unsure));
  }
}
