package io.togglebolt.itests.benchmarks.raft;

import io.togglebolt.itests.benchmarks.experiment.Laboratory;
import io.togglebolt.itests.benchmarks.process.GoPrograms;
import io.togglebolt.itests.benchmarks.process.SideProcess;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whose Raft commits. */
enum Side {
  /** Ours, which waits for what it has written. */
  CORE("core"),
  /** Ours, which tells an append thread and an apply thread what to do. */
  CORE_ASYNC("core-async"),
  /** That of the real etcd, which waits. */
  ETCD("etcd");

  private final String shown;

  Side(String shown) {
    this.shown = shown;
  }

  /** Its name in requests and reports. */
  String shown() {
    return shown;
  }

  boolean isOurs() {
    return this != ETCD;
  }

  private static Optional<String> etcd() {
    return Optional.ofNullable(System.getProperty(GoPrograms.ETCD_RAFT));
  }

  /** Those that are there. */
  static List<Side> present() {
    return Arrays.stream(values()).filter(side -> side.isOurs() || etcd().isPresent()).toList();
  }

  /** A line that says why etcd's does not take part, or nothing if it does. */
  static String skipped() {
    return etcd().isPresent()
        ? ""
        : "\n%s: skipped: %s"
            .formatted(
                ETCD.shown,
                System.getProperty(
                    GoPrograms.ETCD_RAFT + GoPrograms.MISSING, "its program was not built"));
  }

  /** Starts a process for each. */
  static Map<Side, SideProcess> start(Laboratory laboratory, String what, List<Side> sides)
      throws IOException {
    Map<Side, SideProcess> processes = new LinkedHashMap<>();
    try {
      for (Side side : sides) {
        processes.put(side, side.start(laboratory, what));
      }
      return processes;
    } catch (IOException e) {
      close(processes);
      throw e;
    }
  }

  private SideProcess start(Laboratory laboratory, String what) throws IOException {
    String name = what + " by " + shown;
    return isOurs()
        ? laboratory.start(name)
        : laboratory.start(name, folder -> List.of(etcd().orElseThrow()));
  }

  static void close(Map<Side, SideProcess> processes) throws IOException {
    for (SideProcess process : processes.values()) {
      process.close();
    }
  }
}
