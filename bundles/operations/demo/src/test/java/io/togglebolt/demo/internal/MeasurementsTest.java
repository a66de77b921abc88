package io.togglebolt.demo.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.DatabaseFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The measurements on the real engine. What is asserted are the policies' laws, with room. */
class MeasurementsTest {
  @TempDir private Path folder;
  private Measurements measurements;

  @BeforeEach
  void engine() {
    measurements =
        new Measurements(
            ServiceLoader.load(DatabaseFactory.class).findFirst().orElseThrow(), folder);
  }

  @Test
  void underLegacyPendingClimbsByThreeAnUpdateAndTheFileGrows() {
    List<List<Sample>> rounds = measurements.rounds("legacy");
    assertEquals(3, rounds.size());
    for (List<Sample> round : rounds) {
      assertEquals(9, round.size());
      for (int i = 1; i < round.size(); i++) {
        long more = round.get(i).pendingPages() - round.get(i - 1).pendingPages();
        assertTrue(more >= 24 && more <= 26, round.toString());
      }
    }
    assertTrue(rounds.getFirst().getLast().endPages() > 150, rounds.getFirst().toString());
    List<Sample> reused = rounds.get(1);
    assertTrue(reused.getFirst().freePages() > 100, reused.toString());
    assertTrue(reused.getLast().freePages() < 50, reused.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"range", "exact"})
  void underTheOthersAllStaysFlat(String policy) {
    for (List<Sample> round : measurements.rounds(policy)) {
      for (Sample sample : round) {
        assertTrue(sample.endPages() <= 24 && sample.pendingPages() <= 16, round.toString());
      }
    }
  }

  @Test
  void theFilesEndIsMeasuredAtEachMark() {
    Map<Integer, Long> legacy = measurements.growth("legacy", subject -> {}, List.of(8, 64));
    assertEquals(List.of(8, 64), List.copyOf(legacy.keySet()));
    assertTrue(legacy.get(64) - legacy.get(8) >= 56 * 3, legacy.toString());
    Map<Integer, Long> range = measurements.growth("range", subject -> {}, List.of(8, 64, 200));
    assertTrue(range.get(200) - range.get(8) <= 4, range.toString());
  }

  @Test
  void exactTakesAtMostTwelvePagesHoweverManyUpdates() {
    Map<Integer, Long> exact = measurements.growth("exact", subject -> {}, List.of(8, 64, 200));
    assertTrue(exact.values().stream().allMatch(end -> end <= 12), exact.toString());
  }

  @Test
  void aTakeoverGivesBackAtOnceWhatTheOldPolicyKeptAndTheReaderDoesNotSee() {
    Measurements.Takeover takeover = measurements.takeover("legacy", "exact");
    Sample atTakeover = takeover.after().getFirst();
    Sample oneUpdateLater = takeover.after().get(1);
    assertTrue(atTakeover.pendingPages() >= 180, takeover.toString());
    assertTrue(oneUpdateLater.pendingPages() <= 8, takeover.toString());
    assertTrue(oneUpdateLater.freePages() >= 170, takeover.toString());
    assertEquals(
        takeover.before().getLast().endPages(),
        takeover.after().getLast().endPages(),
        "the file grows no more");
    assertTrue(takeover.closed().pendingPages() <= 8, takeover.toString());
    assertEquals(129, takeover.closed().updates());
  }

  @Test
  void aPolicyThatIsNotThereIsNamed() {
    RuntimeException refused =
        assertThrows(RuntimeException.class, () -> measurements.rounds("exotic"));
    assertTrue(String.valueOf(refused.getMessage()).contains("exotic"), refused.toString());
  }
}
