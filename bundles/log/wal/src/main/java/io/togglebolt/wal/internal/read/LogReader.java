package io.togglebolt.wal.internal.read;

import io.togglebolt.wal.InvalidWalException;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.SnapshotMarkNotFoundException;
import io.togglebolt.wal.WalRecord;
import io.togglebolt.wal.WalRecord.LogEntry;
import io.togglebolt.wal.WalRecordVisitor;
import io.togglebolt.wal.WalSummary;
import io.togglebolt.wal.WalVisitor;
import java.util.List;

/**
 * Reads a log from front to back. The caller has the segments open, and locked, and closes them.
 * Nothing is changed. What is wrong is an {@link InvalidWalException} that names the file, the
 * offset, what was expected and what was found; what the disk refuses is a {@link
 * io.togglebolt.wal.WalIOException}.
 */
public final class LogReader {
  private LogReader() {}

  /**
   * Tells a visitor what the log holds after a mark.
   *
   * @param segments those of {@link SegmentListing#holding}
   * @return where the log ends
   * @throws SnapshotMarkNotFoundException when there is no mark of that index and term; the visitor
   *     was told what follows it all the same
   */
  public static LogEnd replay(
      List<ReadableSegment> segments, SnapshotMark from, WalVisitor visitor) {
    try (RecordCursor cursor = new RecordCursor(segments)) {
      Replay replay = new Replay(cursor, from, visitor);
      while (cursor.next()) {
        replay.record();
      }
      return replay.end();
    }
  }

  /**
   * Shows a visitor every record, until it wants no more.
   *
   * @return what was seen
   */
  public static WalSummary scan(List<ReadableSegment> segments, WalRecordVisitor visitor) {
    try (RecordCursor cursor = new RecordCursor(segments)) {
      LogHistory history = new LogHistory(cursor);
      boolean wanted = true;
      // A summary says whose log it is: so the header is read in any case.
      while ((wanted || !history.hasMetadata()) && cursor.next()) {
        WalRecord record = history.accept();
        wanted = wanted && visitor.record(cursor.segment().path(), cursor.offset(), record);
      }
      return history.summary();
    }
  }

  /** One replay: which of the records concern the visitor. */
  private static final class Replay {
    private final RecordCursor cursor;
    private final LogHistory history;
    private final SnapshotMark from;
    private final WalVisitor visitor;
    private boolean metadataTold;
    private boolean found;
    private long lastTold;
    private long otherTerm = -1;

    private Replay(RecordCursor cursor, SnapshotMark from, WalVisitor visitor) {
      this.cursor = cursor;
      this.history = new LogHistory(cursor);
      this.from = from;
      this.visitor = visitor;
      lastTold = from.index();
    }

    private void record() {
      switch (history.accept()) {
        case WalRecord.LogEntry entry -> entry(entry);
        case WalRecord.Metadata metadata -> {
          if (!metadataTold) {
            metadataTold = true;
            visitor.metadata(metadata.metadata());
          }
        }
        case WalRecord.Snapshot snapshot -> mark(snapshot.mark());
        // The visitor is told the last one, at the end.
        case WalRecord.State state -> {}
        case WalRecord.Crc crc -> {}
      }
    }

    /** A mark may bridge a gap between entries; but who reads from before it sees the gap. */
    private void entry(LogEntry record) {
      long index = record.entry().index();
      if (index <= from.index()) {
        return;
      }
      if (index - 1 > lastTold) {
        throw cursor.damaged(
            cursor.offset(),
            "the entry has index "
                + index
                + "; expected "
                + (lastTold + 1)
                + " or less behind the mark at "
                + from.index());
      }
      lastTold = index;
      visitor.entry(record.entry());
    }

    private void mark(SnapshotMark mark) {
      if (mark.index() > from.index()) {
        visitor.snapshot(mark);
      } else if (mark.index() == from.index()) {
        found |= mark.term() == from.term();
        otherTerm = mark.term();
      }
    }

    private LogEnd end() {
      if (!found) {
        throw new SnapshotMarkNotFoundException(missing());
      }
      visitor.hardState(history.end().state());
      return history.end();
    }

    private String missing() {
      String wanted =
          cursor.segment().path().getParent()
              + ": the mark at index "
              + from.index()
              + " of term "
              + from.term()
              + " is not in the log";
      return otherTerm < 0 ? wanted : wanted + "; the one at that index is of term " + otherTerm;
    }
  }
}
