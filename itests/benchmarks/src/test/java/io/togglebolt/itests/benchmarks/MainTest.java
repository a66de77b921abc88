package io.togglebolt.itests.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line from end to end; the sizes are tiny and the figures are not looked at. */
final class MainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream progress = new ByteArrayOutputStream();

  private int run(List<String> arguments) {
    return Main.run(
        arguments,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(progress, true, StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "speed                       | suite \"speed\" is unknown",
        "storage --slow              | option \"--slow\" is unknown",
        "storage --runs              | option --runs lacks its value",
        "storage --json --quick      | option --json lacks its value",
        "storage --runs many         | option --runs has \"many\"",
        "storage --runs 0            | option --runs has \"0\"",
        "storage --only get-1-view,got    | workload \"got\" is unknown",
        "storage --json no/such/file | option --json has \"no/such/file\"",
        "storage --dir no/such       | folder \"no/such\"",
        "space --peers               | option \"--peers\" is unknown",
        "space --runs 0              | option --runs has \"0\"",
        "space --only churn,stir     | scenario \"stir\" is unknown",
        "space --json no/such/file   | option --json has \"no/such/file\"",
        "metrics --peers             | option \"--peers\" is unknown",
        "metrics --runs 0            | option --runs has \"0\"",
        "metrics --only counter,sum  | experiment \"sum\" is unknown",
        "metrics --json no/such/file | option --json has \"no/such/file\"",
        "metrics --dir no/such       | folder \"no/such\"",
        "wal --peers                 | option \"--peers\" is unknown",
        "wal --only swaps,cuts       | experiment \"cuts\" is unknown",
        "raft --peers                | option \"--peers\" is unknown",
        "raft --only growth,shrink   | experiment \"shrink\" is unknown",
      })
  void aWrongCommandLineGetsOneLineThatNamesWhatIsWrong(String line, String message) {
    assertEquals(2, run(List.of(line.split(" "))));
    String said = progress.toString(StandardCharsets.UTF_8);
    assertTrue(said.startsWith("benchmarks: " + message), said);
    assertEquals(1, said.lines().count(), said);
    assertEquals("", out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void noSuiteAtAllIsAWrongCommandLineToo() {
    assertEquals(2, run(List.of()));
  }

  @Test
  void everyRowIsPrintedAndWrittenAndNothingIsLeftBehind(@TempDir Path folder) throws Exception {
    Path json = folder.resolve("figures.json");
    Path scratch = Files.createDirectory(folder.resolve("scratch"));
    List<String> arguments =
        List.of(
            "storage",
            "--quick",
            "--only",
            "put-rnd-1-nosync,memory",
            "--json",
            json.toString(),
            "--dir",
            scratch.toString());
    int exitCode = run(arguments);
    String table = out.toString(StandardCharsets.UTF_8);
    assertEquals(0, exitCode, () -> table + progress.toString(StandardCharsets.UTF_8));
    assertTrue(
        table.lines().anyMatch(line -> line.startsWith("put random, 1 a commit, nosync ")), table);
    assertTrue(table.lines().anyMatch(line -> line.startsWith("live objects on")), table);
    String written = Files.readString(json);
    assertTrue(written.contains("\"title\": \"put random, 1 a commit, nosync\""), written);
    assertTrue(written.contains("\"operations\": 20"), written);
    try (Stream<Path> left = Files.list(scratch)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void scenariosThatCountPagesPrintARowForEachContenderThatIsThere(@TempDir Path folder)
      throws Exception {
    Path json = folder.resolve("figures.json");
    Path scratch = Files.createDirectory(folder.resolve("scratch"));
    List<String> arguments =
        List.of(
            "space",
            "--quick",
            "--only",
            "fresh-file",
            "--json",
            json.toString(),
            "--dir",
            scratch.toString());
    int exitCode = run(arguments);
    String table = out.toString(StandardCharsets.UTF_8);
    assertEquals(0, exitCode, () -> table + progress.toString(StandardCharsets.UTF_8));
    assertTrue(table.contains("\nbbolt array always: skipped: "), table);
    assertTrue(table.contains("\nrange+first-fit always "), table);
    assertTrue(table.contains("\ntarget met: exact+segregated always: fewest of all"), table);
    String written = Files.readString(json);
    assertTrue(written.contains("\"scenario\": \"fresh-file\""), written);
    assertTrue(written.contains("\"pages.16\": "), written);
    try (Stream<Path> left = Files.list(scratch)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void experimentsPrintTheirTablesAndWhatCameOfTheirTargets(@TempDir Path folder) throws Exception {
    Path json = folder.resolve("figures.json");
    Path scratch = Files.createDirectory(folder.resolve("scratch"));
    List<String> arguments =
        List.of(
            "metrics",
            "--quick",
            "--only",
            "histogram,scrape-1000,txget-1-view",
            "--json",
            json.toString(),
            "--dir",
            scratch.toString());
    int exitCode = run(arguments);
    String table = out.toString(StandardCharsets.UTF_8);
    assertEquals(0, exitCode, () -> table + progress.toString(StandardCharsets.UTF_8));
    assertTrue(table.contains("\nrelay "), table);
    assertTrue(table.contains("\nexposition "), table);
    assertTrue(table.contains("by the clock\n") && table.contains("\nscraped "), table);
    assertTrue(table.contains(": scraped: differs by less than 2 % by the processor\n"), table);
    String written = Files.readString(json);
    assertTrue(written.contains("\"2 in one place\": "), written);
    assertTrue(written.contains("\"recordedNanos\": "), written);
    assertTrue(written.contains("\"blockNanos\": "), written);
    try (Stream<Path> left = Files.list(scratch)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void logsAreMeasuredBesideTheRawDevice(@TempDir Path folder) throws Exception {
    Path json = folder.resolve("figures.json");
    Path scratch = Files.createDirectory(folder.resolve("scratch"));
    List<String> arguments =
        List.of(
            "wal",
            "--quick",
            "--only",
            "append-256,stream-4096,allocation,replay-256,swaps",
            "--json",
            json.toString(),
            "--dir",
            scratch.toString());
    int exitCode = run(arguments);
    String table = out.toString(StandardCharsets.UTF_8);
    assertEquals(0, exitCode, () -> table + progress.toString(StandardCharsets.UTF_8));
    assertTrue(table.contains("\netcd: skipped: "), table);
    for (String word : List.of("bare ", "bare-dsync ", "dsync ", "segmented ")) {
      assertTrue(table.contains("\n" + word), table);
    }
    for (String target :
        List.of(
            "dsync: one appender has at least 0.90 of the saves of the bare loop",
            "segmented: 256 appenders have at least 20 times the saves of one",
            "segmented: nothing is allocated for an entry",
            "replay in a new JVM, in the page cache: at least 500 MB/s")) {
      assertTrue(table.contains(": " + target + "\n"), target + " is not in " + table);
    }
    assertTrue(table.contains("4 swaps of the writer while 16 appenders save"), table);
    String written = Files.readString(json);
    assertTrue(written.contains("\"ofBare\": "), written);
    assertTrue(written.contains("\"pause99\": "), written);
    try (Stream<Path> left = Files.list(scratch)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void clustersAreMeasuredWithAndWithoutWaitingForStorage(@TempDir Path folder) throws Exception {
    Path json = folder.resolve("figures.json");
    List<String> arguments =
        List.of(
            "raft",
            "--quick",
            "--only",
            "commit-16,growth",
            "--json",
            json.toString(),
            "--dir",
            folder.toString());
    int exitCode = run(arguments);
    String table = out.toString(StandardCharsets.UTF_8);
    assertEquals(0, exitCode, () -> table + progress.toString(StandardCharsets.UTF_8));
    assertTrue(table.contains("\netcd: skipped: "), table);
    for (String word : List.of("core ", "core-async ")) {
      assertTrue(table.contains("\n" + word), table);
    }
    for (String target :
        List.of(
            "core: at least 200,000 entries in a second of one processor at batch 1",
            "core-async: at least 1,000,000 entries in a second of one processor at batch 256",
            "core: a log of 5,000 entries costs at most 5 % more bytes an entry than one of 1,000,"
                + " at batch 256")) {
      assertTrue(table.contains(": " + target + "\n"), target + " is not in " + table);
    }
    String written = Files.readString(json);
    assertTrue(written.contains("\"entriesAProcessorSecond\": "), written);
    assertTrue(written.contains("\"core-async 256 with 5000\": "), written);
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(List.of(json), left.toList());
    }
  }
}
