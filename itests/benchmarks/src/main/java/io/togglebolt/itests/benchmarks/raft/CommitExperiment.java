package io.togglebolt.itests.benchmarks.raft;

import io.togglebolt.itests.benchmarks.experiment.Experiment;
import io.togglebolt.itests.benchmarks.experiment.Finding;
import io.togglebolt.itests.benchmarks.experiment.Finding.Verdict;
import io.togglebolt.itests.benchmarks.experiment.Laboratory;
import io.togglebolt.itests.benchmarks.experiment.Shown;
import io.togglebolt.itests.benchmarks.experiment.Spread;
import io.togglebolt.itests.benchmarks.experiment.Turns;
import io.togglebolt.itests.benchmarks.process.SideProcess;
import io.togglebolt.itests.benchmarks.side.Slices;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What three members commit that pass each other their messages in memory.
 *
 * @param name its name on the command line
 * @param size the bytes of an entry's data
 */
record CommitExperiment(String name, int size) implements Experiment {
  private static final String COMMITTED = "committed";
  private static final String PROCESSOR = "processorNanos";
  private static final int BLOCKS = 9;
  private static final int TURN_MILLIS = 100;
  private static final int WARM_MILLIS = 2_000;

  /** Of each batch. */
  private static final int WARM_ENTRIES = 500_000;

  /** As many as a server keeps for those who lag behind a little. */
  private static final int LENGTH = 10_000;

  /** What each batch is to reach on one core, in entries a second. */
  private static final Map<Integer, Integer> LEAST = Map.of(1, 200_000, 256, 1_000_000);

  @Override
  public List<Finding> run(Laboratory laboratory) throws IOException, InterruptedException {
    List<Side> sides = Side.present();
    List<Lane> lanes = Lane.all(sides, LENGTH);
    Turns<Lane> turns = new Turns<>();
    for (int run = 0; run < laboratory.runs(); run++) {
      laboratory.tell(name, run);
      Map<Side, SideProcess> processes = Side.start(laboratory, name, sides);
      try {
        for (Lane lane : lanes) {
          warm(laboratory, processes, lane);
        }
        int blocks = laboratory.sized(BLOCKS, 1);
        for (int block = 0; block < blocks; block++) {
          block(laboratory, processes, lanes, run * blocks + block, turns);
        }
      } finally {
        Side.close(processes);
      }
    }
    return List.of(
        new Finding(
            Shown.format("%s: three members commit entries of %,d bytes", name, size)
                + Side.skipped(),
            lines(turns, lanes),
            verdicts(turns, lanes),
            json(turns, lanes)));
  }

  /** On a busy machine some seconds are not enough for the compiler; a number of entries is. */
  private void warm(Laboratory laboratory, Map<Side, SideProcess> processes, Lane lane)
      throws IOException, InterruptedException {
    if (lane.side().isOurs()) {
      int entries = laboratory.sized(WARM_ENTRIES, 1);
      lane.fill(processes.get(lane.side()), size, LENGTH, entries);
    }
    turn(processes, lane, laboratory.sized(WARM_MILLIS, 1));
  }

  private Map<String, Long> turn(Map<Side, SideProcess> processes, Lane lane, int millis)
      throws IOException, InterruptedException {
    return lane.commit(processes.get(lane.side()), size, LENGTH, millis);
  }

  private void block(
      Laboratory laboratory,
      Map<Side, SideProcess> processes,
      List<Lane> lanes,
      int block,
      Turns<Lane> turns)
      throws IOException, InterruptedException {
    Map<Lane, List<Map<String, Long>>> answers = new LinkedHashMap<>();
    for (int number : Slices.order(block, lanes.size())) {
      Lane lane = lanes.get(number);
      answers
          .computeIfAbsent(lane, any -> new ArrayList<>())
          .add(turn(processes, lane, laboratory.sized(TURN_MILLIS, 1)));
    }
    answers.forEach(turns::add);
  }

  private static List<List<String>> lines(Turns<Lane> turns, List<Lane> lanes) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(
        List.of(
            "who commits",
            "batch",
            "entries/s by the clock",
            "by the processor",
            "95 % confidence",
            "bytes an entry"));
    for (Lane lane : lanes) {
      Spread processor = turns.rate(lane, COMMITTED, PROCESSOR);
      lines.add(
          List.of(
              lane.side().shown(),
              String.valueOf(lane.batch()),
              Shown.count(turns.rate(lane, COMMITTED).median()),
              Shown.count(processor.median()),
              Shown.confidence(processor),
              Shown.count(turns.each(lane, "allocated", COMMITTED))));
    }
    return lines;
  }

  private static List<Verdict> verdicts(Turns<Lane> turns, List<Lane> lanes) {
    List<Verdict> verdicts = new ArrayList<>();
    for (Lane lane : lanes) {
      Integer least = LEAST.get(lane.batch());
      if (lane.side().isOurs() && least != null) {
        verdicts.add(
            Verdict.atLeast(
                least,
                turns.rate(lane, COMMITTED, PROCESSOR),
                Shown.format(
                    "%s: at least %,d entries in a second of one processor at batch %d",
                    lane.side().shown(), least, lane.batch())));
      }
    }
    return verdicts;
  }

  private static Map<String, Object> json(Turns<Lane> turns, List<Lane> lanes) {
    Map<String, Object> json = new LinkedHashMap<>();
    for (Lane lane : lanes) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("blocks", turns.blocks(lane));
      one.put("entriesASecond", turns.rate(lane, COMMITTED).toJson());
      one.put("entriesAProcessorSecond", turns.rate(lane, COMMITTED, PROCESSOR).toJson());
      json.put(lane.side().shown() + " " + lane.batch(), one);
    }
    return json;
  }
}
