package io.togglebolt.itests.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.DatabaseOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same history gives the same figures: after every write transaction the pages pending, free
 * and ever used are those of bbolt 1.3, whose rule {@code range} with the claim {@code 1.3} is.
 */
@Timeout(300)
final class FreelistDifferentialTest {
  private static final int TRANSACTIONS = 400;
  private static final int HISTORIES = Integer.getInteger("togglebolt.histories", 4);

  @TempDir Path folder;

  static Stream<Arguments> histories() {
    return Stream.of(1024, 4096, 16_384)
        .flatMap(
            pageSize ->
                IntStream.rangeClosed(1, HISTORIES)
                    .mapToObj(seed -> Arguments.of(pageSize, (long) seed)));
  }

  @ParameterizedTest(name = "page size {0}, seed {1}")
  @MethodSource("histories")
  void pendingFreeAndHighWaterAreThoseOfBbolt(int pageSize, long seed)
      throws IOException, InterruptedException {
    BoltPeer peer = BoltPeer.require();
    List<Operation> history = FreelistHistory.of(seed, pageSize, TRANSACTIONS);
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

  /** The comparison is sharp enough to tell one rule from another. */
  @ParameterizedTest
  @ValueSource(strings = {"range", "legacy"})
  void figuresOfOtherRulesDiffer(String rule) throws IOException, InterruptedException {
    BoltPeer peer = BoltPeer.require();
    int pageSize = 1024;
    List<Operation> history = FreelistHistory.of(1, pageSize, TRANSACTIONS);
    List<Figures> bbolt =
        peer.run(folder.resolve("bbolt.db"), history, "-pagesize", String.valueOf(pageSize));
    try (EngineSession session = open(folder.resolve("ours.db"), pageSize, rule)) {
      assertNotEquals(bbolt, session.run(history));
    }
  }

  private static EngineSession open(Path file, int pageSize, String freelist) {
    return EngineSession.open(
        file,
        DatabaseOptions.defaults()
            .withPageSize(pageSize)
            .withParts(freelist, "first-fit")
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
                  + " differs; bbolt before: "
                  + bbolt.subList(Math.max(0, at - 3), at).stream()
                      .map(Figures::toString)
                      .collect(Collectors.joining(", ")));
    }
    assertEquals(bbolt.size(), ours.size(), where);
  }
}
