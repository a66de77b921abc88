package io.togglebolt.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.metrics.ExporterException;
import io.togglebolt.metrics.ExporterStatus;
import io.togglebolt.metrics.ExporterStatus.State;
import io.togglebolt.metrics.MetricsExporters;
import io.togglebolt.metrics.UnknownExporterException;
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

    @Override
    public List<ExporterStatus> exporters() {
      List<String> names = chosen.orElse(List.of("prometheus"));
      return Stream.of("log", "prometheus")
          .map(
              name ->
                  new ExporterStatus(
                      name,
                      names.contains(name) ? State.SERVING : State.OFF,
                      chosen.isPresent() && names.contains(name),
                      1,
                      name.equals("log") ? -1 : 0,
                      names.contains(name) ? "there" : null,
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
    Completer completer = new Completer(console.databases(), console.metrics());
    List<String> both = List.of("log", "prometheus");
    assertEquals(both, completer.candidates(List.of("metrics:use", ""), 1));
    assertEquals(both, completer.candidates(List.of("metrics:use", "log", "p"), 2));
  }
}
