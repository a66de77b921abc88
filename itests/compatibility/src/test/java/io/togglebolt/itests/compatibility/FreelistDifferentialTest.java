package io.togglebolt.itests.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.FreelistPersistence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same history gives the same figures: after every write transaction the pages pending, free
 * and ever used are those of bbolt 1.3, whose rule {@code range} with the claim {@code 1.3} is. The
 * list of free pages is in the file after each commit, as bbolt has it.
 */
@Timeout(300)
final class FreelistDifferentialTest {
  private static final int TRANSACTIONS = 400;

  @TempDir Path folder;

  static Stream<Arguments> histories() {
    return Stream.of(1024, 4096, 16_384)
        .flatMap(pageSize -> Seeds.upTo(4).mapToObj(seed -> Arguments.of(pageSize, seed)));
  }

  @ParameterizedTest(name = "page size {0}, seed {1}")
  @MethodSource("histories")
  void pendingFreeAndHighWaterAreThoseOfBbolt(int pageSize, long seed)
      throws IOException, InterruptedException {
    BoltPeer peer = BoltPeer.bbolt();
    List<Operation> history = FreelistHistory.of(seed, pageSize, TRANSACTIONS, true);
    String[] flags = {"-pagesize", String.valueOf(pageSize), "-freelist", "array"};
    Path file = folder.resolve("bbolt.db");
    List<Figures> bbolt = peer.run(file, history, flags);
    assertEquals(
        bbolt,
        peer.run(folder.resolve("again.db"), history, flags),
        "seed " + seed + ": bbolt itself does not repeat this history");

    Path ours = folder.resolve("ours.db");
    try (EngineSession session = open(ours, pageSize, RangeOfBbolt13Factory.NAME)) {
      assertSame(bbolt, session.run(history), "seed " + seed + ", page size " + pageSize);
      assertEquals(List.of(), session.problems());
    }
    assertEquals(peer.checkAndDump(file), peer.checkAndDump(ours));
    assertTrue(
        bbolt.stream().anyMatch(figures -> figures.pending() > 20)
            && bbolt.stream().anyMatch(figures -> figures.free() > 20),
        "the history has too little pending or free to show anything");
  }

  /**
   * bolt has the system's page size, and the rule that {@code legacy} is. The seeds are some in
   * whose histories no node fills its pages exactly: bolt then takes a page more than it needs.
   */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7})
  void legacyIsTheRuleOfTheOlderBolt(long seed) throws IOException, InterruptedException {
    BoltPeer peer = BoltPeer.bolt();
    List<Operation> history = FreelistHistory.of(seed, 4096, TRANSACTIONS, false);
    List<Figures> bolt = peer.run(folder.resolve("bolt.db"), history);
    try (EngineSession session = open(folder.resolve("ours.db"), 0, "legacy")) {
      assertSame(bolt, session.run(history), "seed " + seed);
    }
  }

  /** The comparison is sharp enough to tell one rule from another. */
  @ParameterizedTest
  @ValueSource(strings = {"range", "legacy", "exact"})
  void figuresOfOtherRulesDiffer(String rule) throws IOException, InterruptedException {
    BoltPeer peer = BoltPeer.bbolt();
    int pageSize = 1024;
    List<Operation> history = FreelistHistory.of(1, pageSize, TRANSACTIONS, true);
    List<Figures> bbolt =
        peer.run(folder.resolve("bbolt.db"), history, "-pagesize", String.valueOf(pageSize));
    try (EngineSession session = open(folder.resolve("ours.db"), pageSize, rule)) {
      assertNotEquals(bbolt, session.run(history));
    }
  }

  /** The same changes free the same pages; exact holds back none that bbolt's rule does not. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void exactNeverHoldsMoreThanBbolt(long seed) throws IOException, InterruptedException {
    BoltPeer peer = BoltPeer.bbolt();
    int pageSize = 1024;
    List<Operation> history = FreelistHistory.of(seed, pageSize, TRANSACTIONS, true);
    List<Figures> bbolt =
        peer.run(folder.resolve("bbolt.db"), history, "-pagesize", String.valueOf(pageSize));
    List<Figures> exact;
    try (EngineSession session = open(folder.resolve("ours.db"), pageSize, "exact")) {
      exact = session.run(history);
    }
    for (int i = 0; i < bbolt.size(); i++) {
      assertTrue(
          exact.get(i).pending() <= bbolt.get(i).pending(),
          "seed " + seed + ": bbolt " + bbolt.get(i) + ", exact " + exact.get(i));
    }
    assertTrue(
        exact.stream().mapToLong(Figures::pending).sum()
            < bbolt.stream().mapToLong(Figures::pending).sum(),
        "seed " + seed + ": the history shows no difference");
  }

  private static EngineSession open(Path file, int pageSize, String freelist) {
    return EngineSession.open(
        file,
        DatabaseOptions.defaults()
            .withPageSize(pageSize)
            .withParts(freelist, "first-fit")
            .withFreelistPersistence(FreelistPersistence.ALWAYS)
            .withNoSync(true));
  }

  private static void assertSame(List<Figures> bbolt, List<Figures> ours, String where) {
    for (int i = 0; i < bbolt.size(); i++) {
      int at = i;
      assertEquals(
          bbolt.get(i),
          ours.get(i),
          () ->
              where
                  + ": write transaction "
                  + at
                  + " differs; before it: "
                  + bbolt.subList(Math.max(0, at - 3), at).stream()
                      .map(Figures::toString)
                      .collect(Collectors.joining(", ")));
    }
    assertEquals(bbolt.size(), ours.size(), where);
  }
}
