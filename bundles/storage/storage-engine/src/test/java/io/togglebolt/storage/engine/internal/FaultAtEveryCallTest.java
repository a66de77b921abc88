package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.FreelistPersistence;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SplitMix64;
import java.io.IOException;
import java.util.Arrays;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each call of the disk that a small history makes fails once, in each way that it can fail. */
class FaultAtEveryCallTest {
  private static final int PAGE_SIZE = 4096;

  /** Held, since the logging system forgets the level of a logger that nobody holds. */
  private static final Logger ENGINE =
      Logger.getLogger(FaultAtEveryCallTest.class.getPackageName());

  /** Databases that refuse further writes say so each time. */
  @BeforeAll
  static void logNothing() {
    ENGINE.setLevel(Level.OFF);
  }

  @AfterAll
  static void logAgain() {
    ENGINE.setLevel(null);
  }

  static Stream<Arguments> faults() {
    return Arrays.stream(FaultySession.Kind.values())
        .flatMap(
            kind ->
                Arrays.stream(FreelistPersistence.values()).map(mode -> Arguments.of(kind, mode)));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void nothingThatWasAcknowledgedIsLost(FaultySession.Kind kind, FreelistPersistence mode)
      throws IOException {
    Model content = new Model();
    byte[] file = makeFile(content, mode);
    tryEveryCall(file, content, kind, mode);
  }

  @ParameterizedTest
  @EnumSource(FaultySession.Kind.class)
  void theSameForAFileThatIsMade(FaultySession.Kind kind) throws IOException {
    tryEveryCall(new byte[0], new Model(), kind, FreelistPersistence.LAZY);
  }

  private static void tryEveryCall(
      byte[] file, Model content, FaultySession.Kind kind, FreelistPersistence mode)
      throws IOException {
    long call = 1;
    while (isStruck(file, content, kind, mode, call)) {
      call++;
    }
    assertTrue(call > 20, "only " + call + " calls");
  }

  private static boolean isStruck(
      byte[] file, Model content, FaultySession.Kind kind, FreelistPersistence mode, long call)
      throws IOException {
    try {
      return new FaultySession(options(mode), file, content, kind, call, new SplitMix64(call))
          .run();
    } catch (RuntimeException | AssertionError failure) {
      throw new AssertionError("when call " + call + " fails: " + failure, failure);
    } finally {
      Thread.interrupted();
    }
  }

  private static DatabaseOptions options(FreelistPersistence mode) {
    return DatabaseOptions.defaults().withPageSize(PAGE_SIZE).withFreelistPersistence(mode);
  }

  private static byte[] makeFile(Model content, FreelistPersistence mode) throws IOException {
    SimulatedDisk disk = new SimulatedDisk();
    RandomWriter writer = new RandomWriter(new SplitMix64(5), PAGE_SIZE, 60);
    try (Database database = EngineBed.withAllParts(disk).open(options(mode))) {
      for (int i = 0; i < 3; i++) {
        database.update(transaction -> writer.change(transaction.root(), content));
      }
    }
    return disk.content(EngineBed.FILE);
  }
}
