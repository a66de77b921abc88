package io.togglebolt.wal.internal.read;

import io.togglebolt.etcd.format.MalformedMessageException;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.wal.InvalidWalException;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.WalRecord;
import io.togglebolt.wal.WalSummary;
import io.togglebolt.wal.internal.files.SegmentName;
import io.togglebolt.wal.internal.format.MetadataRecord;
import io.togglebolt.wal.internal.format.RecordCodec;
import io.togglebolt.wal.internal.format.RecordType;
import org.jspecify.annotations.Nullable;

/**
 * What the records of a log amount to, and whether each may stand where it does: a segment begins
 * with its checksum and metadata, all metadata are the same, and an entry leaves no gap behind the
 * entry or the mark before it. Not thread-safe.
 */
final class LogHistory {
  private final RecordCursor cursor;
  private @Nullable MetadataRecord metadata;
  private HardState state = HardState.EMPTY;
  private SnapshotMark lastMark = SnapshotMark.BEGINNING;
  private long records;
  private long entries;
  private long firstIndex;
  private long lastEntryIndex;
  private long lastIndex;

  /** Whether the last index is certain: not before the first entry where older ones are gone. */
  private boolean lastIndexKnown;

  LogHistory(RecordCursor cursor) {
    this.cursor = cursor;
    SegmentName first = cursor.segment().name();
    lastIndexKnown = first.sequence() == 0;
    lastIndex = Math.max(0, first.firstIndex() - 1);
  }

  /**
   * Reads the record at which the cursor is, and keeps what it says.
   *
   * @throws InvalidWalException when it is none, or may not stand there
   */
  WalRecord accept() {
    try {
      requireHeader();
      WalRecord record = read();
      records++;
      return record;
    } catch (MalformedMessageException malformed) {
      throw damaged("what the record holds is malformed " + malformed.getMessage());
    }
  }

  private WalRecord read() {
    RecordCodec record = cursor.record();
    // A constant of type long can be no label; what does not fit an int becomes none of them.
    int type = record.type() >>> 31 == 0 ? (int) record.type() : 0;
    return switch (type) {
      case RecordType.METADATA -> metadata(record.metadata());
      case RecordType.ENTRY -> entry(record.entry());
      case RecordType.STATE -> state(record.state());
      case RecordType.CRC -> new WalRecord.Crc(record.crc());
      case RecordType.SNAPSHOT -> mark(record.mark());
      default ->
          throw damaged(
              "the record's type is " + Long.toUnsignedString(record.type()) + "; expected 1 to 5");
    };
  }

  private void requireHeader() {
    int place = cursor.recordsInSegment();
    if (place > RecordCursor.SEGMENT_HEADER_RECORDS) {
      return;
    }
    int expected = place == 1 ? RecordType.CRC : RecordType.METADATA;
    if (cursor.record().type() != expected) {
      throw damaged(
          "record "
              + place
              + " of the segment is of type "
              + Long.toUnsignedString(cursor.record().type())
              + "; expected "
              + expected);
    }
  }

  private WalRecord metadata(MetadataRecord found) {
    if (metadata == null) {
      metadata = found;
    } else if (!metadata.equals(found)) {
      throw damaged("the metadata are those of " + found + "; expected " + metadata);
    }
    return new WalRecord.Metadata(found.metadata());
  }

  private WalRecord entry(Entry entry) {
    long index = entry.index();
    if (lastIndexKnown && index - 1 > lastIndex) {
      throw damaged("the entry has index " + index + "; expected " + (lastIndex + 1) + " or less");
    }
    if (entries++ == 0) {
      firstIndex = index;
    }
    lastEntryIndex = index;
    lastIndex = index;
    lastIndexKnown = true;
    return new WalRecord.LogEntry(entry);
  }

  private WalRecord state(HardState found) {
    state = found;
    return new WalRecord.State(found);
  }

  private WalRecord mark(SnapshotMark mark) {
    lastMark = mark;
    lastIndex = Math.max(lastIndex, mark.index());
    return new WalRecord.Snapshot(mark);
  }

  private InvalidWalException damaged(String problem) {
    return cursor.damaged(cursor.offset(), problem);
  }

  /** Whether it was read whose log it is. */
  boolean hasMetadata() {
    return metadata != null;
  }

  /** Whose log it is; every log that was read to its end says so. */
  MetadataRecord metadata() {
    if (metadata == null) {
      throw damaged("no metadata were read");
    }
    return metadata;
  }

  /** Where the cursor is now, as the end of the log. */
  LogEnd end() {
    return new LogEnd(
        cursor.segment(),
        cursor.end(),
        cursor.endsBefore(),
        cursor.chain(),
        lastIndex,
        state,
        metadata(),
        lastMark,
        cursor.torn());
  }

  /** What was read until now. */
  WalSummary summary() {
    return new WalSummary(
        metadata().metadata(),
        cursor.segmentsRead(),
        records,
        entries,
        firstIndex,
        lastEntryIndex,
        state,
        lastMark,
        cursor.segment().path(),
        cursor.end(),
        cursor.torn());
  }
}
