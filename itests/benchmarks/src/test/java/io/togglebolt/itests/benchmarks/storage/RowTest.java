package io.togglebolt.itests.benchmarks.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RowTest {
  private static final Target.Ratio TWICE = new Target.Ratio(2, Side.BBOLT);

  private static Row rates(List<Target> targets, Map<String, List<Long>> operationsASecond) {
    return row(new Figure("rate", Unit.PER_SECOND, Figure.RATE, targets), operationsASecond);
  }

  private static Row row(Figure figure, Map<String, List<Long>> operations) {
    Map<String, List<Map<String, Long>>> runs =
        operations.entrySet().stream()
            .collect(
                java.util.stream.Collectors.toMap(
                    Map.Entry::getKey,
                    entry ->
                        entry.getValue().stream()
                            .map(count -> Map.of("operations", count, "nanos", 1_000_000_000L))
                            .toList()));
    return new Row(figure, runs);
  }

  @Test
  void theRatioIsThatOfTheMedians() {
    Row row =
        rates(List.of(), Map.of(Side.OURS, List.of(9L, 300L, 290L), Side.BBOLT, List.of(145L)));
    assertEquals(Optional.of(290.0), row.median(Side.OURS));
    assertEquals(Optional.of(2.0), row.ratio(Side.BBOLT));
  }

  @Test
  void fewerMillisecondsAreBetter() {
    Figure open = new Figure("open", Unit.MILLIS, Figure.MILLIS_EACH, List.of());
    Row row = row(open, Map.of(Side.OURS, List.of(200L), Side.BBOLT, List.of(100L)));
    assertEquals(Optional.of(5.0), row.median(Side.OURS));
    assertEquals(Optional.of(2.0), row.ratio(Side.BBOLT));
  }

  @Test
  void withoutTheOtherSideThereIsNeitherRatioNorVerdict() {
    Row row = rates(List.of(TWICE), Map.of(Side.OURS, List.of(1L)));
    assertEquals(Optional.empty(), row.ratio(Side.BBOLT));
    assertEquals(Map.of(), row.verdicts(Map.of()));
  }

  @Test
  void aTargetIsMetFromItsRatioOn() {
    Map<String, List<Long>> met = Map.of(Side.OURS, List.of(200L), Side.BBOLT, List.of(100L));
    Map<String, List<Long>> missed = Map.of(Side.OURS, List.of(199L), Side.BBOLT, List.of(100L));
    assertEquals(Map.of(TWICE, true), rates(List.of(TWICE), met).verdicts(Map.of()));
    assertEquals(Map.of(TWICE, false), rates(List.of(TWICE), missed).verdicts(Map.of()));
  }

  @Test
  void aTargetCanBeAnEarlierRowOfOurs() {
    Target more = new Target.MoreThan("one thread");
    Row row = rates(List.of(more), Map.of(Side.OURS, List.of(10L)));
    assertEquals(Map.of(more, true), row.verdicts(Map.of("one thread", 9.0)));
    assertEquals(Map.of(more, false), row.verdicts(Map.of("one thread", 10.0)));
    assertEquals(Map.of(), row.verdicts(Map.of()));
  }

  @Test
  void nothingMeansLessThanAByteEach() {
    Target nothing = new Target.Nothing();
    Figure bytes = new Figure("a", Unit.BYTES, Figure.BYTES_EACH, List.of(nothing));
    Map<String, Long> some = Map.of("bytes", 800L, "operations", 100L);
    Map<String, Long> noise = Map.of("bytes", 40L, "operations", 100_000L);
    assertEquals(
        Map.of(nothing, false),
        new Row(bytes, Map.of(Side.OURS, List.of(some))).verdicts(Map.of()));
    assertEquals(
        Map.of(nothing, true),
        new Row(bytes, Map.of(Side.OURS, List.of(noise))).verdicts(Map.of()));
  }
}
