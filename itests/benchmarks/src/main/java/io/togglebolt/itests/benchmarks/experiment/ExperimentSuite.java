package io.togglebolt.itests.benchmarks.experiment;

import io.togglebolt.itests.benchmarks.AlignedLines;
import io.togglebolt.itests.benchmarks.Json;
import io.togglebolt.itests.benchmarks.Machine;
import io.togglebolt.itests.benchmarks.OptionWords;
import io.togglebolt.itests.benchmarks.Suite;
import io.togglebolt.itests.benchmarks.SuiteOptions;
import io.togglebolt.itests.benchmarks.UsageException;
import io.togglebolt.itests.benchmarks.process.MeasuredJvm;
import io.togglebolt.itests.benchmarks.process.Scratch;
import io.togglebolt.itests.benchmarks.process.SideException;
import io.togglebolt.itests.benchmarks.process.SideProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A suite of experiments.
 *
 * @param name its word on the command line
 * @param sentence what holds for all of its figures, without the number of runs
 * @param usualRuns how often an experiment is made where nobody says it
 * @param main the main class of its measured JVMs
 * @param all its experiments, in the order of the report
 */
public record ExperimentSuite(
    String name, String sentence, int usualRuns, Class<?> main, List<Experiment> all)
    implements Suite {

  @Override
  public boolean run(List<String> arguments, PrintStream out, PrintStream progress)
      throws UsageException, IOException, InterruptedException {
    SuiteOptions options =
        SuiteOptions.parse(arguments, "experiments", usualRuns, Scratch.defaultPlace());
    List<Experiment> experiments = options.chosen("experiment", all, Experiment::name);
    Optional<Path> json = options.json();
    if (json.isPresent()) {
      OptionWords.requireWritable(json.get());
    }
    try (Scratch scratch = Scratch.in(options.folder(), progress)) {
      Laboratory laboratory =
          new Laboratory(main, scratch.folder(), options.runs(), options.quick(), progress);
      Map<String, Object> written = preamble(laboratory, out);
      List<Object> findings = new ArrayList<>();
      written.put("experiments", findings);
      boolean complete = measure(experiments, laboratory, findings, out);
      if (json.isPresent()) {
        Files.writeString(json.get(), Json.of(written));
      }
      return complete;
    }
  }

  private Map<String, Object> preamble(Laboratory laboratory, PrintStream out)
      throws IOException, InterruptedException {
    Machine machine = Machine.of(laboratory.scratch());
    String runtime;
    try (SideProcess process = laboratory.start("introduction")) {
      runtime = process.ask("hello").get("runtime");
    }
    out.println("machine: " + machine);
    out.println("measured: this source tree on " + runtime);
    out.println("%s; %d run(s), each in new JVMs".formatted(sentence, laboratory.runs()));
    if (laboratory.quick()) {
      out.println("tiny sizes: the figures mean nothing, and no target is judged");
    }
    out.println();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("suite", name);
    json.put("machine", machine.toJson());
    json.put("runtime", runtime);
    json.put("runs", laboratory.runs());
    json.put("quick", laboratory.quick());
    json.put("jvmFlags", MeasuredJvm.FLAGS);
    return json;
  }

  /** One that fails says why, and the others go on. */
  private static boolean measure(
      List<Experiment> experiments, Laboratory laboratory, List<Object> json, PrintStream out)
      throws IOException, InterruptedException {
    boolean complete = true;
    for (Experiment experiment : experiments) {
      try {
        for (Finding found : experiment.run(laboratory)) {
          Finding finding = laboratory.quick() ? found.unjudged() : found;
          print(finding, out);
          json.add(written(experiment, finding));
        }
      } catch (SideException e) {
        out.println(experiment.name() + " failed: " + e.getMessage());
        out.println();
        json.add(Map.of("experiment", experiment.name(), "failed", String.valueOf(e.getMessage())));
        complete = false;
      }
    }
    return complete;
  }

  private static void print(Finding finding, PrintStream out) {
    out.println(finding.title());
    AlignedLines.print(finding.lines(), out);
    for (Finding.Verdict verdict : finding.verdicts()) {
      out.println("target " + verdict.word() + ": " + verdict.target());
    }
    out.println();
    out.flush();
  }

  private static Map<String, Object> written(Experiment experiment, Finding finding) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("experiment", experiment.name());
    json.put("title", finding.title());
    json.put("figures", finding.json());
    Map<String, Object> targets = new LinkedHashMap<>();
    finding.verdicts().forEach(verdict -> targets.put(verdict.target(), verdict.word()));
    json.put("targets", targets);
    return json;
  }
}
