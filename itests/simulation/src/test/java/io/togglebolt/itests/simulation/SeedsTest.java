package io.togglebolt.itests.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Some hundred seeds, each of which decides about everything. {@code
 * -Dtogglebolt.simulation.seeds=N} asks for more, {@code -Dtogglebolt.seed=N} for one alone.
 */
class SeedsTest {
  private static final String SEEDS = "250";

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path scratch;

  @Test
  void noSeedFindsAnything() throws InterruptedException, RunOptions.BadOptionException {
    String only = System.getProperty("togglebolt.seed", "");
    String seeds = System.getProperty("togglebolt.simulation.seeds", SEEDS);
    RunOptions options =
        only.isEmpty()
            ? RunOptions.parse(List.of("--seeds", seeds))
            : RunOptions.parse(List.of("--seeds", "1", "--from", only));
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8);
    long failures = new SeedRuns(options, scratch, SeedRuns.clean(), out).run();
    assertEquals(0, failures, () -> told.toString(StandardCharsets.UTF_8));
  }
}
