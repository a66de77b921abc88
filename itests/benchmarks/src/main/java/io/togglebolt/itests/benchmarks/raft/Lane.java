package io.togglebolt.itests.benchmarks.raft;

import io.togglebolt.itests.benchmarks.process.SideProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What takes turns.
 *
 * @param side whose Raft commits
 * @param batch how many entries are proposed at once
 * @param length how many entries the logs keep
 */
record Lane(Side side, int batch, int length) {
  /** One entry at once, some, and many. */
  static final List<Integer> BATCHES = List.of(1, 16, 256);

  private static final int LEAST_WINDOW = 64;
  private static final int BATCHES_UNDERWAY = 4;

  /** All lanes with logs of one length. */
  static List<Lane> all(List<Side> sides, int length) {
    List<Lane> lanes = new ArrayList<>();
    for (Side side : sides) {
      for (int batch : BATCHES) {
        lanes.add(new Lane(side, batch, length));
      }
    }
    return lanes;
  }

  /** Commits for some time. */
  Map<String, Long> commit(SideProcess process, int size, int step, int millis)
      throws IOException, InterruptedException {
    return process.measure("commit " + settings(size, step) + " millis=" + millis);
  }

  /** Commits so many entries at least, and until the logs are as long as they are to be. */
  void fill(SideProcess process, int size, int step, int entries)
      throws IOException, InterruptedException {
    process.measure("fill " + settings(size, step) + " entries=" + entries);
  }

  private String settings(int size, int step) {
    return "by=%s batch=%d window=%d size=%d length=%d step=%d"
        .formatted(
            side.shown(),
            batch,
            Math.max(LEAST_WINDOW, BATCHES_UNDERWAY * batch),
            size,
            length,
            step);
  }
}
