package io.togglebolt.itests.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.FreelistPersistence;
import java.io.IOException;
import java.nio.file.Path;
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
 */
@Timeout(300)
final class PingPongTest {
  private static final int ROUNDS = 5;
  private static final int TRANSACTIONS = 30;

  @TempDir Path folder;

  static Stream<Arguments> games() {
    return Stream.of(1024, 4096, 65_536)
        .flatMap(
            pageSize ->
                IntStream.rangeClosed(1, Integer.getInteger("togglebolt.histories", 2))
                    .mapToObj(seed -> Arguments.of(pageSize, (long) seed)));
  }

  @ParameterizedTest(name = "page size {0}, seed {1}")
  @MethodSource("games")
  void eachGoesOnWithWhatTheOtherWrote(int pageSize, long seed)
      throws IOException, InterruptedException {
    play(pageSize, seed, "-freelist", "array");
  }

  @ParameterizedTest(name = "page size {0}, seed {1}")
  @MethodSource("games")
  void alsoWhereBboltUsesItsHashmap(int pageSize, long seed)
      throws IOException, InterruptedException {
    play(pageSize, seed, "-freelist", "hashmap");
  }

  /** Whoever opens the file then has to find the free pages by himself. */
  @ParameterizedTest(name = "page size {0}, seed {1}")
  @MethodSource("games")
  void alsoWhereBboltLeavesTheFreelistOut(int pageSize, long seed)
      throws IOException, InterruptedException {
    play(pageSize, seed, "-nofreelistsync");
  }

  private void play(int pageSize, long seed, String... bboltFlags)
      throws IOException, InterruptedException {
    BoltPeer peer = BoltPeer.bbolt();
    Path file = folder.resolve("shared.db");
    ModelTree model = new ModelTree();
    TreeHistory history = new TreeHistory(seed, pageSize, model, false);
    String[] flags =
        Stream.concat(Stream.of("-pagesize", String.valueOf(pageSize)), Stream.of(bboltFlags))
            .toArray(String[]::new);
    for (int round = 0; round < ROUNDS; round++) {
      String where = "seed " + seed + ", page size " + pageSize + ", round " + round;
      peer.run(file, history.next(TRANSACTIONS), flags);
      FreelistPersistence[] modes = FreelistPersistence.values();
      FreelistPersistence mode = modes[(int) ((seed + round) % modes.length)];
      DatabaseOptions options =
          DatabaseOptions.defaults().withNoSync(true).withFreelistPersistence(mode);
      try (EngineSession session = EngineSession.open(file, options)) {
        assertEquals(List.of(), session.problems(), where + ": what bbolt wrote");
        assertEquals(model.dump(), session.dump(), where + ": what bbolt wrote");
        session.run(history.next(TRANSACTIONS));
      }
      assertEquals(model.dump(), peer.checkAndDump(file), where + ": what we wrote");
    }
  }
}
