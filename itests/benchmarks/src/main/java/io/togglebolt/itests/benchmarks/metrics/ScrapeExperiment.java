package io.togglebolt.itests.benchmarks.metrics;

import io.togglebolt.itests.benchmarks.experiment.Experiment;
import io.togglebolt.itests.benchmarks.experiment.Finding;
import io.togglebolt.itests.benchmarks.experiment.Laboratory;
import io.togglebolt.itests.benchmarks.experiment.Spread;
import io.togglebolt.itests.benchmarks.process.SideProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a look at all series costs, and what those pay who record meanwhile.
 *
 * @param name its name
 * @param series how many series there are
 */
record ScrapeExperiment(String name, int series) implements Experiment {
  private static final String NOBODY = "nobody";
  private static final List<String> LOOKERS = List.of(NOBODY, "read", "exposition");

  @Override
  public List<Finding> run(Laboratory laboratory) throws IOException, InterruptedException {
    Map<String, List<Map<String, Long>>> answers = new LinkedHashMap<>();
    LOOKERS.forEach(looker -> answers.put(looker, new ArrayList<>()));
    for (int run = 0; run < laboratory.runs(); run++) {
      laboratory.tell(name, run);
      try (SideProcess process = laboratory.start(name)) {
        for (String looker : LOOKERS) {
          process.measure(request(looker, laboratory.sized(700, 20)));
        }
        for (int round = 0; round < laboratory.sized(3, 1); round++) {
          for (String looker : round % 2 == 0 ? LOOKERS : LOOKERS.reversed()) {
            answers.get(looker).add(process.measure(request(looker, laboratory.sized(250, 20))));
          }
        }
      }
    }
    String title =
        String.format(
            Locale.ROOT,
            "%s: %,d series, a tenth of them histograms; two threads record, a third one looks"
                + " without a pause",
            name,
            series);
    Map<String, Object> json = new LinkedHashMap<>();
    json.putAll(answers);
    return List.of(new Finding(title, lines(answers), List.of(), json));
  }

  private String request(String looker, int millis) {
    return "scrape series=%d by=%s millis=%d".formatted(series, looker, millis);
  }

  private static List<List<String>> lines(Map<String, List<Map<String, Long>>> answers) {
    double undisturbed = each(answers.get(NOBODY), "recordedNanos", "recorded");
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("who looks", "a look", "allocates", "recording once", "ratio"));
    answers.forEach(
        (looker, all) -> {
          List<String> line = new ArrayList<>(List.of(looker));
          if (looker.equals(NOBODY)) {
            line.addAll(List.of("-", "-"));
          } else {
            line.add(shown("%.3f ms", each(all, "lookedNanos", "looks") / 1e6));
            line.add(shown("%.0f KiB", each(all, "lookedBytes", "looks") / 1024));
          }
          double recording = each(all, "recordedNanos", "recorded");
          line.add(shown("%.1f ns", recording));
          line.add(shown("%.2fx", recording / undisturbed));
          lines.add(line);
        });
    return lines;
  }

  private static String shown(String pattern, double value) {
    return String.format(Locale.ROOT, pattern, value);
  }

  private static double each(List<Map<String, Long>> answers, String number, String count) {
    return Spread.of(
            answers.stream()
                .map(answer -> answer.get(number) / (double) answer.get(count))
                .toList())
        .median();
  }
}
