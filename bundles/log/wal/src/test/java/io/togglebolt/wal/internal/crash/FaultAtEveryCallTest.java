package io.togglebolt.wal.internal.crash;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.testkit.DiskFaults.Failure;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SplitMix64;
import java.util.Arrays;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each call of the disk that a short history makes fails once, in each way that it can fail. */
class FaultAtEveryCallTest {
  /** Held, since the logging system forgets the level of a logger that nobody holds. */
  private static final Logger LOGS = Logger.getLogger("io.togglebolt");

  /** How a call fails. */
  enum Kind {
    /** Nothing is done. */
    REFUSED,
    /** A write leaves half of it. */
    HALF_DONE,
    /** Nothing is done, and nothing that comes after it either, until the log is opened again. */
    REFUSED_FROM_THEN_ON
  }

  /** Logs that refuse everything say so each time. */
  @BeforeAll
  static void logNothing() {
    LOGS.setLevel(Level.OFF);
  }

  @AfterAll
  static void logAgain() {
    LOGS.setLevel(null);
  }

  static Stream<Arguments> faults() {
    return Arrays.stream(Kind.values())
        .flatMap(kind -> Stream.of("segmented", "dsync").map(writer -> Arguments.of(kind, writer)));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void theLogRefusesEverythingAfterAFailureAndHoldsWhatWasAcknowledged(Kind kind, String writer)
      throws InterruptedException {
    int calls = calls(writer);
    assertTrue(calls > 100, () -> "only " + calls + " calls");
    int failures = 0;
    for (int call = 1; call <= calls; call++) {
      SimulatedDisk disk = new SimulatedDisk();
      switch (kind) {
        case REFUSED -> disk.faults().failAt(call, Failure.REFUSED);
        case HALF_DONE -> disk.faults().failAt(call, Failure.HALF_DONE);
        case REFUSED_FROM_THEN_ON -> disk.faults().failFrom(call, Failure.REFUSED);
      }
      try {
        boolean gone = kind == Kind.REFUSED_FROM_THEN_ON;
        failures += new LogScript(disk, new SplitMix64(call), writer, gone).run();
      } catch (RuntimeException | AssertionError failure) {
        throw new AssertionError(
            "call " + call + " of " + calls + " by " + writer + " is " + kind, failure);
      }
    }
    int seen = failures;
    // Some calls may fail without harm: what is prepared in the background is tried again.
    assertTrue(seen > calls / 3, () -> "only " + seen + " of " + calls + " were noticed");
  }

  /** How many calls there are if all goes well. */
  private static int calls(String writer) throws InterruptedException {
    SimulatedDisk disk = new SimulatedDisk();
    int[] calls = {0};
    disk.observe(event -> calls[0]++);
    int failures = new LogScript(disk, new SplitMix64(0), writer, false).run();
    assertTrue(failures == 0, "no call fails by itself");
    return calls[0];
  }
}
