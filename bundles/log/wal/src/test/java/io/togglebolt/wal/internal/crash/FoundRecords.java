package io.togglebolt.wal.internal.crash;

import io.togglebolt.raft.HardState;
import io.togglebolt.wal.WalRecord;
import io.togglebolt.wal.WalSummary;
import io.togglebolt.wal.WalTools;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The records in a log's files, without what stands at the head of each segment, and without a
 * state that says the same as the one before.
 *
 * @param isWhole whether no segment has been deleted
 * @param firstState the state at the head of the first segment that is there
 */
record FoundRecords(boolean isWhole, HardState firstState, List<WalRecord> records) {

  /** Reads a log that nobody has open. */
  static FoundRecords in(WalTools tools, Path directory) {
    Reading reading = new Reading();
    WalSummary summary = tools.scan(directory, reading::record);
    if (summary.segments() < 1) {
      throw new AssertionError(summary);
    }
    return new FoundRecords(reading.isWhole, reading.firstState, reading.records);
  }

  private static final class Reading {
    private final List<WalRecord> records = new ArrayList<>();
    private boolean isWhole;
    private boolean isFirst = true;
    private boolean isHead;
    private HardState firstState = HardState.EMPTY;
    private HardState state = HardState.EMPTY;

    boolean record(Path segment, long offset, WalRecord record) {
      if (isFirst) {
        isFirst = false;
        isWhole = segment.getFileName().toString().startsWith("0".repeat(16) + "-");
      }
      switch (record) {
        case WalRecord.Crc sum -> {}
        case WalRecord.Metadata owner -> isHead = records.isEmpty();
        case WalRecord.State(HardState next) -> state(record, next);
        case WalRecord.LogEntry entry -> add(entry);
        case WalRecord.Snapshot mark -> add(mark);
      }
      return true;
    }

    private void state(WalRecord record, HardState next) {
      if (isHead && !isWhole) {
        firstState = next;
      } else if (!next.equals(state)) {
        add(record);
      }
      state = next;
      isHead = false;
    }

    private void add(WalRecord record) {
      isHead = false;
      records.add(record);
    }
  }
}
