package io.togglebolt.itests.benchmarks.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.itests.benchmarks.experiment.Finding.Outcome;
import io.togglebolt.itests.benchmarks.experiment.Finding.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TurnsTest {
  private static Map<String, Long> turn(long saves, long nanos) {
    return Map.of("saves", saves, "nanos", nanos, "p50", nanos, "p99", nanos);
  }

  @Test
  void lanesAreComparedWithinEachBlock() {
    Turns<String> turns = new Turns<>();
    // The second block was slow for both: the ratio is the same in each.
    turns.add("bare", List.of(turn(10, 500), turn(10, 500)));
    turns.add("log", List.of(turn(9, 400), turn(9, 600)));
    turns.add("bare", List.of(turn(2, 1_000)));
    turns.add("log", List.of(turn(9, 5_000)));
    Spread ratio = turns.ratio("log", "bare", "saves").orElseThrow();
    assertEquals(0.9, ratio.confidentLow(), 1e-9);
    assertEquals(0.9, ratio.confidentHigh(), 1e-9);
    assertEquals((18e6 + 1.8e6) / 2, turns.rate("log", "saves").median(), 1e-3);
    assertEquals(500, turns.blocks("log").getFirst().get("p50"));
    assertTrue(turns.ratio("log", "nobody", "saves").isEmpty());
  }

  @Test
  void aTargetIsDecidedOnlyWhereTheWholeIntervalIsOnOneSideOfIt() {
    assertEquals(Outcome.MET, outcome(0.9, 0.9, 0.95));
    assertEquals(Outcome.MISSED, outcome(0.85, 0.89, 0.88));
    assertEquals(Outcome.UNDECIDED, outcome(0.85, 0.95, 0.92));
  }

  private static Outcome outcome(Double... figures) {
    return Verdict.atLeast(0.9, Spread.of(List.of(figures)), "of bare").outcome();
  }
}
