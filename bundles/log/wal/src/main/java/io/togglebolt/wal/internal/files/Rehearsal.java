package io.togglebolt.wal.internal.files;

import io.togglebolt.wal.spi.WalWriter;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Consumer;

/**
 * What a writer must show before it is let in where everybody would wait for it: it prepares a
 * small file, begins in it twice and appends a few frames of odd sizes; then what stands in the
 * file is looked at. Whoever throws, hangs, or writes anything else or anywhere else is found out
 * here, where nobody waits.
 */
final class Rehearsal {
  private static final int FILE_BYTES = 64 << 10;
  private static final int PAGE_BYTES = 4_096;

  /** What is appended from the beginning: a frame as small as can be, and across pages. */
  private static final int[] FIRST_BYTES = {8, PAGE_BYTES + 24, 2 * PAGE_BYTES - 40};

  /** What is appended by the same writer when it has begun again, in the middle of a page. */
  private static final int[] SECOND_BYTES = {16, PAGE_BYTES};

  private final SegmentFile file;
  private final Entrance entrance;
  private final Consumer<RevocableSegment> exit;

  /** All that is appended, one after the other. No byte of it is zero. */
  private final MemorySegment frames;

  private int appended;

  /** Told of each segment that a writer is given. */
  interface Entrance {
    void enter(RevocableSegment lent) throws IOException;
  }

  /**
   * In an empty file.
   *
   * @param exit takes the segment from the writer
   */
  Rehearsal(SegmentFile file, Entrance entrance, Consumer<RevocableSegment> exit) {
    this.file = file;
    this.entrance = entrance;
    this.exit = exit;
    // Freed when nobody refers to it any more: a writer that hangs may still do so.
    frames = Arena.ofAuto().allocate(FILE_BYTES, PAGE_BYTES);
    for (int i = 0; i < FILE_BYTES; i++) {
      frames.set(ValueLayout.JAVA_BYTE, i, (byte) (i % 251 + 1));
    }
  }

  private interface Part {
    void play(RevocableSegment lent) throws IOException;
  }

  /**
   * Has it show what it can.
   *
   * @throws IllegalStateException when it did not do what it said
   */
  void of(WalWriter writer) throws IOException {
    play(lent -> writer.prepare(lent, FILE_BYTES));
    play(lent -> append(writer, lent, FIRST_BYTES));
    requireAppended();
    play(lent -> append(writer, lent, SECOND_BYTES));
    requireAppended();
  }

  private void play(Part part) throws IOException {
    RevocableSegment lent = file.lend();
    entrance.enter(lent);
    try {
      part.play(lent);
    } finally {
      exit.accept(lent);
    }
  }

  private void append(WalWriter writer, RevocableSegment lent, int[] sizes) throws IOException {
    writer.begin(lent, appended);
    for (int bytes : sizes) {
      writer.append(frames.asSlice(appended, bytes).asReadOnly());
      appended += bytes;
    }
  }

  /** What was appended must be there, and zeros behind it. */
  private void requireAppended() throws IOException {
    long size = file.file().size();
    if (size < appended) {
      throw new IllegalStateException(
          "in a rehearsal the file had " + size + " bytes; expected " + appended + " or more");
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment found = arena.allocate(size);
      file.file().read(0, found);
      MemorySegment expected = arena.allocate(size);
      MemorySegment.copy(frames, 0, expected, 0, appended);
      long wrong = found.mismatch(expected);
      if (wrong >= 0) {
        throw new IllegalStateException(
            "in a rehearsal the byte at offset "
                + wrong
                + " was "
                + found.get(ValueLayout.JAVA_BYTE, wrong)
                + "; expected "
                + expected.get(ValueLayout.JAVA_BYTE, wrong));
      }
    }
  }
}
