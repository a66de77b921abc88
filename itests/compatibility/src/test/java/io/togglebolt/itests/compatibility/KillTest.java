package io.togglebolt.itests.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.FreelistPersistence;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A process that writes is killed in the middle; bbolt then opens the file, finds nothing wrong and
 * all that was acknowledged, goes on with it, and so do we.
 */
@Timeout(120)
final class KillTest {
  private static final int PAGE_SIZE = 1024;
  private static final int LEAST_TRANSACTIONS = 60;

  @TempDir Path folder;

  static Stream<Arguments> kills() {
    return Arrays.stream(FreelistPersistence.values())
        .flatMap(mode -> Seeds.upTo(2).mapToObj(seed -> Arguments.of(mode, seed)));
  }

  @ParameterizedTest(name = "list of free pages {0}, seed {1}")
  @MethodSource("kills")
  void bboltGoesOnWhereAKilledProcessWas(FreelistPersistence mode, long seed)
      throws IOException, InterruptedException {
    BoltPeer peer = BoltPeer.bbolt();
    Path file = folder.resolve("killed.db");
    int acknowledged = transactionsBeforeTheKill(file, mode, seed);
    ModelTree model = new ModelTree();
    TreeHistory history = Killed.history(seed, PAGE_SIZE, model);
    String found = peer.checkAndDump(file);
    for (int i = 0; i < acknowledged; i++) {
      history.nextOne();
    }
    int done = acknowledged;
    // Between its commit and the line that says so more may have been done.
    while (!model.dump().equals(found)) {
      assertTrue(
          done++ <= acknowledged,
          () -> "bbolt finds none of the states after " + acknowledged + " transactions");
      history.nextOne();
    }
    peer.run(file, history.next(10));
    assertEquals(model.dump(), peer.checkAndDump(file));
    DatabaseOptions options = DatabaseOptions.defaults().withFreelistPersistence(mode);
    try (EngineSession session = EngineSession.open(file, options)) {
      assertEquals(List.of(), session.problems());
      session.run(history.next(10));
    }
    assertEquals(model.dump(), peer.checkAndDump(file));
  }

  private static int transactionsBeforeTheKill(Path file, FreelistPersistence mode, long seed)
      throws IOException, InterruptedException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Killed.class.getName(),
            file.toString(),
            String.valueOf(PAGE_SIZE),
            mode.name(),
            String.valueOf(seed));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    int acknowledged = 0;
    try (BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII)) {
      long least = LEAST_TRANSACTIONS + seed % 10;
      while (acknowledged < least) {
        String line = lines.readLine();
        assertTrue(line != null, "the process ended by itself");
        acknowledged = Integer.parseInt(line);
      }
      // Not through the process itself, which would close its output too.
      process.toHandle().destroyForcibly();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        acknowledged = line.isEmpty() ? acknowledged : Integer.parseInt(line);
      }
    } finally {
      process.destroyForcibly();
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    }
    return acknowledged;
  }
}
