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
import java.util.stream.Stream;

/**
 * Opening a log of a gigabyte: replaying all of it and only its end, with and without its files in
 * the page cache.
 *
 * @param name its name on the command line
 * @param size the bytes of an entry's data
 */
record ReplayExperiment(String name, int size) implements Experiment {
  private static final int LOG_BYTES = 1_000_000_000;
  private static final double LEAST_BYTES_PER_SECOND = 500e6;

  /** What takes turns. */
  private enum Lane {
    REPLAY_FIRST("replay in a new JVM, in the page cache", "replay", "beginning", 0),
    REPLAY_WARM("replay once more, in the page cache", "replay", "beginning", 0),
    READ_WARM("reading alone, in the page cache", "read", "beginning", 0),
    ETCD_WARM("etcd's replay, in the page cache", "replay", "beginning", 0),
    END_WARM("opening at the last mark, in the page cache", "replay", "end", 0),
    REPLAY_COLD("replay, from the disk", "replay", "beginning", 1),
    READ_COLD("reading alone, from the disk", "read", "beginning", 1),
    END_COLD("opening at the last mark, from the disk", "replay", "end", 1);

    private final String words;
    private final String kind;
    private final String from;
    private final int cold;

    Lane(String words, String kind, String from, int cold) {
      this.words = words;
      this.kind = kind;
      this.from = from;
      this.cold = cold;
    }

    String request(long entries) {
      return "%s by=%s entries=%d from=%s cold=%d"
          .formatted(kind, Logs.writers().iterator().next(), entries, from, cold);
    }
  }

  @Override
  public List<Finding> run(Laboratory laboratory) throws IOException, InterruptedException {
    Turns<Lane> turns = new Turns<>();
    Map<String, Long> filled;
    try (SideProcess process = laboratory.start(name)) {
      filled =
          process.measure(
              "fill by=%s size=%d bytes=%d"
                  .formatted(
                      Logs.writers().iterator().next(),
                      size,
                      laboratory.sized(LOG_BYTES, 4_000_000)));
    }
    long entries = filled.get("entries");
    for (int run = 0; run < laboratory.runs(); run++) {
      laboratory.tell(name, run);
      for (int round = 0; round < laboratory.sized(6, 1); round++) {
        round(laboratory, entries, turns);
      }
    }
    etcd(laboratory, entries, turns);
    long bytes = filled.get("bytes");
    return List.of(
        new Finding(
            Shown.format("%s: a log of %,d bytes in entries of %,d bytes", name, bytes, size),
            lines(turns, bytes),
            verdicts(turns, bytes),
            json(turns, bytes)));
  }

  /** In a new JVM, since a server replays its log once, before anything is compiled. */
  private void round(Laboratory laboratory, long entries, Turns<Lane> turns)
      throws IOException, InterruptedException {
    try (SideProcess process = laboratory.start(name)) {
      // What another process left of the page cache is not known.
      process.measure(Lane.READ_WARM.request(entries));
      for (Lane lane : Lane.values()) {
        if (lane == Lane.REPLAY_WARM) {
          process.measure(lane.request(entries));
          process.measure(lane.request(entries));
        }
        if (lane != Lane.ETCD_WARM) {
          turns.add(lane, List.of(process.measure(lane.request(entries))));
        }
      }
    }
  }

  /** The same log, which etcd can read, too. */
  private void etcd(Laboratory laboratory, long entries, Turns<Lane> turns)
      throws IOException, InterruptedException {
    if (Participants.all().contains(Participants.ETCD)) {
      try (SideProcess etcd = Participants.startEtcdBeside(laboratory, name)) {
        for (int run = 0; run < laboratory.sized(3, 1); run++) {
          turns.add(Lane.ETCD_WARM, List.of(etcd.measure(Lane.ETCD_WARM.request(entries))));
        }
      }
    }
  }

  private static Spread rate(Turns<Lane> turns, Lane lane, long bytes) {
    return Spread.of(
        turns.blocks(lane).stream().map(block -> bytes * 1e9 / block.get("nanos")).toList());
  }

  private static List<List<String>> lines(Turns<Lane> turns, long bytes) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("what", "took", "bytes/s", "of reading alone"));
    for (Lane lane : Lane.values()) {
      if (turns.has(lane)) {
        boolean whole = lane.from.equals("beginning");
        Lane read = lane.cold == 1 ? Lane.READ_COLD : Lane.READ_WARM;
        double nanos = turns.number(lane, "nanos").median();
        lines.add(
            List.of(
                lane.words,
                Shown.millis(nanos),
                whole ? Shown.megabytes(rate(turns, lane, bytes).median()) : "-",
                whole ? Shown.format("%.2f", turns.number(read, "nanos").median() / nanos) : "-"));
      }
    }
    return lines;
  }

  private static List<Verdict> verdicts(Turns<Lane> turns, long bytes) {
    return Stream.of(Lane.REPLAY_FIRST, Lane.REPLAY_WARM)
        .map(
            lane ->
                Verdict.atLeast(
                    LEAST_BYTES_PER_SECOND,
                    rate(turns, lane, bytes),
                    lane.words + ": at least 500 MB/s"))
        .toList();
  }

  private static Map<String, Object> json(Turns<Lane> turns, long bytes) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("bytes", bytes);
    for (Lane lane : Lane.values()) {
      if (turns.has(lane)) {
        json.put(lane.words, turns.blocks(lane));
      }
    }
    return json;
  }
}
