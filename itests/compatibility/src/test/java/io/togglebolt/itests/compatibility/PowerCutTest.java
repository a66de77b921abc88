package io.togglebolt.itests.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.DatabaseIOException;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.FreelistPersistence;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SplitMix64;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The power is cut in the middle of our session; what is left is bbolt's to open: it finds nothing
 * wrong, and the last acknowledged commit or the one in flight, and goes on with it.
 */
@Timeout(300)
final class PowerCutTest {
  private static final int PAGE_SIZE = 1024;
  private static final int CUTS = 12;

  /** More changes of the disk than a session of that length makes. */
  private static final int MOST_CHANGES = 90;

  private static final int TRANSACTIONS = 12;

  /** Held, since the logging system forgets the level of a logger that nobody holds. */
  private static final Logger ENGINE = Logger.getLogger("io.togglebolt.storage.engine");

  @TempDir Path folder;

  /** Sessions without power say so each time. */
  @BeforeAll
  static void logNothing() {
    ENGINE.setLevel(Level.OFF);
  }

  @AfterAll
  static void logAgain() {
    ENGINE.setLevel(null);
  }

  static Stream<Arguments> sessions() {
    return Arrays.stream(FreelistPersistence.values())
        .flatMap(mode -> Seeds.upTo(2).mapToObj(seed -> Arguments.of(mode, seed)));
  }

  @AfterEach
  void simulateNoMore() {
    CuttableDisk.simulate(null);
  }

  @ParameterizedTest(name = "list of free pages {0}, seed {1}")
  @MethodSource("sessions")
  void bboltOpensWhatAPowerCutLeaves(FreelistPersistence mode, long seed)
      throws IOException, InterruptedException {
    BoltPeer peer = BoltPeer.bbolt();
    SplitMix64 random = new SplitMix64(seed);
    for (int i = 0; i < CUTS; i++) {
      // The first changes make the file, which bbolt itself cannot be asked to finish.
      int changes = random.between(5, MOST_CHANGES);
      String where = "seed " + seed + ", power off after " + changes + " changes";
      SimulatedDisk disk = new SimulatedDisk();
      ModelTree model = new ModelTree();
      TreeHistory history = new TreeHistory(seed * 100 + i, PAGE_SIZE, model, true);
      Set<String> possible = sessionUntilThePowerGoes(disk, changes, mode, model, history);
      Path file = folder.resolve("cut" + i + ".db");
      SimulatedDisk left = disk.powerCut(random);
      Files.write(file, left.content(left.paths().first()));
      String found = peer.checkAndDump(file);
      assertTrue(possible.contains(found), where + ": bbolt finds another state");
      goOn(peer, file, found, where);
    }
  }

  /** Returns the dumps of the states that may be found. */
  private static Set<String> sessionUntilThePowerGoes(
      SimulatedDisk disk,
      int changes,
      FreelistPersistence mode,
      ModelTree model,
      TreeHistory history) {
    CuttableDisk.simulate(disk);
    disk.faults().powerOffAfter(changes);
    DatabaseOptions options =
        DatabaseOptions.defaults().withPageSize(PAGE_SIZE).withFreelistPersistence(mode);
    Set<String> possible = new LinkedHashSet<>(List.of(model.dump()));
    try (EngineSession session =
        EngineSession.open(CuttableDisk.SIMULATED.resolve("cut.db"), options)) {
      for (int i = 0; i < TRANSACTIONS; i++) {
        List<Operation> next = history.nextOne();
        possible.add(model.dump());
        session.run(next);
        possible.retainAll(Set.of(model.dump()));
      }
    } catch (DatabaseIOException powerOff) {
      assertTrue(disk.faults().isPowerOff(), powerOff.toString());
    }
    return possible;
  }

  /** bbolt writes, and then we do. */
  private static void goOn(BoltPeer peer, Path file, String found, String where)
      throws IOException, InterruptedException {
    List<String> bucket = List.of("after");
    List<Operation> more =
        List.of(
            new Operation.Begin(),
            new Operation.MakeBucket(bucket),
            new Operation.Put(bucket, "key", 3 * PAGE_SIZE, 1),
            new Operation.Commit(),
            new Operation.Begin(),
            new Operation.DropBucket(bucket),
            new Operation.Commit());
    peer.run(file, more);
    try (EngineSession session = EngineSession.open(file, DatabaseOptions.defaults())) {
      assertEquals(List.of(), session.problems(), where);
      session.run(more);
    }
    assertEquals(found, peer.checkAndDump(file), where);
  }
}
