package io.togglebolt.wal.internal.crash;

import io.togglebolt.testkit.Seeds;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * After each thing that is done to the disk the power is cut, and what may be left is opened: no
 * acknowledged record is missing, none is there that was not appended, order is kept, and the log
 * can be appended to.
 *
 * <p>The system property {@value #PROPERTY} asks for the lives of more logs than the default; a
 * life is repeated by its seed.
 */
@Timeout(3600)
class CrashTest {
  static final String PROPERTY = "togglebolt.wal.seeds";

  private static final int LIVES = Integer.getInteger(PROPERTY, 12);

  /** Held, since the logging system forgets the level of a logger that nobody holds. */
  private static final Logger LOGS = Logger.getLogger("io.togglebolt");

  /** Processes that are killed say so each time. */
  @BeforeAll
  static void logNothing() {
    LOGS.setLevel(Level.OFF);
  }

  @AfterAll
  static void logAgain() {
    LOGS.setLevel(null);
  }

  @Test
  void whatWasAcknowledgedSurvivesAPowerCutAndNothingElseAppears() {
    CrashFigures figures = new CrashFigures();
    Seeds.check(1, LIVES, random -> LogLife.live(random, figures));
    System.out.println("logs lived and were cut: " + figures);
    if (System.getProperty(Seeds.PROPERTY) == null) {
      figures.assertTried(
          "power cuts",
          "lost tails",
          "whole logs",
          "half-made logs",
          "later lives",
          "kills",
          "overwritten tails",
          "marks",
          "jumps",
          "releases",
          "purges",
          "swaps",
          "flaky writers",
          "vacancies that refused",
          "vacancies that ended");
    }
  }
}
