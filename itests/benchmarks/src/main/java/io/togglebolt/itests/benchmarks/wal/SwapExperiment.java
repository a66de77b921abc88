package io.togglebolt.itests.benchmarks.wal;

import io.togglebolt.itests.benchmarks.experiment.Experiment;
import io.togglebolt.itests.benchmarks.experiment.Finding;
import io.togglebolt.itests.benchmarks.experiment.Laboratory;
import io.togglebolt.itests.benchmarks.experiment.Shown;
import io.togglebolt.itests.benchmarks.process.SideProcess;
import io.togglebolt.itests.benchmarks.wal.side.Logs;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Writers take turns while appenders save, and nobody but the log's slot makes them wait.
 *
 * @param name its name on the command line
 */
record SwapExperiment(String name) implements Experiment {
  private static final int SIZE = 256;
  private static final int APPENDERS = 16;

  @Override
  public List<Finding> run(Laboratory laboratory) throws IOException, InterruptedException {
    laboratory.tell(name, 0);
    Map<String, Long> answer;
    try (SideProcess process = laboratory.start(name)) {
      answer =
          process.measure(
              "swaps by=%s size=%d appenders=%d times=%d apart=%d"
                  .formatted(
                      String.join(",", Logs.writers()),
                      SIZE,
                      APPENDERS,
                      laboratory.sized(200, 4),
                      laboratory.sized(50, 5)));
    }
    List<List<String>> lines =
        List.of(
            List.of("what", "p50", "p99", "longest"),
            line("a save with no swap", answer, "quiet"),
            line("a save while writers are swapped", answer, "swapping"),
            line("the pause of a swap, from the journal", answer, "pause"),
            line("a swap, from asking until it serves", answer, "swap"));
    String title =
        Shown.format(
            "%s: %d swaps of the writer while %d appenders save entries of %d bytes; %,d saves",
            name, answer.get("swaps"), APPENDERS, SIZE, answer.get("saves"));
    return List.of(new Finding(title, lines, List.of(), Map.copyOf(answer)));
  }

  private static List<String> line(String words, Map<String, Long> answer, String name) {
    return List.of(
        words,
        Shown.micros(answer.get(name + "50")),
        Shown.micros(answer.get(name + "99")),
        Shown.micros(answer.get(name + "100")));
  }
}
