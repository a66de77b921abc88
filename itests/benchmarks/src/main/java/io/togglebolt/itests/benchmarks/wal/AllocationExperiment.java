package io.togglebolt.itests.benchmarks.wal;

import io.togglebolt.itests.benchmarks.experiment.Experiment;
import io.togglebolt.itests.benchmarks.experiment.Finding;
import io.togglebolt.itests.benchmarks.experiment.Finding.Verdict;
import io.togglebolt.itests.benchmarks.experiment.Laboratory;
import io.togglebolt.itests.benchmarks.experiment.Shown;
import io.togglebolt.itests.benchmarks.process.SideProcess;
import io.togglebolt.itests.benchmarks.wal.side.Logs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What all threads of the JVM allocate while entries are saved that are there already: with one
 * entry a save and with many, so that what a save costs and what an entry costs come apart.
 *
 * @param name its name on the command line
 */
record AllocationExperiment(String name) implements Experiment {
  private static final int SIZE = 256;
  private static final int MANY = 100;

  @Override
  public List<Finding> run(Laboratory laboratory) throws IOException, InterruptedException {
    List<List<String>> lines = new ArrayList<>();
    lines.add(
        List.of("writer", "bytes a save of 1 entry", "of 100 entries", "for each more entry"));
    List<Verdict> verdicts = new ArrayList<>();
    Map<String, Object> json = new LinkedHashMap<>();
    laboratory.tell(name, 0);
    for (String writer : Logs.writers()) {
      try (SideProcess process = laboratory.start(name + " by " + writer)) {
        // What the compiler makes of the code decides what is allocated.
        each(process, writer, 1, laboratory.sized(20_000, 50));
        each(process, writer, MANY, laboratory.sized(5_000, 10));
        double one = each(process, writer, 1, laboratory.sized(10_000, 50));
        double many = each(process, writer, MANY, laboratory.sized(2_000, 10));
        double entry = (many - one) / (MANY - 1);
        lines.add(
            List.of(
                writer,
                Shown.format("%.1f", one),
                Shown.format("%.1f", many),
                Shown.format("%.2f", entry)));
        verdicts.add(Verdict.of(entry < 1, writer + ": nothing is allocated for an entry"));
        json.put(writer, Map.of("bytesOfASaveOfOne", one, "bytesOfASaveOf100", many));
      }
    }
    return List.of(new Finding(name + ": bytes that all threads allocate", lines, verdicts, json));
  }

  private static double each(SideProcess process, String writer, int entries, int saves)
      throws IOException, InterruptedException {
    Map<String, Long> answer =
        process.measure(
            "allocation by=%s size=%d entries=%d saves=%d".formatted(writer, SIZE, entries, saves));
    return answer.get("allocated") / (double) answer.get("saves");
  }
}
