package io.togglebolt.wal.internal.read;

import io.togglebolt.wal.InvalidWalException;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.SnapshotMarkNotFoundException;
import io.togglebolt.wal.WalRecord;
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
   *     was told nothing then
   */
  public static LogEnd replay(
      List<ReadableSegment> segments, SnapshotMark from, WalVisitor visitor) {
    try (RecordCursor cursor = new RecordCursor(segments)) {
      return new Replay(cursor, from, visitor).run();
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
}
