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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command tells whoever typed it. */
class SimulationMainTest {
  @TempDir Path scratch;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String line) throws InterruptedException {
    return SimulationMain.run(List.of(line.split(" ", -1)), print(out), print(err));
  }

  private static PrintStream print(ByteArrayOutputStream to) {
    return new PrintStream(to, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream from) {
    return from.toString(StandardCharsets.UTF_8);
  }

  @Test
  void seedsAreCountedAndTimed() throws InterruptedException {
    assertEquals(0, run("--seeds 2 --nodes 3 --faults none --steps 20 --threads 1"));
    assertTrue(text(out).contains(" seeds a second"), text(out));
    assertEquals("2 seeds, 0 failures", text(out).lines().toList().getLast());
    assertEquals("", text(err));
  }

  @Test
  void withoutArgumentsItSaysHowItIsUsed() throws InterruptedException {
    assertEquals(0, SimulationMain.run(List.of(), print(out), print(err)));
    assertTrue(text(out).startsWith("usage: run --seeds N"), text(out));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--seeds | run: --seeds has no value",
        "--seeds x | run: --seeds is x; expected a number from 1 on",
        "--seeds 0 | run: --seeds is 0; expected a number from 1 on",
        "--from 3 | run: --seeds is missing; expected --seeds N",
        "--seeds 1 --nodes 8 | run: --nodes is 8; expected a number from 1 to 7",
        "--seeds 1 --threads 0 | run: --threads is 0; expected a number from 1 to 1024",
        "--seeds 2 --log x | run: --log goes with --seeds 1; found --seeds 2",
        "--seeds 2 --from 9223372036854775807 | run: --from is 9223372036854775807; there are not 2"
            + " above it",
        "--seeds 1 --faults crash,flood | run: --faults names flood; expected all, none or some of"
            + " delay,drop,duplicate,reorder,partition,oneway,crash,power,stall,disk,drift,jump,"
            + "members,transfer,snapshot,swap",
        "--planted no-sync --from x | run: --from is x; expected a number from 0 on",
        "--planted --log x | run: --planted with --from or --log goes with one fault; found 0",
        "--planted no-sync --nodes 3 | run: --nodes does not go with --planted; expected names of"
            + " faults, --from or --log",
        "--sedes 1 | run: found --sedes; expected --seeds, --from, --nodes, --faults, --steps,"
            + " --threads or --log"
      })
  void aBadFlagIsNamedInOneLine(String line, String expected) throws InterruptedException {
    assertEquals(2, run(line));
    assertEquals(expected, text(err).strip());
    assertEquals("", text(out));
  }

  @Test
  void aNameThatIsNoFaultIsRefused() throws InterruptedException {
    assertEquals(2, run("--planted rust"));
    assertTrue(
        text(err).startsWith("run: --planted names rust; expected some of no-sync, "), text(err));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "--planted --help", "--seeds 3 --help"})
  void whoAsksForHelpGetsIt(String line) throws InterruptedException {
    assertEquals(0, run(line));
    assertTrue(text(out).startsWith("usage: run --seeds N"), text(out));
    assertTrue(text(out).contains("exit code: 0 "), text(out));
  }

  @Test
  void aPlantedFaultIsShownUnderOneSeed() throws InterruptedException, IOException {
    Path hunted = scratch.resolve("hunted");
    assertEquals(0, run("--planted applied-twice --log " + hunted));
    List<String> replay =
        text(out)
            .lines()
            .filter(line -> line.startsWith("  replay: "))
            .map(line -> line.split(" "))
            .map(List::of)
            .findFirst()
            .orElseThrow();
    String seed = replay.get(replay.indexOf("--from") + 1);
    Path replayed = scratch.resolve("replayed");
    assertEquals(0, run("--planted applied-twice --from " + seed + " --log " + replayed));
    assertTrue(text(out).contains("seed " + seed + " failed: "), text(out));
    assertEquals(Files.readString(hunted), Files.readString(replayed));
  }

  @Test
  void aSeedThatFailsIsToldWithItsReplay()
      throws InterruptedException, RunOptions.BadOptionException, IOException {
    RunOptions options =
        RunOptions.parse(
            List.of("--seeds", "20", "--nodes", "3", "--faults", "crash,power", "--threads", "2"));
    SeedRuns.Members broken =
        new SeedRuns.Members(SeedRuns.clean().factory(), EnumSet.of(Plant.NO_SYNC));
    long failures = new SeedRuns(options, scratch, broken, print(out)).run();
    assertTrue(failures > 0, text(out));
    List<String> lines = text(out).lines().toList();
    assertEquals("20 seeds, " + failures + " failures", lines.getLast());
    int first = 0;
    while (!lines.get(first).matches("seed \\d+ failed: .+")) {
      first++;
    }
    String seed = lines.get(first).split(" ")[1];
    Path events = scratch.resolve("seed-" + seed + ".log");
    assertEquals(
        List.of(
            "  replay: itests/simulation/run --seeds 1 --from "
                + seed
                + " --nodes 3 --faults crash,power --log "
                + events,
            "  events: " + events),
        lines.subList(first + 1, first + 3));
    assertTrue(
        Files.readString(events).contains("FAILED: " + lines.get(first).split(": ", 2)[1]),
        () -> "the events of seed " + seed + " do not end with its failure");
  }

  @Test
  void theEventsOfOneSeedAreWrittenDown() throws InterruptedException, IOException {
    Path log = scratch.resolve("events");
    assertEquals(0, run("--seeds 1 --from 4 --steps 20 --log " + log));
    List<String> lines = Files.readAllLines(log);
    assertTrue(lines.getFirst().contains("4: "), lines.getFirst());
    for (String pattern :
        List.of(
            ".* client +call 0 goes to n\\d.1",
            ".* client +call \\d+, answered by n\\d: .+",
            ".* n\\d.\\d+ +serves a read of k\\d+ that waited for index \\d+, applied \\d+",
            ".* n\\d.\\d+ +ended: the simulation is over",
            ".* all is well")) {
      assertTrue(lines.stream().anyMatch(line -> line.matches(pattern)), () -> pattern + lines);
    }
  }
}
