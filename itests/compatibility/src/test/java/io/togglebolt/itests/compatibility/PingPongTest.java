package io.togglebolt.itests.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.FreelistPersistence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One file goes to and fro: bbolt writes it, we go on, bbolt goes on, and each checks the other.
 * Whoever finds no list of free pages in the file has to find the pages by himself.
 */
@Timeout(300)
final class PingPongTest {
  private static final int ROUNDS = 4;
  private static final int TRANSACTIONS = 20;

  /** bbolt's ways with the free pages, one each round. */
  private static final List<List<String>> BBOLT_MODES =
      List.of(
          List.of("-freelist", "array"),
          List.of("-freelist", "hashmap"),
          List.of("-nofreelistsync"),
          List.of("-freelist", "hashmap", "-nofreelistsync"));

  @TempDir Path folder;

  static Stream<Arguments> games() {
    return IntStream.iterate(1024, size -> size <= 65_536, size -> 2 * size)
        .boxed()
        .flatMap(
            pageSize ->
                Arrays.stream(FreelistPersistence.values())
                    .flatMap(
                        mode ->
                            Seeds.upTo(1).mapToObj(seed -> Arguments.of(pageSize, mode, seed))));
  }

  @ParameterizedTest(name = "page size {0}, list of free pages {1}, seed {2}")
  @MethodSource("games")
  void eachGoesOnWithWhatTheOtherWrote(int pageSize, FreelistPersistence mode, long seed)
      throws IOException, InterruptedException {
    BoltPeer peer = BoltPeer.bbolt();
    Path file = folder.resolve("shared.db");
    ModelTree model = new ModelTree();
    TreeHistory history =
        new TreeHistory(seed * 31 + pageSize + mode.ordinal(), pageSize, model, false);
    for (int round = 0; round < ROUNDS; round++) {
      List<String> bboltMode = BBOLT_MODES.get((round + mode.ordinal()) % BBOLT_MODES.size());
      String where = "seed " + seed + ", round " + round + ", bbolt with " + bboltMode;
      peer.run(file, history.next(TRANSACTIONS), flags(pageSize, bboltMode));
      DatabaseOptions options =
          DatabaseOptions.defaults().withNoSync(true).withFreelistPersistence(mode);
      try (EngineSession session = EngineSession.open(file, options)) {
        assertEquals(List.of(), session.problems(), where + ": what bbolt wrote");
        assertEquals(model.dump(), session.dump(), where + ": what bbolt wrote");
        session.run(history.next(TRANSACTIONS));
        assertEquals(List.of(), session.problems(), where + ": what we wrote");
      }
      assertEquals(model.dump(), peer.checkAndDump(file), where + ": what we wrote");
    }
  }

  private static String[] flags(int pageSize, List<String> mode) {
    return Stream.concat(Stream.of("-pagesize", String.valueOf(pageSize)), mode.stream())
        .toArray(String[]::new);
  }
}
