package io.togglebolt.storage;

import org.jspecify.annotations.Nullable;

/**
 * What a shrink has done, and what it had to leave.
 *
 * @param fileBytesBefore length of the file before
 * @param fileBytesAfter length of the file after
 * @param highWaterBefore the first page that was not in use before
 * @param highWaterAfter the same after; while readers hold the end back the file is longer
 * @param movedPages pages written to a lower place, those above them in the tree included
 * @param commits transactions that it took
 * @param ending why it ended
 * @param pendingPages pages that are freed but that a reader may still see, wherever they are
 * @param oldestReader the open reader that sees the oldest state, or null without readers
 */
public record ShrinkReport(
    long fileBytesBefore,
    long fileBytesAfter,
    long highWaterBefore,
    long highWaterAfter,
    long movedPages,
    long commits,
    Ending ending,
    long pendingPages,
    @Nullable ReaderInfo oldestReader) {

  /** Why a shrink ended. */
  public enum Ending {
    /** Nothing in use can be moved further down, and the file ends where the pages in use end. */
    DONE,
    /** Open readers see pages that would have to be given back. */
    HELD_BY_READERS,
    /** Its thread was interrupted; what was done until then stays done. */
    INTERRUPTED
  }
}
