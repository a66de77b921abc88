package io.togglebolt.itests.benchmarks.space;

import io.togglebolt.itests.benchmarks.Json;
import io.togglebolt.itests.benchmarks.Machine;
import io.togglebolt.itests.benchmarks.OptionWords;
import io.togglebolt.itests.benchmarks.Suite;
import io.togglebolt.itests.benchmarks.UsageException;
import io.togglebolt.itests.benchmarks.process.Scratch;
import io.togglebolt.itests.benchmarks.process.SideException;
import io.togglebolt.itests.benchmarks.process.SideProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The space that our policies and allocators need, beside the real bbolt and bolt. */
public final class SpaceSuite implements Suite {
  static final String NAME = "space";
  private static final Duration INTRODUCTION = Duration.ofMinutes(1);

  /** Measures nothing yet. */
  public SpaceSuite() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean run(List<String> arguments, PrintStream out, PrintStream progress)
      throws UsageException, IOException, InterruptedException {
    SpaceSettings settings = SpaceSettings.parse(arguments, Scratch.defaultPlace());
    Optional<Path> json = settings.json();
    if (json.isPresent()) {
      OptionWords.requireWritable(json.get());
    }
    try (Scratch scratch = Scratch.in(settings.folder(), progress)) {
      return measure(settings, scratch.folder(), out, progress);
    }
  }

  private static boolean measure(
      SpaceSettings settings, Path scratch, PrintStream out, PrintStream progress)
      throws IOException, InterruptedException {
    Machine machine = Machine.of(scratch);
    Map<String, Map<String, String>> introductions = introductions(scratch);
    printPreamble(out, machine, settings, introductions);
    SpaceJson json = new SpaceJson(machine, settings, introductions);
    TableReport report = new TableReport(out);
    boolean complete = true;
    for (Scenario scenario : settings.scenarios()) {
      Trial trial = new Trial(scenario, scratch, progress);
      try {
        trial.run(scenario.counts() ? 1 : settings.runs());
      } catch (SideException e) {
        trial.failures().add(String.valueOf(e.getMessage()));
      }
      for (Table table : trial.tables()) {
        report.print(scenario, table, trial.results());
        json.table(scenario, table, trial.results());
      }
      trial.failures().forEach(failure -> out.println(scenario.name() + " failed: " + failure));
      json.failures(scenario, trial.failures());
      complete &= trial.failures().isEmpty();
    }
    if (settings.json().isPresent()) {
      Files.writeString(settings.json().get(), Json.of(json.toJson()));
    }
    return complete;
  }

  /** What each store that can be had says of itself. */
  private static Map<String, Map<String, String>> introductions(Path scratch)
      throws IOException, InterruptedException {
    Map<String, Map<String, String>> introductions = new LinkedHashMap<>();
    for (Contender.Program program : Contender.Program.values()) {
      if (program.missing().isEmpty()) {
        String name = program.name().toLowerCase(Locale.ROOT);
        Contender any = new Contender(name, program, "");
        Path folder = scratch.resolve(name);
        try (SideProcess process =
            new SideProcess(name, any.command(folder), folder, INTRODUCTION)) {
          introductions.put(name, process.ask("hello"));
        }
      }
    }
    return introductions;
  }

  private static void printPreamble(
      PrintStream out,
      Machine machine,
      SpaceSettings settings,
      Map<String, Map<String, String>> introductions) {
    out.println("machine: " + machine);
    introductions.forEach(
        (store, words) ->
            out.println(
                "%s: %s, %s; %s"
                    .formatted(
                        store, words.get("version"), words.get("runtime"), words.get("settings"))));
    missing(settings.scenarios())
        .forEach((contender, reason) -> out.println(contender + ": skipped: " + reason));
    out.println(
        "less is better everywhere; a ratio says how many times as much as the first line the last"
            + " column is; pages are counted in one run, times are medians of "
            + settings.runs()
            + " run(s) of many operations each");
    if (settings.quick()) {
      out.println("tiny sizes: the figures mean nothing");
    }
    out.println();
  }

  private static Map<String, String> missing(List<Scenario> scenarios) {
    Map<String, String> missing = new TreeMap<>();
    for (Scenario scenario : scenarios) {
      for (Contender contender : scenario.contenders()) {
        contender.missing().ifPresent(reason -> missing.put(contender.name(), reason));
      }
    }
    return missing;
  }
}
