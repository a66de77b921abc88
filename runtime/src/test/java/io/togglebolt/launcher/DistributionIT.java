package io.togglebolt.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.togglebolt.launcher.Distribution.Result;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The distribution as a person meets it: its script, its arguments, its lines and its exit codes.
 */
@Timeout(180)
final class DistributionIT {
  private static final Pattern METRICS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/metrics");

  private static final Pattern PROMETHEUS =
      Pattern.compile("(\\d+)\\|.*\\|io\\.togglebolt\\.metrics\\.prometheus ");

  @TempDir private Path home;
  private Distribution distribution;

  @BeforeEach
  void copy() throws IOException {
    distribution = Distribution.copyTo(home);
  }

  @Test
  void argumentsReachACommandAsTheyWereTyped() throws Exception {
    distribution.deployEcho();
    String[] words = {
      "a b",
      "",
      "$x \"q\"",
      "'",
      "\\n",
      "|",
      ";",
      "a;b|c",
      "line\nbreak",
      "\t",
      "{x}",
      "(y)",
      "[z]",
      "*",
      "/etc/*",
      "~",
      "&",
      "#",
      "=",
      "a=b",
      "%(1+1)",
      "`date`",
      "grün 漢字 🙂",
      "--help",
      "-x",
      "$argument1",
      "<",
      ">",
      "@file"
    };
    String[] arguments = new String[words.length + 1];
    arguments[0] = "test:echo";
    System.arraycopy(words, 0, arguments, 1, words.length);

    Result result = distribution.run(Map.of("LC_ALL", "C"), "", arguments);

    String expected =
        Arrays.stream(words).map(EchoBundle::show).collect(Collectors.joining("\n", "", "\n"));
    assertEquals(new Result(0, expected, ""), result);
  }

  @Test
  void anUnknownCommandIsOneLineAndExitCodeOne() throws Exception {
    assertEquals(
        new Result(1, "", "unknown command bolt:chek; did you mean bolt:check? try `help`\n"),
        distribution.run("bolt:chek"));
  }

  @Test
  void helpAndVersionNeedNoContainer() throws Exception {
    assertTrue(distribution.run("--help").out().contains("togglebolt COMMAND ARGS..."));
    assertTrue(distribution.run("--version").out().matches("Togglebolt \\S+\n"));
  }

  @Test
  void commandsOnStandardInputAreRunAndTheContainerStops() throws Exception {
    distribution.deployEcho();
    Result result = distribution.run(Map.of(), "test:echo a\nbolt:chek\ntest:echo b\n");
    List<String> lines = result.out().lines().toList();
    assertEquals(1, result.exitCode(), result::toString);
    assertEquals(3, lines.size(), result::toString);
    assertTrue(lines.get(0).contains(" ready in "), result::toString);
    assertEquals(List.of("[61]", "[62]"), lines.subList(1, 3));
    assertTrue(
        result.err().lines().anyMatch(line -> line.startsWith("unknown command bolt:chek;")),
        result::toString);
  }

  @Test
  void bundlesAreNamedByNameAndByIdOnAPipe() throws Exception {
    Result result =
        distribution.run(
            Map.of(), "stop io.togglebolt.freelist.range\nfreelist:list main\nheaders 1\n");
    assertEquals(0, result.exitCode(), result::toString);
    assertTrue(result.out().contains("Log Service (1)"), result::toString);
    assertTrue(result.out().contains("\nlegacy "), result::toString);
    assertTrue(!result.out().contains("\nrange "), result::toString);
  }

  @Test
  void itServesUntilItIsToldToStopAndCommandsRunBesideIt() throws Exception {
    Process serving = distribution.serve();
    try (BufferedReader out = serving.inputReader()) {
      String line = String.valueOf(out.readLine());
      assertTrue(
          line.matches("Togglebolt \\S+ ready in \\d+ ms: database main in .*/data/main\\.db"),
          line);

      assertEquals(0, distribution.run("felix:lb").exitCode());

      Result second = distribution.run();
      assertEquals(1, second.exitCode(), second::toString);
      assertTrue(second.err().contains(" is not ready: database main: "), second::toString);
      assertTrue(second.err().contains("main.db: locked by another holder"), second::toString);
      assertEquals("", second.out());
      List<String> said = second.err().lines().filter(each -> each.contains("main.db")).toList();
      assertEquals(2, said.size(), second::toString);
      assertTrue(
          said.get(0).contains("SEVERE io.togglebolt.storage.engine: not started: "),
          second::toString);

      long stoppedNanos = System.nanoTime();
      serving.destroy();
      assertTrue(serving.waitFor(30, TimeUnit.SECONDS));
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - stoppedNanos);
      assertTrue(millis < 5_000, () -> "stopping took " + millis + " ms");
      assertEquals(143, serving.exitValue());
    } finally {
      serving.destroyForcibly();
    }
    Result check = distribution.run("bolt:check", "main");
    assertEquals(0, check.exitCode(), check::toString);
  }

  @Test
  void aContainerShowsItsMetricsOverHttpUntilTheirExporterIsStopped() throws Exception {
    distribution.deploy(
        LoadBundle.class, "org.osgi.framework,org.osgi.util.tracker,io.togglebolt.storage");
    try (Conversation shell = new Conversation(distribution.converse());
        HttpClient client = HttpClient.newHttpClient()) {
      assertTrue(shell.greeting().contains(" ready in "));
      String list = shell.askUntil("metrics:list", each -> METRICS.matcher(each).find());
      Matcher address = METRICS.matcher(list);
      assertTrue(address.find(), list);
      HttpRequest scrape = HttpRequest.newBuilder(URI.create(address.group())).build();

      String body = client.send(scrape, HttpResponse.BodyHandlers.ofString()).body();
      assertTrue(body.contains("\netcd_mvcc_db_total_size_in_bytes{database=\"main\"} "), body);
      assertTrue(body.contains("\njvm_threads_current "), body);

      shell.ask("stop io.togglebolt.metrics.prometheus");
      shell.askUntil("metrics:list", each -> !METRICS.matcher(each).find());
      assertEquals(503, client.send(scrape, HttpResponse.BodyHandlers.discarding()).statusCode());
      Matcher id = PROMETHEUS.matcher(shell.ask("lb -s"));
      assertTrue(id.find(), "no such bundle");
      shell.ask("start " + id.group(1));
      shell.askUntil("metrics:list", each -> METRICS.matcher(each).find());
      assertEquals(200, client.send(scrape, HttpResponse.BodyHandlers.discarding()).statusCode());
      assertEquals(0, shell.end());
    }
  }

  @Test
  void aLogIsMadeLookedAtAndCheckedByOneCommandEach() throws Exception {
    Path log = home.resolve("a log");
    Result made = distribution.run("wal:open", "--create", "--node-id", "ab", log.toString());
    assertEquals(0, made.exitCode(), made::toString);
    assertEquals(
        new Result(
            0, "crc value=00000000\nmetadata node=ab cluster=1\nsnapshot index=0 term=0\n", ""),
        distribution.run("wal:dump", log.toString()));

    Path segment = log.resolve("0000000000000000-0000000000000000.wal");
    byte[] bytes = Files.readAllBytes(segment);
    bytes[60] ^= 1;
    Files.write(segment, bytes);
    Result damaged = distribution.run("wal:verify", log.toString());
    assertEquals(1, damaged.exitCode(), damaged::toString);
    assertEquals("", damaged.out());
    assertEquals(1, damaged.err().lines().count(), damaged::toString);
    assertTrue(damaged.err().contains(segment.toString()), damaged::toString);
  }

  @Test
  void aConfiguredLogIsOpenInTheContainerAndChangesItsWriterWhileItIsLoaded() throws Exception {
    Path etc = home.resolve("etc");
    Path configuration = etc.resolve("io.togglebolt.log-main.cfg");
    Files.move(etc.resolve("io.togglebolt.log-main.cfg.example"), configuration);
    Result result =
        distribution.run(
            Map.of(),
            "wal:load --for 300ms --appenders 4\n"
                + "wal:use dsync\n"
                + "wal:load --for 200ms\n"
                + "wal:status\n");
    assertEquals(0, result.exitCode(), result::toString);
    assertTrue(result.out().contains(", log main in "), result::toString);
    assertTrue(
        result.out().contains("writer of main: dsync took over from segmented"), result::toString);
    assertTrue(result.out().contains("\nactive  dsync\n"), result::toString);
    Result verified = distribution.run("wal:verify", home.resolve("data/log-main").toString());
    assertEquals(0, verified.exitCode(), verified::toString);
    assertTrue(verified.out().contains(": clean: "), verified::toString);
  }

  @Test
  void commandsOnAPipeFindWhatIsStartedInTheBackgroundAndOneCommandDoesWithoutIt()
      throws Exception {
    Result piped =
        distribution.run(
            Map.of(), "stop io.togglebolt.metrics.jmx\nmetrics:list\nmetrics:show commits_\n");
    assertEquals(0, piped.exitCode(), piped::toString);
    assertTrue(piped.out().contains("\nprometheus "), piped::toString);
    assertFalse(piped.out().contains("\njmx "), piped::toString);
    assertTrue(piped.out().contains("\ntogglebolt_database_commits_total "), piped::toString);

    Result single = distribution.run("metrics:list");
    assertEquals(1, single.exitCode(), single::toString);
    assertEquals(
        "there are no exporters for one command; give it in the shell of a container, or on its"
            + " standard input\n",
        single.err());
  }

  @Test
  void aPortInUseIsNamedAndHarmsNothingElse() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      distribution.listenAt(other.getLocalPort());
      Result single = distribution.run("bolt:check", "main");
      assertEquals("", single.err());
      Result second = distribution.run(Map.of(), "bolt:stats main\nmetrics:show commits_\n");
      assertEquals(0, second.exitCode(), second::toString);
      assertTrue(second.out().contains("\ntogglebolt_database_commits_total "), second::toString);
      List<String> said =
          second.err().lines().filter(each -> each.contains(":" + other.getLocalPort())).toList();
      assertEquals(1, said.size(), second::toString);
      assertTrue(said.getFirst().contains(" WARNING "), second::toString);
    }
  }

  @Test
  void anInterruptFromTheKeyboardStopsItToo() throws Exception {
    assumeFalse(
        interruptsAreIgnored(),
        "skipped: whoever runs the tests ignores SIGINT, and every process inherits that");
    Process serving = distribution.serve();
    try (BufferedReader out = serving.inputReader()) {
      assertTrue(String.valueOf(out.readLine()).contains(" ready in "));
      String pid = Long.toString(serving.pid());
      assertEquals(0, new ProcessBuilder("kill", "-INT", pid).start().waitFor());
      assertTrue(serving.waitFor(30, TimeUnit.SECONDS));
      assertEquals(130, serving.exitValue());
    } finally {
      serving.destroyForcibly();
    }
  }

  /** As after {@code nohup} or in the background of a script: a JVM then leaves it ignored. */
  private static boolean interruptsAreIgnored() throws IOException {
    String ignored =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .findFirst()
            .orElse("SigIgn: 0");
    return (Long.parseUnsignedLong(ignored.substring(7).strip(), 16) & 2) != 0;
  }

  @Test
  void theJvmEndsWhenItHasNoMemoryUnlessItIsToldOtherwise() throws Exception {
    Path java = Files.createDirectories(home.resolve("jdk/bin")).resolve("java");
    Files.writeString(java, "#!/usr/bin/env bash\nprintf '%s\\n' \"$@\"\n");
    assertTrue(java.toFile().setExecutable(true));
    Files.writeString(home.resolve("jdk/release"), "JAVA_VERSION=\"25\"\n");
    Map<String, String> environment =
        Map.of(
            "TOGGLEBOLT_JAVA",
            home.resolve("jdk").toString(),
            "JAVA_OPTS",
            "-XX:-ExitOnOutOfMemoryError");
    List<String> words = distribution.run(environment, "", "help").out().lines().toList();
    int ends = words.indexOf("-XX:+ExitOnOutOfMemoryError");
    assertTrue(ends >= 0, words::toString);
    assertTrue(words.indexOf("-XX:-ExitOnOutOfMemoryError") > ends, words::toString);
  }

  @Test
  void aCommandThatNamesNoDatabaseIsToldOfTheConfiguredOne() throws Exception {
    Result result = distribution.run("freelist:status");
    assertEquals(1, result.exitCode(), result::toString);
    assertEquals(
        "say which database: none is open; name one of the configured: main\n", result.err());
  }

  @Test
  void withoutAJavaThatWillDoItSaysInOneLineWhatToInstall() throws Exception {
    Path tools = Files.createDirectory(home.resolve("tools"));
    for (String tool : List.of("bash", "readlink", "dirname", "sed")) {
      Files.copy(pathOf(tool), tools.resolve(tool), StandardCopyOption.COPY_ATTRIBUTES);
    }
    Map<String, String> without =
        Map.of(
            "PATH",
            tools.toString(),
            "TOGGLEBOLT_JAVA",
            "",
            "JAVA_HOME",
            "",
            "TOGGLEBOLT_JVMS",
            tools.toString());
    Result result = distribution.run(without, "", "help");
    assertEquals(1, result.exitCode());
    assertTrue(result.err().startsWith("togglebolt: needs Java 25 or newer"), result::toString);
    assertEquals(1, result.err().lines().count(), result::toString);
  }

  private static Path pathOf(String tool) {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .map(folder -> Path.of(folder, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }
}
