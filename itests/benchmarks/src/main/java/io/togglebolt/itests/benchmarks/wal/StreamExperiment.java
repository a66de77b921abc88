package io.togglebolt.itests.benchmarks.wal;

import io.togglebolt.itests.benchmarks.experiment.Experiment;
import io.togglebolt.itests.benchmarks.experiment.Finding;
import io.togglebolt.itests.benchmarks.experiment.Finding.Verdict;
import io.togglebolt.itests.benchmarks.experiment.Laboratory;
import io.togglebolt.itests.benchmarks.experiment.Shown;
import io.togglebolt.itests.benchmarks.experiment.Spread;
import io.togglebolt.itests.benchmarks.experiment.Turns;
import io.togglebolt.itests.benchmarks.process.SideProcess;
import io.togglebolt.itests.benchmarks.wal.side.Logs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One thread appends without waiting for each save. Beside it the raw device gets as many bytes in
 * writes as large as the log's own, and in the largest that make sense.
 *
 * @param name its name on the command line
 * @param size the bytes of an entry's data
 */
record StreamExperiment(String name, int size) implements Experiment {
  private static final int WINDOW = 1_024;
  private static final int LARGE_BYTES = 8 << 20;
  private static final double LEAST_OF_BARE = 0.8;
  private static final int SECTOR_BYTES = 512;
  private static final Lane LARGE = new Lane(Participants.BARE, "8 MiB");

  /**
   * What takes turns.
   *
   * @param side who writes
   * @param batch how large the writes are, in words
   */
  private record Lane(String side, String batch) {
    static Lane of(String writer) {
      return new Lane(writer, "its own");
    }

    static Lane like(String writer) {
      return new Lane(Participants.BARE, "like " + writer);
    }
  }

  @Override
  public List<Finding> run(Laboratory laboratory) throws IOException, InterruptedException {
    List<String> sides = new ArrayList<>(Logs.writers());
    sides.add(Participants.BARE);
    Turns<Lane> turns = new Turns<>();
    for (int run = 0; run < laboratory.runs(); run++) {
      laboratory.tell(name, run);
      Map<String, SideProcess> processes = Participants.start(laboratory, name, sides);
      try {
        block(laboratory, processes, true, new Turns<>());
        for (int block = 0; block < laboratory.sized(8, 1); block++) {
          block(laboratory, processes, block % 2 == 0, turns);
        }
      } finally {
        Participants.close(processes);
      }
    }
    return List.of(
        new Finding(
            Shown.format(
                "%s: one thread appends entries of %,d bytes, %,d ahead of the disk at the most",
                name, size, WINDOW),
            lines(turns),
            verdicts(turns),
            json(turns)));
  }

  /** The log and the bare loop, and both again the other way round. */
  private void block(
      Laboratory laboratory,
      Map<String, SideProcess> processes,
      boolean forwards,
      Turns<Lane> turns)
      throws IOException, InterruptedException {
    int bytes = laboratory.sized(64 << 20, 1 << 20);
    List<String> writers = List.copyOf(Logs.writers());
    for (String writer : forwards ? writers : writers.reversed()) {
      SideProcess log = Participants.of(processes, writer);
      SideProcess bare = Participants.of(processes, Participants.BARE);
      String stream =
          "stream by=%s size=%d bytes=%d window=%d".formatted(writer, size, bytes, WINDOW);
      Map<String, Long> first = log.measure(stream);
      String writes = bare(bytes, batch(first));
      Map<String, Long> bareFirst = bare.measure(writes);
      Map<String, Long> bareSecond = bare.measure(writes);
      turns.add(Lane.of(writer), List.of(first, log.measure(stream)));
      turns.add(Lane.like(writer), List.of(bareFirst, bareSecond));
      turns.add(LARGE, List.of(bare.measure(bare(bytes, Math.min(bytes, LARGE_BYTES)))));
    }
  }

  /** How much the log gave the disk before each sync, in whole sectors. */
  private static long batch(Map<String, Long> answer) {
    long mean = answer.get("bytes") / Math.max(1, answer.get("syncs"));
    return Math.max(1, Math.ceilDiv(mean, SECTOR_BYTES)) * SECTOR_BYTES;
  }

  private static String bare(int bytes, long batch) {
    return "stream by=%s bytes=%d batch=%d".formatted(Participants.BARE, bytes, batch);
  }

  private static List<Lane> lanes() {
    List<Lane> lanes = new ArrayList<>();
    for (String writer : Logs.writers()) {
      lanes.add(Lane.of(writer));
      lanes.add(Lane.like(writer));
    }
    lanes.add(LARGE);
    return lanes;
  }

  private static List<List<String>> lines(Turns<Lane> turns) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(
        List.of(
            "who writes",
            "writes",
            "bytes/s",
            "saves/s",
            "bytes a sync",
            "p50",
            "p99",
            "of bare",
            "95 % confidence"));
    for (Lane lane : lanes()) {
      boolean log = !Participants.isBare(lane.side);
      var ratio = turns.ratio(lane, Lane.like(lane.side), "bytes");
      lines.add(
          List.of(
              lane.side,
              lane.batch,
              Shown.megabytes(turns.rate(lane, "bytes").median()),
              log ? Shown.count(turns.rate(lane, "saves").median()) : "-",
              Shown.count(turns.each(lane, "bytes", "syncs")),
              Shown.micros(turns.number(lane, "p50").median()),
              Shown.micros(turns.number(lane, "p99").median()),
              Shown.ratio(ratio),
              Shown.confidence(ratio)));
    }
    return lines;
  }

  private List<Verdict> verdicts(Turns<Lane> turns) {
    List<Verdict> verdicts = new ArrayList<>();
    for (String writer : Logs.writers()) {
      turns
          .ratio(Lane.of(writer), Lane.like(writer), "bytes")
          .map(
              ratio ->
                  Verdict.atLeast(
                      LEAST_OF_BARE,
                      ratio,
                      writer
                          + ": at least 0.80 of the bytes of the bare loop with writes of the same"
                          + " size"))
          .ifPresent(verdicts::add);
    }
    return verdicts;
  }

  private static Map<String, Object> json(Turns<Lane> turns) {
    Map<String, Object> json = new LinkedHashMap<>();
    for (Lane lane : lanes()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("blocks", turns.blocks(lane));
      turns
          .ratio(lane, Lane.like(lane.side), "bytes")
          .map(Spread::toJson)
          .ifPresent(ratio -> one.put("ofBare", ratio));
      json.put(lane.side + " " + lane.batch, one);
    }
    return json;
  }
}
