package io.togglebolt.storage.engine.internal;

import io.togglebolt.testkit.Seeds;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * After each thing that is done to the disk the power is cut, and what may be left is opened: it is
 * sound, and holds the last acknowledged commit, or the one in flight, whole.
 *
 * <p>The system property {@code togglebolt.crash.runs} asks for more lives of a database than the
 * default; {@value #REPLAY} repeats a single cut, as a failure prints it.
 */
class CrashTest {
  static final String REPLAY = "togglebolt.crash.replay";

  /** Held, since the logging system forgets the level of a logger that nobody holds. */
  private static final Logger ENGINE = Logger.getLogger(CrashTest.class.getPackageName());

  private static final int RUNS = Integer.getInteger("togglebolt.crash.runs", 150);

  /** Processes that are killed say so each time. */
  @BeforeAll
  static void logNothing() {
    ENGINE.setLevel(Level.OFF);
  }

  @AfterAll
  static void logAgain() {
    ENGINE.setLevel(null);
  }

  @Test
  void anAcknowledgedCommitSurvivesAPowerCutAndNoCommitIsTorn() throws IOException {
    CrashFigures figures = new CrashFigures();
    String replay = System.getProperty(REPLAY, "");
    if (!replay.isEmpty()) {
      CrashLife.live(CrashPath.replay(replay), figures);
      return;
    }
    Seeds.check(1, RUNS, random -> CrashLife.live(CrashPath.of(random.next()), figures));
    if (System.getProperty(Seeds.PROPERTY) == null) {
      figures.assertAllWasTried();
    }
  }
}
