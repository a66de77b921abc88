package io.togglebolt.shell.internal;

import io.togglebolt.raft.HardState;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.WalMetadata;
import io.togglebolt.wal.WalRepair;
import io.togglebolt.wal.WalStatus;
import io.togglebolt.wal.WalSummary;
import java.nio.file.Path;
import java.util.Locale;

/** What logs look like. */
final class WalViews {
  private static final String NOTHING = "-";

  static final Columns<NamedLog> LOGS =
      logs("no log is open; wal:open DIR opens one, with --create a new one");

  /** The same where a log that a command opens is closed with it. */
  static final Columns<NamedLog> LOGS_OF_ONE_COMMAND =
      logs(
          "no log is open in this process, which is there for one command only; "
              + OneShot.LASTING_LOG);

  private WalViews() {}

  private static Columns<NamedLog> logs(String none) {
    return Columns.<NamedLog>orElse(none)
        .text("name", NamedLog::name)
        .text("opened by", log -> log.origin().name().toLowerCase(Locale.ROOT))
        .text("writer", log -> writer(log.wal().status()))
        .number("segments", log -> log.wal().status().segments())
        .number("last index", log -> log.wal().status().lastIndex())
        .number("size", log -> Units.bytes(log.wal().status().sizeBytes()))
        .text("directory", log -> log.wal().status().directory().toString());
  }

  /** A log that was opened now. */
  static Details opened(NamedLog log) {
    WalStatus status = log.wal().status();
    return Details.none()
        .with("log", log.name())
        .with("directory", status.directory())
        .with("of", log.wal().metadata())
        .with("writer", writer(status))
        .with("segments", status.segments())
        .with("last index", status.lastIndex());
  }

  /** How a log stands. */
  static Details status(WalStatus status, WalMetadata metadata) {
    Details details =
        Details.none()
            .with("log", status.name())
            .with("directory", status.directory())
            .with("of", metadata)
            .with("writer", writer(status))
            .with("segments", segments(status))
            .with("first index", status.firstIndex())
            .with("last index", status.lastIndex())
            .with("hard state", state(status.state()))
            .with("size", Units.bytes(status.sizeBytes()))
            .with("last segment", Units.bytes(status.tailBytes()))
            .with("saves", status.saves())
            .with("saved", Units.bytes(status.savedBytes()))
            .with("syncs", status.syncs())
            .with("sync p50", duration(status, status.syncP50Nanos()))
            .with("sync p99", duration(status, status.syncP99Nanos()))
            .with("longest sync", duration(status, status.syncMaxNanos()))
            .with(
                "pending",
                Units.count(status.pendingSaves(), "save")
                    + ", "
                    + Units.bytes(status.pendingBytes()));
    return status
        .failure()
        .map(
            failure -> details.with("failed", failure + "; it refuses everything until it is open"))
        .orElse(details);
  }

  private static String writer(WalStatus status) {
    return status.writer().orElse(NOTHING);
  }

  private static String segments(WalStatus status) {
    int released = status.segments() - status.lockedSegments();
    return status.segments() + (released == 0 ? "" : ", " + released + " of them released");
  }

  private static String duration(WalStatus status, long nanos) {
    return status.syncs() == 0 ? NOTHING : Units.nanos(nanos);
  }

  private static String state(HardState state) {
    return state.isEmpty()
        ? NOTHING
        : "term "
            + Long.toUnsignedString(state.term())
            + ", vote "
            + Long.toHexString(state.vote())
            + ", commit "
            + Long.toUnsignedString(state.commit());
  }

  /** A log in which everything is right, in one line. */
  static String sound(Path directory, WalSummary summary) {
    return directory
        + ": clean: "
        + Units.count(summary.segments(), "segment")
        + ", "
        + Units.count(summary.records(), "record")
        + ", "
        + entries(summary)
        + ", hard state "
        + state(summary.state())
        + ", last snapshot mark "
        + mark(summary.lastMark())
        + ", "
        + summary.metadata()
        + summary
            .torn()
            .map(
                torn ->
                    "; a crash left a record half-written, which the next opening or wal:repair"
                        + " cuts off: "
                        + torn)
            .orElse("");
  }

  private static String entries(WalSummary summary) {
    return summary.entries() == 0
        ? "no entries"
        : Units.count(summary.entries(), "entry").replace("entrys", "entries")
            + " from "
            + summary.firstIndex()
            + " to "
            + summary.lastIndex();
  }

  private static String mark(SnapshotMark mark) {
    return mark.equals(SnapshotMark.BEGINNING) ? NOTHING : mark.index() + " of term " + mark.term();
  }

  /** What a repair did. */
  static String repair(WalRepair repair) {
    return repair
        .broken()
        .map(
            copy ->
                repair.segment()
                    + ": cut "
                    + repair.cutBytes()
                    + " bytes behind offset "
                    + repair.endOffset()
                    + "; what it was before is "
                    + copy)
        .orElseGet(
            () ->
                repair.segment()
                    + ": nothing to mend, it ends well at offset "
                    + repair.endOffset());
  }
}
