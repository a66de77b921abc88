package io.togglebolt.itests.benchmarks.space;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.togglebolt.itests.benchmarks.space.Column.Unit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ResultsTest {
  private static final Contender OURS = Contender.ours("exact", "segregated", "lazy");
  private static final Contender THEIRS = Contender.bbolt("array", "always");
  private static final Column PAGES = Column.of("pages", Unit.PAGES, "pages");
  private static final Column MEAN = Column.of("mean", Unit.MEAN_PAGES, "sum").over("count");
  private static final Column MILLIS = Column.of("time", Unit.MILLIS, "time");

  private final Results results = new Results();

  private void answers(Contender contender, String number, long... runs) {
    for (int run = 0; run < runs.length; run++) {
      results.add(contender.name(), run, Map.of(number, runs[run]));
    }
  }

  private Optional<Boolean> met(Goal goal, Column... columns) {
    return goal.met(results, new Table("", List.of(columns), List.of(goal)));
  }

  @Test
  void aFigureIsTheMedianOfTheRunsInTheUnitThatIsShown() {
    answers(OURS, "time", 9_000_000, 1_000_000, 2_000_000);
    assertEquals(Optional.of(2.0), results.figure(OURS.name(), MILLIS));
  }

  @Test
  void aMeanIsTheSumOverTheCountInWholePages() {
    results.add(OURS.name(), 0, Map.of("sum", 30L));
    assertEquals(Optional.empty(), results.figure(OURS.name(), MEAN));
    results.add(OURS.name(), 0, Map.of("count", 4L));
    assertEquals(Optional.of(7.0), results.figure(OURS.name(), MEAN));
  }

  @Test
  void aRunThatLacksAFigureLeavesNone() {
    answers(OURS, "pages", 3, 4);
    results.add(OURS.name(), 2, Map.of("other", 1L));
    assertEquals(Optional.empty(), results.figure(OURS.name(), PAGES));
  }

  @Test
  void theRatioSaysHowManyTimesAsMuchItIs() {
    answers(OURS, "pages", 10);
    answers(THEIRS, "pages", 25);
    assertEquals(Optional.of(2.5), results.ratio(THEIRS.name(), OURS.name(), PAGES));
    assertEquals(Optional.empty(), results.ratio("nobody", OURS.name(), PAGES));
  }

  @Test
  void aLimitMayBeReachedButNotPassed() {
    answers(OURS, "pages", 12);
    assertEquals(Optional.of(true), met(new Goal.AtMost(OURS, PAGES, 12), PAGES));
    assertEquals(Optional.of(false), met(new Goal.AtMost(OURS, PAGES, 11), PAGES));
    assertEquals(Optional.empty(), met(new Goal.AtMost(THEIRS, PAGES, 11), PAGES));
  }

  @Test
  void theFewestMayBeSharedAndNeedsSomebodyElse() {
    Goal fewest = new Goal.Fewest(OURS, "", PAGES);
    answers(OURS, "pages", 12);
    assertEquals(Optional.empty(), met(fewest, PAGES));
    answers(THEIRS, "pages", 12);
    assertEquals(Optional.of(true), met(fewest, PAGES));
    answers(Contender.bolt(), "pages", 11);
    assertEquals(Optional.of(false), met(fewest, PAGES));
  }

  @Test
  void theFewestOfAModeIsSoWhateverTheOthersHave() {
    Contender always = Contender.ours("exact", "segregated", "always");
    answers(OURS, "pages", 8);
    answers(always, "pages", 10);
    assertEquals(Optional.empty(), met(new Goal.Fewest(always, "always", PAGES), PAGES));
    answers(THEIRS, "pages", 19);
    assertEquals(Optional.of(true), met(new Goal.Fewest(always, "always", PAGES), PAGES));
    assertEquals(Optional.of(false), met(new Goal.Fewest(always, "", PAGES), PAGES));
  }

  @Test
  void whoDidNotFinishHasMoreThanEverybody() {
    answers(OURS, "pages", 8);
    answers(THEIRS, "other", 1);
    assertEquals(Optional.of(true), met(new Goal.Fewest(OURS, "", PAGES), PAGES));
  }

  @Test
  void flatIsWhatStaysWithinItsFactorInAllColumns() {
    Goal flat = new Goal.Flat(OURS, 1.2);
    answers(OURS, "pages", 100);
    assertEquals(Optional.empty(), met(flat, PAGES, MILLIS));
    answers(OURS, "time", 120_000_000);
    assertEquals(Optional.of(true), met(flat, PAGES, MILLIS));
    answers(OURS, "time", 121_000_000);
    assertEquals(Optional.of(false), met(flat, PAGES, MILLIS));
  }

  @Test
  void noMoreThanTheOthersMeansThanEachOfThoseThatWereMeasured() {
    Goal goal = new Goal.NoMoreThan(OURS, List.of(THEIRS, Contender.bolt()), PAGES);
    answers(OURS, "pages", 10);
    assertEquals(Optional.empty(), met(goal, PAGES));
    answers(THEIRS, "pages", 10);
    assertEquals(Optional.of(true), met(goal, PAGES));
    answers(Contender.bolt(), "pages", 9);
    assertEquals(Optional.of(false), met(goal, PAGES));
  }
}
