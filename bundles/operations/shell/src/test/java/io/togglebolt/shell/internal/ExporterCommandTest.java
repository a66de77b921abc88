package io.togglebolt.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpHandler;
import io.togglebolt.http.HttpListener;
import io.togglebolt.metrics.ExporterException;
import io.togglebolt.metrics.ExporterStatus;
import io.togglebolt.metrics.ExporterStatus.State;
import io.togglebolt.metrics.MetricsExporters;
import io.togglebolt.metrics.UnknownExporterException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExporterCommandTest {

  /** Two that could serve, of which {@code log} must be chosen, and one that does not start. */
  private static final class TwoAndABrokenOne implements MetricsExporters {
    private Optional<List<String>> chosen = Optional.empty();
    private String where = "there";
    private int looksUntilStarted;

    @Override
    public List<ExporterStatus> exporters() {
      State wanted = looksUntilStarted-- > 0 ? State.STARTING : State.SERVING;
      List<String> names = chosen.orElse(List.of("prometheus"));
      return Stream.of("log", "prometheus")
          .map(
              name ->
                  new ExporterStatus(
                      name,
                      names.contains(name) ? wanted : State.OFF,
                      chosen.isPresent() && names.contains(name),
                      1,
                      name.equals("log") ? -1 : 0,
                      names.contains(name) ? where : null,
                      null))
          .toList();
    }

    @Override
    public Optional<List<String>> chosen() {
      return chosen;
    }

    @Override
    public void use(List<String> names, long timeoutMillis) {
      if (names.contains("broken")) {
        throw new ExporterException("exporter 'broken' did not start: no wire");
      }
      if (names.contains("promtheus")) {
        throw new UnknownExporterException("no exporter 'promtheus'; there are log, prometheus");
      }
      chosen = Optional.of(names);
    }

    @Override
    public void useDefault(long timeoutMillis) {
      chosen = Optional.empty();
    }
  }

  /** Knows where it listens, or why it does not. */
  private record Listening(Optional<URI> address, Optional<String> trouble)
      implements HttpListener {
    @Override
    public Publication publish(String path, HttpHandler handler) {
      throw new AssertionError("the shell publishes nothing");
    }
  }

  @TempDir private Path folder;
  private Console console;
  private final TwoAndABrokenOne exporters = new TwoAndABrokenOne();

  @BeforeEach
  void start() {
    console = new Console(folder);
    console.metrics().bindExporters(exporters);
  }

  @AfterEach
  void stop() {
    System.clearProperty("togglebolt.mode");
    console.close();
  }

  @Test
  void theListSaysWhatEachDoesAndWhoChose() throws Exception {
    assertEquals(
        """
        name        state    chosen  candidates  ranking  shown at  trouble
        log         off                       1       -1  -
        prometheus  serving                   1        0  there
        none is chosen by name, so each serves whose ranking is not below 0\
        """,
        console.run("metrics:list"));
    console.run("metrics:use log");
    assertTrue(
        console
            .run("metrics:list")
            .endsWith(
                "chosen by name: log; metrics:use --default chooses each whose ranking is not below"
                    + " 0"));
  }

  private String prometheus() throws Exception {
    return console
        .run("metrics:list")
        .lines()
        .filter(line -> line.startsWith("prometheus"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatIsShownWhereNobodyListensIsInTrouble() throws Exception {
    exporters.where = "/metrics, where no HTTP listener listens at present";
    String beginning =
        "prometheus  serving                   1        0  " + exporters.where + "  ";
    assertEquals(
        beginning + "nobody listens; the bundle io.togglebolt.http.listener would", prometheus());
    HttpListener refused =
        new Listening(Optional.empty(), Optional.of("127.0.0.1:2381: Address already in use"));
    console.metrics().bindListener(refused);
    assertEquals(
        beginning
            + "does not listen at 127.0.0.1:2381: Address already in use;"
            + " etc/io.togglebolt.http.cfg says where it is to",
        prometheus());
    HttpListener silent = new Listening(Optional.empty(), Optional.empty());
    console.metrics().bindListener(silent);
    console.metrics().unbindListener(refused);
    assertEquals(
        beginning + "does not listen; etc/io.togglebolt.http.cfg says where it is to",
        prometheus());
    console.metrics().unbindListener(silent);
    console
        .metrics()
        .bindListener(
            new Listening(Optional.of(URI.create("http://127.0.0.1:2381")), Optional.empty()));
    // It has just begun to.
    assertEquals(beginning.strip(), prometheus());
  }

  @Test
  void whoDoesNotServeOverHttpHasNoTroubleWithIt() throws Exception {
    assertTrue(prometheus().endsWith("  there"), prometheus());
  }

  @Test
  void onAPipeTheListWaitsForThoseThatAreBeingStarted() throws Exception {
    exporters.looksUntilStarted = 3;
    assertTrue(prometheus().startsWith("prometheus  serving"));
    exporters.looksUntilStarted = Integer.MAX_VALUE;
    assertEquals(
        State.STARTING, ExporterStates.settled(exporters, 1).getLast().state(), "not for ever");
  }

  @Test
  void namesMayBeSeparatedByCommasAsInTheConfiguration() throws Exception {
    assertEquals(
        "metrics are shown by log, prometheus; before, by prometheus",
        console.run("metrics:use prometheus, log"));
    console.run("metrics:use log,prometheus");
    assertEquals(Optional.of(List.of("log", "prometheus")), exporters.chosen());
    assertTrue(console.fail("metrics:use ,").contains("say either which exporters, or --default"));
  }

  @Test
  void exactlyTheNamedServeUntilTheChoiceIsTakenBack() throws Exception {
    assertEquals(
        "metrics are shown by log, prometheus; before, by prometheus",
        console.run("metrics:use prometheus log"));
    assertEquals(
        "metrics are shown by log, prometheus, as before",
        console.run("metrics:use prometheus log"));
    assertEquals(
        "metrics are shown by nobody; before, by log, prometheus",
        console.run("metrics:use --none"));
    assertEquals(Optional.of(List.of()), exporters.chosen());
    assertEquals(
        "metrics are shown by prometheus; before, by nobody", console.run("metrics:use --default"));
    assertEquals(Optional.empty(), exporters.chosen());
  }

  @Test
  void nothingOrTwoThingsAtOnceAreNoChoice() {
    for (String wrong : List.of("", " --none log", " --default --none", " --default log")) {
      String line = console.fail("metrics:use" + wrong);
      assertTrue(
          line.startsWith(
              "metrics:use: say either which exporters, or --default, or --none; usage: "),
          line);
    }
    assertEquals(Optional.empty(), exporters.chosen());
  }

  @Test
  void whatCannotServeIsOneLine() {
    assertEquals(
        "no exporter 'promtheus'; there are log, prometheus",
        console.fail("metrics:use promtheus"));
    assertEquals(
        "exporter 'broken' did not start: no wire", console.fail("metrics:use broken log"));
  }

  @Test
  void withoutTheirOwnerOneLineSaysWhoWouldBringThem() {
    console.metrics().unbindExporters(exporters);
    assertTrue(console.fail("metrics:list").contains("io.togglebolt.metrics.exporters"));
    assertTrue(console.fail("metrics:use log").contains("io.togglebolt.metrics.exporters"));
    System.setProperty("togglebolt.mode", "command");
    assertTrue(console.fail("metrics:list").startsWith("there are no exporters for one command"));
  }

  @Test
  void theirNamesAreOfferedAtTheTabKey() {
    Completer completer = new Completer(console.databases(), console.metrics(), console.logs());
    List<String> both = List.of("log", "prometheus");
    assertEquals(both, completer.candidates(List.of("metrics:use", ""), 1));
    assertEquals(both, completer.candidates(List.of("metrics:use", "log", "p"), 2));
  }
}
