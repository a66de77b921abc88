package io.togglebolt.wal.internal.read;

import io.togglebolt.raft.Entry;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.SnapshotMarkNotFoundException;
import io.togglebolt.wal.WalRecord;
import io.togglebolt.wal.WalVisitor;
import io.togglebolt.wal.internal.format.RecordType;
import io.togglebolt.wal.internal.read.RecordCursor.Position;

/**
 * One replay of a log from a mark: which of the records concern the visitor.
 *
 * <p>Entries behind the mark's index may stand before the mark, for a snapshot is saved while the
 * log goes on. Some of them may be gone: when an entry up to the mark's index follows them, a
 * leader wrote over it and all behind it. Therefore reading goes to the mark first, and back to the
 * last entry up to its index; the visitor is told what follows from there. (etcd itself keeps what
 * is gone in that case.)
 *
 * <p>Where that last entry is not the one that the mark names, its snapshot came from a leader and
 * took the place of a log that was shorter or another one: of what stands before the mark nothing
 * is left then. (etcd would bring back what followed on the entries that were replaced.)
 */
final class Replay {
  private final RecordCursor cursor;
  private final LogHistory history;
  private final SnapshotMark from;
  private final WalVisitor visitor;
  private long lastTold;

  Replay(RecordCursor cursor, SnapshotMark from, WalVisitor visitor) {
    this.cursor = cursor;
    this.history = new LogHistory(cursor);
    this.from = from;
    this.visitor = visitor;
    lastTold = from.index();
  }

  LogEnd run() {
    Position start = findMark();
    visitor.metadata(history.metadata().metadata());
    tellAgain(start, cursor.position());
    while (cursor.next()) {
      switch (history.accept()) {
        case WalRecord.LogEntry entry -> tell(entry.entry());
        case WalRecord.Snapshot snapshot -> tell(snapshot.mark());
        // The visitor is told the last one, at the end; and metadata are the same everywhere.
        case WalRecord.State state -> {}
        case WalRecord.Metadata metadata -> {}
        case WalRecord.Crc crc -> {}
      }
    }
    LogEnd end = history.end();
    visitor.hardState(end.state());
    return end;
  }

  /**
   * Reads up to the mark.
   *
   * @return the place behind the last entry up to its index, if that is the entry which the mark
   *     names; else the place behind the mark
   */
  private Position findMark() {
    Position start = cursor.position();
    boolean held = from.index() == 0;
    long otherTerm = -1;
    while (cursor.next()) {
      switch (history.accept()) {
        case WalRecord.LogEntry entry -> {
          if (entry.entry().index() <= from.index()) {
            start = cursor.position();
            held = entry.entry().index() == from.index() && entry.entry().term() == from.term();
          }
        }
        case WalRecord.Snapshot snapshot -> {
          if (snapshot.mark().index() == from.index()) {
            if (snapshot.mark().term() == from.term()) {
              return held ? start : cursor.position();
            }
            otherTerm = snapshot.mark().term();
          }
        }
        case WalRecord.State state -> {}
        case WalRecord.Metadata metadata -> {}
        case WalRecord.Crc crc -> {}
      }
    }
    throw new SnapshotMarkNotFoundException(missing(otherTerm));
  }

  private String missing(long otherTerm) {
    String wanted =
        cursor.segment().path().getParent()
            + ": the mark at index "
            + from.index()
            + " of term "
            + from.term()
            + " is not in the log";
    return otherTerm < 0 ? wanted : wanted + "; the one at that index is of term " + otherTerm;
  }

  /** Tells what stands between two places. It has been checked already. */
  private void tellAgain(Position start, Position end) {
    cursor.moveTo(start);
    while (!cursor.position().equals(end) && cursor.next()) {
      long type = cursor.record().type();
      if (type == RecordType.ENTRY) {
        tell(cursor.record().entry());
      } else if (type == RecordType.SNAPSHOT) {
        tell(cursor.record().mark());
      }
    }
  }

  /** A mark may bridge a gap between entries; but who reads from before it sees the gap. */
  private void tell(Entry entry) {
    long index = entry.index();
    if (index <= from.index()) {
      // A snapshot holds only what is committed, and that is never written over.
      if (lastTold > from.index()) {
        refuse(index, (from.index() + 1) + " or more behind the mark at " + from.index());
      }
      return;
    }
    if (index - 1 > lastTold) {
      refuse(index, (lastTold + 1) + " or less behind the mark at " + from.index());
    }
    lastTold = index;
    visitor.entry(entry);
  }

  private void refuse(long index, String expected) {
    throw cursor.damaged(
        cursor.offset(), "the entry has index " + index + "; expected " + expected);
  }

  private void tell(SnapshotMark mark) {
    if (mark.index() > from.index()) {
      visitor.snapshot(mark);
    }
  }
}
