package io.togglebolt.wal.internal.write;

import io.togglebolt.raft.Entry;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.WalOptions;
import io.togglebolt.wal.internal.format.FrameEncoder;
import java.util.List;

/** What entries and marks must be like. */
final class EntryCheck {
  /** Buffers are addressed with an int; and no reader takes so long a record into memory. */
  static final long MAX_SAVE_BYTES = 1 << 30;

  private final long maxRecordBytes;

  /** With a limit for each record, in bytes. */
  EntryCheck(long maxRecordBytes) {
    this.maxRecordBytes = maxRecordBytes;
  }

  /**
   * Checks what can be checked without knowing the log.
   *
   * @return what they take with a hard state at most, in bytes
   */
  long requireSound(List<Entry> entries) {
    long bytes = LogEncoder.maxBytes(entries);
    if (bytes > MAX_SAVE_BYTES) {
      throw new IllegalArgumentException(
          "a save takes " + bytes + " bytes; expected " + MAX_SAVE_BYTES + " or fewer");
    }
    long expected = 0;
    for (Entry entry : entries) {
      if (entry.index() < 1) {
        throw new IllegalArgumentException(
            "an entry has index " + entry.index() + "; expected 1 or more");
      }
      if (expected != 0 && entry.index() != expected) {
        throw new IllegalArgumentException(
            "an entry has index " + entry.index() + "; expected " + expected);
      }
      expected = entry.index() + 1;
      requireReadable(entry.index(), FrameEncoder.maxFrameBytes(entry));
    }
    return bytes;
  }

  /**
   * Checks that a mark's record is one that every reader takes.
   *
   * @return what it takes at most, in bytes
   */
  long requireSound(SnapshotMark mark) {
    long bytes = LogEncoder.maxBytes(mark);
    requireReadable(-1, bytes);
    return bytes;
  }

  private void requireReadable(long index, long frameBytes) {
    long record = frameBytes - FrameEncoder.HEADER_BYTES;
    if (record > maxRecordBytes) {
      throw new IllegalArgumentException(
          (index < 0 ? "a mark" : "entry " + index)
              + " takes a record of "
              + record
              + " bytes; expected "
              + maxRecordBytes
              + " or fewer (etcd reads no log with a record above "
              + WalOptions.DEFAULT_MAX_RECORD_BYTES
              + ")");
    }
  }

  /** Checks that they leave no gap behind the last index. */
  static void requireNoGap(long lastIndex, List<Entry> entries) {
    if (!entries.isEmpty() && entries.getFirst().index() > lastIndex + 1) {
      throw new IllegalArgumentException(
          "the first entry has index "
              + entries.getFirst().index()
              + "; expected "
              + (lastIndex + 1)
              + " or less");
    }
  }
}
