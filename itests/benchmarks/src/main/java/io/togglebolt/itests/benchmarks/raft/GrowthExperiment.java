package io.togglebolt.itests.benchmarks.raft;

import io.togglebolt.itests.benchmarks.experiment.Experiment;
import io.togglebolt.itests.benchmarks.experiment.Finding;
import io.togglebolt.itests.benchmarks.experiment.Finding.Verdict;
import io.togglebolt.itests.benchmarks.experiment.Laboratory;
import io.togglebolt.itests.benchmarks.experiment.Shown;
import io.togglebolt.itests.benchmarks.process.SideProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What our members allocate for an entry when their logs are short and when they are long. Logs are
 * shortened by a thousand entries at a time, whatever their length is.
 *
 * @param name its name on the command line
 */
record GrowthExperiment(String name) implements Experiment {
  private static final int SIZE = 16;
  private static final int SHORT = 1_000;
  private static final int LONG = 1_000_000;
  private static final int LITTLE_LONG = 5_000;
  private static final int STEP = 1_000;
  private static final int WARM_MILLIS = 1_500;
  private static final int MOST_WARM_TURNS = 10;
  private static final double SETTLED = 0.005;
  private static final int COUNTED_MILLIS = 2_000;

  /** The compiler does not make the same of the same code twice. */
  private static final double ALIKE = 1.05;

  @Override
  public List<Finding> run(Laboratory laboratory) throws IOException, InterruptedException {
    List<List<String>> lines = new ArrayList<>();
    lines.add(
        List.of("who commits", "batch", "entries in the log", "bytes an entry", "processor time"));
    List<Verdict> verdicts = new ArrayList<>();
    Map<String, Object> json = new LinkedHashMap<>();
    laboratory.tell(name, 0);
    int most = laboratory.sized(LONG, LITTLE_LONG);
    for (Side side : Side.values()) {
      if (side.isOurs()) {
        for (int batch : List.of(1, 256)) {
          double few = measure(laboratory, new Lane(side, batch, SHORT), lines, json);
          double many = measure(laboratory, new Lane(side, batch, most), lines, json);
          verdicts.add(
              Verdict.of(
                  many <= few * ALIKE,
                  Shown.format(
                      "%s: a log of %,d entries costs at most 5 %% more bytes an entry than one of"
                          + " %,d, at batch %d",
                      side.shown(), most, SHORT, batch)));
        }
      }
    }
    return List.of(
        new Finding(name + ": what is allocated as the log grows", lines, verdicts, json));
  }

  /** Returns the bytes that were allocated for an entry. */
  private double measure(
      Laboratory laboratory, Lane lane, List<List<String>> lines, Map<String, Object> json)
      throws IOException, InterruptedException {
    String what = lane.side().shown() + " " + lane.batch() + " with " + lane.length();
    try (SideProcess process = laboratory.start(name + " by " + what)) {
      // As many for the short log: who has committed more is compiled better.
      lane.fill(process, SIZE, STEP, laboratory.sized(LONG, LITTLE_LONG));
      warm(laboratory, process, lane);
      Map<String, Long> answer =
          lane.commit(process, SIZE, STEP, laboratory.sized(COUNTED_MILLIS, 10));
      double bytes = each(answer, "allocated");
      lines.add(
          List.of(
              lane.side().shown(),
              String.valueOf(lane.batch()),
              Shown.count(answer.get("entries")),
              Shown.format("%.1f", bytes),
              Shown.format("%,.0f ns", each(answer, "processorNanos"))));
      json.put(what, answer);
      return bytes;
    }
  }

  /**
   * What the compiler makes of the code decides what is allocated, and on a busy machine it takes
   * its time: it is done when two turns allocate alike.
   */
  private static void warm(Laboratory laboratory, SideProcess process, Lane lane)
      throws IOException, InterruptedException {
    double before = Double.MAX_VALUE;
    for (int turn = 0; turn < MOST_WARM_TURNS; turn++) {
      Map<String, Long> answer =
          lane.commit(process, SIZE, STEP, laboratory.sized(WARM_MILLIS, 10));
      double bytes = each(answer, "allocated");
      if (Math.abs(before - bytes) < SETTLED * bytes) {
        return;
      }
      before = bytes;
    }
  }

  private static double each(Map<String, Long> answer, String number) {
    return answer.get(number) / (double) answer.get("committed");
  }
}
