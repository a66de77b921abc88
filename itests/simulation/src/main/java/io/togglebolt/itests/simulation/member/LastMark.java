package io.togglebolt.itests.simulation.member;

import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.WalRecord;
import io.togglebolt.wal.WalSummary;
import io.togglebolt.wal.WalTools;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * From where a log is opened: the last snapshot in it that is known to be committed. A mark beyond
 * that was written just before a crash, and the hard state that belongs to it was not.
 */
record LastMark(SnapshotMark mark) {
  /**
   * Looks for it.
   *
   * @param applied up to where the state machine is, which was committed in any case
   */
  static LastMark in(WalTools tools, Path directory, long applied) {
    List<SnapshotMark> marks = new ArrayList<>();
    WalSummary summary =
        tools.scan(
            directory,
            (segment, offset, record) -> {
              if (record instanceof WalRecord.Snapshot(SnapshotMark mark)) {
                marks.add(mark);
              }
              return true;
            });
    long committed = Math.max(summary.state().commit(), applied);
    SnapshotMark best = SnapshotMark.BEGINNING;
    for (SnapshotMark mark : marks) {
      if (mark.index() <= committed && mark.index() >= best.index()) {
        best = mark;
      }
    }
    return new LastMark(best);
  }
}
