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

  @Test
  void underRangeAllStaysFlat() {
    for (List<Sample> round : measurements.rounds("range")) {
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
  void aTakeoverGivesBackWhatTheOldPolicyKept() {
    Measurements.Takeover takeover =
        measurements.takeover(
            subject -> {
              // The ranking chose range, so the tables are turned here.
              assertEquals("range", subject.serving().orElseThrow());
              use(subject, "legacy");
            });
    assertTrue(takeover.before().getLast().pendingPages() <= 16, takeover.toString());
    assertTrue(takeover.after().getLast().pendingPages() >= 180, takeover.toString());
    assertTrue(takeover.closed().pendingPages() <= 8, takeover.toString());
    assertEquals(129, takeover.closed().updates());
  }

  private static void use(Subject subject, String policy) {
    try {
      subject.freelist().use(policy, 30_000);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  @Test
  void aPolicyThatIsNotThereIsNamed() {
    RuntimeException refused =
        assertThrows(RuntimeException.class, () -> measurements.rounds("exotic"));
    assertTrue(String.valueOf(refused.getMessage()).contains("exotic"), refused.toString());
  }
}
