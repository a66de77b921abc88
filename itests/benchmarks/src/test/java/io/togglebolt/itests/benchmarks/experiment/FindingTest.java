package io.togglebolt.itests.benchmarks.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.togglebolt.itests.benchmarks.experiment.Finding.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FindingTest {
  @Test
  void figuresThatMeanNothingAreNotJudged() {
    Finding judged =
        new Finding("x", List.of(List.of("a")), List.of(Verdict.of(true, "y")), Map.of("k", 1));
    Verdict open = new Verdict(Finding.Outcome.NOT_JUDGED, "y");
    assertEquals(
        new Finding("x", List.of(List.of("a")), List.of(open), Map.of("k", 1)), judged.unjudged());
    assertEquals("not judged", open.word());
  }

  @Test
  void oneFigureDoesNotSayWhereTheMedianLies() {
    assertEquals("-", Shown.confidence(Spread.of(List.of(7.0))));
    assertEquals("-", Shown.confidence(Optional.of(Spread.of(List.of(7.0)))));
    assertEquals("7 to 9", Shown.confidence(Spread.of(List.of(7.0, 9.0))));
  }
}
