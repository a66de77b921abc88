package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.Inspection;
import io.togglebolt.storage.StorageException;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SplitMix64;
import java.io.IOException;
import java.io.OutputStream;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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

  /** Nothing is promised then, except that it is said in the usual way. */
  @Test
  @Timeout(300)
  void withoutSyncsAPowerCutMayCostTheFileButNotTheProcess() {
    Seeds.check(1, RUNS / 3, CrashTest::cutWithoutSyncs);
  }

  private static void cutWithoutSyncs(SplitMix64 random) throws IOException {
    SimulatedDisk disk = new SimulatedDisk();
    DatabaseOptions options = DatabaseOptions.defaults().withPageSize(1024).withNoSync(true);
    RandomWriter writer = new RandomWriter(random, 1024, 60);
    Model content = new Model();
    try (Database database = EngineBed.withAllParts(disk).open(options)) {
      for (int i = 0; i < 6; i++) {
        database.update(transaction -> writer.change(transaction.root(), content));
        for (int cut = 0; cut < 5; cut++) {
          useWhatIsLeft(disk.powerCut(random));
        }
      }
    }
  }

  private static void useWhatIsLeft(SimulatedDisk disk) throws IOException {
    try (Database database = EngineBed.withAllParts(disk).open(DatabaseOptions.defaults())) {
      try (Inspection inspection = database.inspect()) {
        inspection.check();
      }
      database.update(transaction -> transaction.createBucketIfMissing(new byte[] {9}));
      database.dump(OutputStream.nullOutputStream());
    } catch (StorageException lost) {
      // One of the typed errors: all that is asked for.
    }
  }
}
