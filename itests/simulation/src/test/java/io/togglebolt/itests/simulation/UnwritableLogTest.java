package io.togglebolt.itests.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.itests.simulation.member.Plant;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That a seed that fails is told, though what happened cannot be written down. */
class UnwritableLogTest {
  @TempDir Path scratch;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private static PrintStream print(ByteArrayOutputStream to) {
    return new PrintStream(to, true, StandardCharsets.UTF_8);
  }

  /** A file: nothing can be written below it, whoever asks. */
  private Path blocked() throws IOException {
    return Files.writeString(scratch.resolve("file"), "kept").resolve("below");
  }

  @Test
  void aLogThatCannotBeWrittenIsRefusedBeforeAnythingRuns()
      throws InterruptedException, IOException {
    List<String> line = List.of("--seeds", "1", "--steps", "5", "--log", blocked() + "");
    assertEquals(2, SimulationMain.run(line, print(out), print(err)));
    List<String> said = err.toString(StandardCharsets.UTF_8).lines().toList();
    assertEquals(1, said.size(), () -> "" + said);
    assertTrue(said.getFirst().contains(scratch.toString()), said::getFirst);
    assertEquals("", out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void lookingWhetherALogCanBeWrittenLeavesNothingBehindAndTakesNothingAway()
      throws RunOptions.BadOptionException, IOException {
    Path held = Files.writeString(scratch.resolve("seed-3.log"), "kept");
    runs("--seeds", "1", "--from", "3").requireWritable();
    runs("--seeds", "1", "--from", "4").requireWritable();
    assertEquals("kept", Files.readString(held));
    assertTrue(Files.notExists(scratch.resolve("seed-4.log")));
  }

  private SeedRuns runs(String... line) throws RunOptions.BadOptionException {
    return new SeedRuns(RunOptions.parse(List.of(line)), scratch, SeedRuns.clean(), print(out));
  }

  @Test
  void aSeedThatFailsIsToldWithItsReplayThoughItsEventsAreLost()
      throws InterruptedException, RunOptions.BadOptionException, IOException {
    RunOptions options =
        RunOptions.parse(
            List.of("--seeds", "20", "--nodes", "3", "--faults", "crash,power", "--threads", "2"));
    SeedRuns.Members broken =
        new SeedRuns.Members(SeedRuns.clean().factory(), EnumSet.of(Plant.NO_SYNC));
    long failures = new SeedRuns(options, blocked(), broken, print(out)).run();
    String text = out.toString(StandardCharsets.UTF_8);
    assertTrue(failures > 0, text);
    assertEquals("20 seeds, " + failures + " failures", text.lines().toList().getLast());
    assertEquals(
        failures, text.lines().filter(l -> l.matches("seed \\d+ failed: .+")).count(), text);
    assertEquals(failures, text.lines().filter(l -> l.startsWith("  replay: ")).count(), text);
    assertTrue(text.contains("run: the events cannot be written to "), text);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aFewOperationsAreAnsweredInTime(int steps) throws InterruptedException {
    List<String> line = List.of("--seeds", "40", "--steps", "" + steps);
    assertEquals(
        0,
        SimulationMain.run(line, print(out), print(err)),
        () -> out.toString(StandardCharsets.UTF_8));
  }
}
