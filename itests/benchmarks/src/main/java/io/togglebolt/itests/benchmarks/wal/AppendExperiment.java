package io.togglebolt.itests.benchmarks.wal;

import io.togglebolt.itests.benchmarks.experiment.Experiment;
import io.togglebolt.itests.benchmarks.experiment.Finding;
import io.togglebolt.itests.benchmarks.experiment.Finding.Verdict;
import io.togglebolt.itests.benchmarks.experiment.Laboratory;
import io.togglebolt.itests.benchmarks.experiment.Shown;
import io.togglebolt.itests.benchmarks.experiment.Spread;
import io.togglebolt.itests.benchmarks.experiment.Turns;
import io.togglebolt.itests.benchmarks.process.SideProcess;
import io.togglebolt.itests.benchmarks.side.Slices;
import io.togglebolt.itests.benchmarks.wal.side.Logs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Saves of one entry: each appender waits until its entry is durable before it saves the next.
 *
 * @param name its name on the command line
 * @param size the bytes of an entry's data
 */
record AppendExperiment(String name, int size) implements Experiment {
  private static final List<Integer> APPENDERS = List.of(1, 16, 256);
  private static final int MANY = 256;
  private static final double LEAST_OF_BARE = 0.9;
  private static final double LEAST_OF_MANY = 20;

  /** Lanes that are compared with each other: they take turns close to one another. */
  private enum Group {
    /** One appender beside the bare loops: so short that the machine does the same to all. */
    ONE(40, 50),
    /** Many appenders beside one: long enough that they all get going. */
    MANY(12, 200);

    private final int blocks;
    private final int millis;

    Group(int blocks, int millis) {
      this.blocks = blocks;
      this.millis = millis;
    }
  }

  /**
   * What takes turns.
   *
   * @param group with whom
   * @param side who saves
   * @param appenders how many threads save
   */
  private record Lane(Group group, String side, int appenders) {
    static Lane bare(Group group) {
      return new Lane(group, Participants.BARE, 1);
    }

    Lane alone() {
      return new Lane(group, side, 1);
    }

    boolean isShown() {
      return group == Group.ONE || appenders > 1;
    }
  }

  @Override
  public List<Finding> run(Laboratory laboratory) throws IOException, InterruptedException {
    List<String> sides = Participants.all();
    Turns<Lane> turns = new Turns<>();
    for (int run = 0; run < laboratory.runs(); run++) {
      laboratory.tell(name, run);
      Map<String, SideProcess> processes = Participants.start(laboratory, name, sides);
      try {
        for (Group group : Group.values()) {
          List<Lane> lanes = lanes(group, sides);
          long frame = warm(laboratory, processes, lanes);
          int blocks = laboratory.sized(group.blocks, 1);
          for (int block = 0; block < blocks; block++) {
            block(laboratory, processes, lanes, run * blocks + block, frame, turns);
          }
        }
      } finally {
        Participants.close(processes);
      }
    }
    List<Lane> lanes = new ArrayList<>(lanes(Group.ONE, sides));
    lanes.addAll(lanes(Group.MANY, sides));
    return List.of(
        new Finding(
            Shown.format("%s: a save of one entry of %,d bytes", name, size)
                + Participants.skipped(),
            lines(turns, lanes),
            verdicts(turns),
            json(turns, lanes)));
  }

  private static List<Lane> lanes(Group group, List<String> sides) {
    List<Lane> lanes = new ArrayList<>();
    lanes.add(Lane.bare(group));
    for (int appenders : APPENDERS) {
      for (String side : sides) {
        boolean taken =
            switch (group) {
              case ONE -> appenders == 1 && !side.equals(Participants.BARE);
              case MANY -> !Participants.isBare(side);
            };
        if (taken) {
          lanes.add(new Lane(group, side, appenders));
        }
      }
    }
    return lanes;
  }

  /** Returns how many bytes a log makes of a save, for those who only write. */
  private long warm(Laboratory laboratory, Map<String, SideProcess> processes, List<Lane> lanes)
      throws IOException, InterruptedException {
    long frame = 0;
    for (Lane lane : lanes.reversed()) {
      Map<String, Long> answer = turn(processes, lane, laboratory.sized(1_000, 20), frame);
      if (Logs.writers().contains(lane.side)) {
        // The few bytes at the heads of segments are less than one of each save.
        frame = answer.get("bytes") / answer.get("saves");
      }
    }
    return frame;
  }

  private Map<String, Long> turn(
      Map<String, SideProcess> processes, Lane lane, int millis, long frame)
      throws IOException, InterruptedException {
    return Participants.of(processes, lane.side)
        .measure(
            "append by=%s size=%d appenders=%d millis=%d frame=%d"
                .formatted(lane.side, size, lane.appenders, millis, frame));
  }

  private void block(
      Laboratory laboratory,
      Map<String, SideProcess> processes,
      List<Lane> lanes,
      int block,
      long frame,
      Turns<Lane> turns)
      throws IOException, InterruptedException {
    Map<Lane, List<Map<String, Long>>> answers = new LinkedHashMap<>();
    for (int number : Slices.order(block, lanes.size())) {
      Lane lane = lanes.get(number);
      answers
          .computeIfAbsent(lane, any -> new ArrayList<>())
          .add(turn(processes, lane, laboratory.sized(lane.group.millis, 20), frame));
    }
    answers.forEach(turns::add);
  }

  private static List<List<String>> lines(Turns<Lane> turns, List<Lane> lanes) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(
        List.of(
            "who saves",
            "appenders",
            "saves/s",
            "p50",
            "p99",
            "bytes/s",
            "saves a sync",
            "of bare",
            "95 % confidence",
            "of one appender"));
    for (Lane lane : lanes.stream().filter(Lane::isShown).toList()) {
      Optional<Spread> bare = turns.ratio(lane, Lane.bare(lane.group), "saves");
      lines.add(
          List.of(
              lane.side,
              String.valueOf(lane.appenders),
              Shown.count(turns.rate(lane, "saves").median()),
              Shown.micros(turns.number(lane, "p50").median()),
              Shown.micros(turns.number(lane, "p99").median()),
              Shown.megabytes(turns.rate(lane, "bytes").median()),
              Shown.format("%.1f", turns.each(lane, "saves", "syncs")),
              Shown.ratio(bare),
              Shown.confidence(bare),
              Shown.ratio(turns.ratio(lane, lane.alone(), "saves"))));
    }
    return lines;
  }

  private static List<Verdict> verdicts(Turns<Lane> turns) {
    List<Verdict> verdicts = new ArrayList<>();
    for (String writer : Logs.writers()) {
      Lane one = new Lane(Group.ONE, writer, 1);
      turns
          .ratio(one, Lane.bare(Group.ONE), "saves")
          .map(
              ratio ->
                  Verdict.atLeast(
                      LEAST_OF_BARE,
                      ratio,
                      writer + ": one appender has at least 0.90 of the saves of the bare loop"))
          .ifPresent(verdicts::add);
      turns
          .ratio(new Lane(Group.MANY, writer, MANY), new Lane(Group.MANY, writer, 1), "saves")
          .map(
              ratio ->
                  Verdict.atLeast(
                      LEAST_OF_MANY,
                      ratio,
                      writer + ": 256 appenders have at least 20 times the saves of one"))
          .ifPresent(verdicts::add);
    }
    return verdicts;
  }

  private static Map<String, Object> json(Turns<Lane> turns, List<Lane> lanes) {
    Map<String, Object> json = new LinkedHashMap<>();
    for (Lane lane : lanes) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("blocks", turns.blocks(lane));
      turns
          .ratio(lane, Lane.bare(lane.group), "saves")
          .ifPresent(ratio -> one.put("ofBare", ratio.toJson()));
      turns
          .ratio(lane, lane.alone(), "saves")
          .ifPresent(ratio -> one.put("ofOneAppender", ratio.toJson()));
      json.put(lane.side + " " + lane.appenders + (lane.isShown() ? "" : " beside many"), one);
    }
    return json;
  }
}
