package io.togglebolt.wal.internal.write;

import io.togglebolt.raft.Entry;
import java.util.List;

/** What entries must be like. */
final class EntryCheck {
  /** Buffers are addressed with an int; and no reader takes so long a record into memory. */
  static final long MAX_SAVE_BYTES = 1 << 30;

  private EntryCheck() {}

  /**
   * Checks what can be checked without knowing the log.
   *
   * @return what they take with a hard state at most, in bytes
   */
  static long requireSound(List<Entry> entries) {
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
    }
    return bytes;
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
