package io.togglebolt.itests.benchmarks.metrics;

import io.togglebolt.itests.benchmarks.experiment.Experiment;
import io.togglebolt.itests.benchmarks.experiment.Finding;
import io.togglebolt.itests.benchmarks.experiment.Finding.Outcome;
import io.togglebolt.itests.benchmarks.experiment.Finding.Verdict;
import io.togglebolt.itests.benchmarks.experiment.Laboratory;
import io.togglebolt.itests.benchmarks.experiment.Spread;
import io.togglebolt.itests.benchmarks.metrics.Race.Measure;
import io.togglebolt.itests.benchmarks.process.SideProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a database pays for its metrics.
 *
 * @param name the exercise
 * @param title what a transaction of it does
 * @param keys how many keys are in the database before
 */
record DatabaseExperiment(String name, String title, int keys) implements Experiment {
  private static final String WITHOUT = "without";
  private static final String CONTROL = "control";
  private static final List<String> METERED = List.of("with", "scraped");
  private static final List<String> SIDES = List.of(WITHOUT, CONTROL, "with", "scraped");
  private static final int LEGS = 5;
  private static final double MOST_DIFFERENCE = 0.02;

  @Override
  public List<Finding> run(Laboratory laboratory) throws IOException, InterruptedException {
    Race race = new Race();
    for (int run = 0; run < laboratory.runs(); run++) {
      laboratory.tell(name, run);
      try (SideProcess process = laboratory.start(name)) {
        for (int leg = 0; leg < laboratory.sized(LEGS, 2); leg++) {
          // The first leg has to wait for the compiler.
          int warm = leg == 0 ? laboratory.sized(2_000, 50) : laboratory.sized(300, 10);
          race.add(SIDES, process.ask(request(laboratory, run * LEGS + leg, warm)));
        }
      }
    }
    List<Finding> findings = new ArrayList<>();
    for (Measure measure : Measure.values()) {
      String by = "%s: %s, by the %s".formatted(name, title, measure.word());
      findings.add(
          new Finding(by, lines(race, measure), verdicts(race, measure), json(race, measure)));
    }
    return findings;
  }

  private String request(Laboratory laboratory, int leg, int warm) {
    return "race exercise=%s keys=%d leg=%d warm=%d slice=%d blocks=%d"
        .formatted(
            name,
            laboratory.sized(keys, Math.min(keys, 1_000)),
            leg,
            warm,
            laboratory.sized(12, 2),
            laboratory.sized(8, 4));
  }

  private static List<List<String>> lines(Race race, Measure measure) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(
        List.of(
            "metrics", "a transaction", "bytes", "difference", "95 % confidence", "middle half"));
    for (String side : SIDES) {
      List<String> line = new ArrayList<>(List.of(side));
      line.add(String.format(Locale.ROOT, "%.3f us", race.nanosEach(side, measure) / 1e3));
      line.add(String.format(Locale.ROOT, "%.0f", race.bytesEach(side)));
      line.addAll(side.equals(WITHOUT) ? List.of("-", "-", "-") : words(race, side, measure));
      lines.add(line);
    }
    return lines;
  }

  private static List<String> words(Race race, String side, Measure measure) {
    Spread legs = legs(race, side, measure);
    Spread blocks = Spread.of(race.ratios(side, WITHOUT, measure));
    return List.of(
        percent(legs.median()),
        percent(legs.confidentLow()) + " to " + percent(legs.confidentHigh()),
        percent(blocks.lower()) + " to " + percent(blocks.upper()));
  }

  private static Spread legs(Race race, String side, Measure measure) {
    return Spread.of(race.medians(side, WITHOUT, measure));
  }

  private static String percent(double ratio) {
    return String.format(Locale.ROOT, "%+.2f %%", (ratio - 1) * 100);
  }

  private static List<Verdict> verdicts(Race race, Measure measure) {
    Spread control = legs(race, CONTROL, measure);
    return METERED.stream()
        .map(
            side ->
                new Verdict(
                    outcome(legs(race, side, measure), control),
                    "%s: differs by less than 2 %% by the %s".formatted(side, measure.word())))
        .toList();
  }

  /** Where equals may differ by as much as is looked for, nothing can be said. */
  static Outcome outcome(Spread side, Spread control) {
    if (differs(control.confidentLow()) || differs(control.confidentHigh())) {
      return Outcome.UNDECIDED;
    }
    return differs(side.median()) ? Outcome.MISSED : Outcome.MET;
  }

  private static boolean differs(double ratio) {
    return Math.abs(ratio - 1) >= MOST_DIFFERENCE;
  }

  private static Map<String, Object> json(Race race, Measure measure) {
    Map<String, Object> json = new LinkedHashMap<>();
    for (String side : SIDES) {
      Map<String, Object> written = new LinkedHashMap<>();
      written.put("nanosEach", race.nanosEach(side, measure));
      written.put("bytesEach", race.bytesEach(side));
      written.put("legs", legs(race, side, measure).toJson());
      written.put("blocks", Spread.of(race.ratios(side, WITHOUT, measure)).toJson());
      written.put("blockNanos", race.nanos(side, measure));
      json.put(side, written);
    }
    return json;
  }
}
