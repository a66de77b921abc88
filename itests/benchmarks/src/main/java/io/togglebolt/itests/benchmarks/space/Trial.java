package io.togglebolt.itests.benchmarks.space;

import io.togglebolt.itests.benchmarks.process.SideException;
import io.togglebolt.itests.benchmarks.process.SideProcess;
import io.togglebolt.itests.benchmarks.side.Folders;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs one scenario: contender by contender, each in a process of its own, with the files of one
 * round on the disk at a time.
 */
final class Trial {
  private static final Duration PATIENCE = Duration.ofHours(2);

  private final Scenario scenario;
  private final Path scratch;
  private final PrintStream progress;
  private final Results results = new Results();
  private final List<String> failures = new ArrayList<>();

  Trial(Scenario scenario, Path scratch, PrintStream progress) {
    this.scenario = scenario;
    this.scratch = scratch;
    this.progress = progress;
  }

  /** Runs it so many times, if anybody can take part. */
  void run(int runs) throws IOException, InterruptedException {
    if (scenario.contenders().stream().allMatch(each -> each.missing().isPresent())) {
      return;
    }
    for (int run = 0; run < runs; run++) {
      for (Round round : scenario.rounds()) {
        run(round, run);
      }
    }
  }

  private void run(Round round, int run) throws IOException, InterruptedException {
    Path folder = Folders.emptied(scratch.resolve(scenario.name()));
    try {
      if (round.prepare().isPresent()) {
        prepare(round.prepare().get(), folder);
      }
      for (Contender contender : scenario.contenders()) {
        if (contender.missing().isEmpty()) {
          run(contender, round, run, folder);
        }
      }
    } finally {
      Folders.delete(folder);
    }
  }

  private void prepare(String request, Path folder) throws IOException, InterruptedException {
    Contender maker = new Contender("the maker of the file", Contender.Program.OURS, "");
    progress.println(scenario.name() + ": " + request);
    try (SideProcess process =
        new SideProcess(maker.name(), maker.command(folder), folder, PATIENCE)) {
      process.measure(request);
    }
  }

  /** One that fails leaves its row empty, and the others go on. */
  private void run(Contender contender, Round round, int run, Path folder)
      throws IOException, InterruptedException {
    String request = contender.asked(round.request());
    progress.println(scenario.name() + ": " + contender.name() + ": " + request);
    try (SideProcess process =
        new SideProcess(contender.name(), contender.command(folder), folder, PATIENCE)) {
      Map<String, Long> answer = new LinkedHashMap<>();
      process
          .measure(request)
          .forEach((number, value) -> answer.put(number + round.suffix(), value));
      results.add(contender.name(), run, answer);
      progress.println("  " + answer);
    } catch (SideException e) {
      failures.add(String.valueOf(e.getMessage()));
    }
  }

  Results results() {
    return results;
  }

  /** The tables that have something in them. */
  List<Table> tables() {
    return results.contenders().isEmpty() ? List.of() : scenario.tables();
  }

  /** What went wrong, a line each. */
  List<String> failures() {
    return failures;
  }
}
