package io.togglebolt.itests.benchmarks.wal;

import io.togglebolt.itests.benchmarks.experiment.Laboratory;
import io.togglebolt.itests.benchmarks.process.GoPrograms;
import io.togglebolt.itests.benchmarks.process.SideProcess;
import io.togglebolt.itests.benchmarks.wal.side.Logs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who takes part: the raw device, our log with each of its writers, and etcd's own log. */
final class Participants {
  /** Write and fdatasync. */
  static final String BARE = "bare";

  /** One synchronous write. */
  static final String BARE_DSYNC = "bare-dsync";

  /** The log of the real etcd. */
  static final String ETCD = "etcd";

  private Participants() {}

  static boolean isBare(String side) {
    return side.startsWith(BARE);
  }

  /** Those who append one save after another. */
  static List<String> all() {
    List<String> all = new ArrayList<>(List.of(BARE, BARE_DSYNC));
    all.addAll(Logs.writers());
    if (etcd().isPresent()) {
      all.add(ETCD);
    }
    return all;
  }

  private static Optional<String> etcd() {
    return Optional.ofNullable(System.getProperty(GoPrograms.ETCD_LOG));
  }

  /** A line that says why etcd's log does not take part, or nothing if it does. */
  static String skipped() {
    return etcd().isPresent()
        ? ""
        : "\n%s: skipped: %s"
            .formatted(
                ETCD,
                System.getProperty(
                    GoPrograms.ETCD_LOG + GoPrograms.MISSING, "its program was not built"));
  }

  /** Starts a process for each. */
  static Map<String, SideProcess> start(Laboratory laboratory, String what, List<String> sides)
      throws IOException {
    Map<String, SideProcess> processes = new LinkedHashMap<>();
    try {
      for (String side : sides) {
        processes.put(side, start(laboratory, what, side));
      }
      return processes;
    } catch (IOException e) {
      close(processes);
      throw e;
    }
  }

  private static SideProcess start(Laboratory laboratory, String what, String side)
      throws IOException {
    String name = what + " by " + side;
    return side.equals(ETCD)
        ? laboratory.start(name, folder -> List.of(etcd().orElseThrow(), folder.toString()))
        : laboratory.start(name);
  }

  /** Starts etcd's log in the folder of another process, which has to be there. */
  static SideProcess startEtcdBeside(Laboratory laboratory, String other) throws IOException {
    return laboratory.start(
        other + " by " + ETCD,
        folder -> List.of(etcd().orElseThrow(), folder.resolveSibling(other).toString()));
  }

  /** The process of one of them. */
  static SideProcess of(Map<String, SideProcess> processes, String side) {
    SideProcess process = processes.get(side);
    if (process == null) {
      throw new IllegalArgumentException(side + " does not take part: " + processes.keySet());
    }
    return process;
  }

  static void close(Map<String, SideProcess> processes) throws IOException {
    for (SideProcess process : processes.values()) {
      process.close();
    }
  }
}
