package io.togglebolt.wal.tck;

import io.togglebolt.runtime.FileClosedException;
import io.togglebolt.wal.spi.WalSegment;
import io.togglebolt.wal.spi.WalWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Writes and syncs, as simply as can be; or does one thing wrong. */
final class NaiveWriter implements WalWriter {
  /** What a writer might do wrong. */
  enum Fault {
    NONE,
    NEVER_SYNCS,
    SYNCS_BEFORE_IT_WRITES,
    SYNCS_SMALL_APPENDS_LATER,
    WRITES_BEHIND_THE_END,
    ENDS_IN_GARBAGE,
    KEEPS_THE_BUFFER,
    FORGETS_THE_PARTIAL_PAGE,
    BEGINS_AT_THE_PAGE,
    IGNORES_THE_OFFSET,
    CUTS_LARGE_APPENDS,
    SWALLOWS_FAILED_WRITES,
    SWALLOWS_FAILED_SYNCS,
    SWALLOWS_FAILED_READS,
    GOES_ON_AFTER_A_FAILED_SYNC,
    HIDES_FAILURES_IN_RUNTIME_EXCEPTIONS,
    HIDES_THAT_IT_WAS_REFUSED,
    SWALLOWS_THAT_IT_WAS_REFUSED,
    WRITES_WHEN_CLOSED,
    SYNCS_WHEN_CLOSED,
    FAILS_WHEN_CLOSED_UNUSED,
    TOUCHES_THE_SEGMENT_BEFORE,
    TOUCHES_THE_SEGMENT_BEFORE_IN_SECRET,
    BELONGS_TO_ONE_THREAD,
    KEEPS_ITS_MEMORY,
    SHARES_ITS_OFFSET,
    PREPARES_NOTHING,
    PREPARES_TOO_MUCH,
    PREPARES_ANYTHING_BUT_ZEROS,
    PREPARES_WITH_THE_APPENDERS_BUFFER,
    BEGINS_WHAT_IT_PREPARES
  }

  private static final int PAGE_BYTES = 4_096;
  private static final int LARGE_BYTES = 1 << 20;

  /** Of the writers that share it. */
  private static long sharedOffset;

  private final Fault fault;
  private final Arena arena;
  private @Nullable WalSegment segment;
  private @Nullable WalSegment before;
  private @Nullable MemorySegment kept;
  private @Nullable MemorySegment scratch;
  private boolean failed;
  private long end;

  NaiveWriter(Fault fault) {
    this.fault = fault;
    arena = fault == Fault.BELONGS_TO_ONE_THREAD ? Arena.ofConfined() : Arena.ofShared();
  }

  private boolean is(Fault asked) {
    return fault == asked;
  }

  @Override
  public void begin(WalSegment next, long offset) throws IOException {
    before = segment;
    segment = next;
    failed = false;
    end = is(Fault.IGNORES_THE_OFFSET) ? 0 : offset;
    sharedOffset = offset;
    int partial = (int) (offset % PAGE_BYTES);
    if (partial > 0 && is(Fault.FORGETS_THE_PARTIAL_PAGE)) {
      next.write(offset - partial, MemorySegment.ofArray(new byte[partial]));
    } else if (partial > 0) {
      readBack(next, offset - partial, partial);
    }
    if (is(Fault.BEGINS_AT_THE_PAGE)) {
      end = offset - partial;
    }
    if (before != null && is(Fault.TOUCHES_THE_SEGMENT_BEFORE)) {
      before.sync();
    } else if (before != null && is(Fault.TOUCHES_THE_SEGMENT_BEFORE_IN_SECRET)) {
      try {
        before.size();
      } catch (FileClosedException ignored) {
        // In secret.
      }
    }
  }

  /** There is no use for it here; it may fail, though. */
  private void readBack(WalSegment next, long offset, int length) throws IOException {
    try {
      next.read(offset, MemorySegment.ofArray(new byte[length]));
    } catch (IOException failure) {
      if (!is(Fault.SWALLOWS_FAILED_READS)) {
        throw failure;
      }
    }
  }

  @Override
  public void append(MemorySegment frames) throws IOException {
    if (segment == null) {
      throw new IllegalStateException("no segment has been begun");
    }
    if (failed) {
      throw new IOException(segment.path() + ": failed before");
    }
    failed = !is(Fault.GOES_ON_AFTER_A_FAILED_SYNC);
    try {
      append(segment, frames);
    } catch (FileClosedException refused) {
      if (is(Fault.HIDES_THAT_IT_WAS_REFUSED)) {
        throw new IOException("refused", refused);
      } else if (!is(Fault.SWALLOWS_THAT_IT_WAS_REFUSED)) {
        throw refused;
      }
    } catch (IOException failure) {
      if (is(Fault.HIDES_FAILURES_IN_RUNTIME_EXCEPTIONS)) {
        throw new UncheckedIOException(failure);
      }
      throw failure;
    }
    failed = false;
  }

  private void append(WalSegment target, MemorySegment frames) throws IOException {
    if (is(Fault.SYNCS_BEFORE_IT_WRITES)) {
      target.sync();
    }
    if (is(Fault.SHARES_ITS_OFFSET)) {
      end = sharedOffset;
    }
    write(target, frames);
    end += frames.byteSize();
    sharedOffset = end;
    if (is(Fault.WRITES_BEHIND_THE_END)) {
      target.write(end + PAGE_BYTES, frames.asSlice(0, 8));
    }
    sync(target, frames.byteSize());
  }

  private void write(WalSegment target, MemorySegment frames) throws IOException {
    MemorySegment source = copied(frames);
    try {
      if (is(Fault.KEEPS_THE_BUFFER)) {
        if (kept != null) {
          target.write(end - kept.byteSize(), kept);
        }
        kept = frames;
      }
      target.write(end, source);
    } catch (IOException failure) {
      if (!is(Fault.SWALLOWS_FAILED_WRITES) || failure instanceof FileClosedException) {
        throw failure;
      }
    }
  }

  private MemorySegment copied(MemorySegment frames) {
    long length = frames.byteSize();
    MemorySegment source = frames;
    if (is(Fault.ENDS_IN_GARBAGE)) {
      source = arena.allocate(length + 8, 8);
      source.fill((byte) 0x77);
      MemorySegment.copy(frames, 0, source, 0, length);
    } else if (is(Fault.CUTS_LARGE_APPENDS)) {
      source = frames.asSlice(0, Math.min(length, LARGE_BYTES));
    } else if (is(Fault.BELONGS_TO_ONE_THREAD)
        || is(Fault.KEEPS_ITS_MEMORY)
        || is(Fault.PREPARES_WITH_THE_APPENDERS_BUFFER)) {
      source = arena.allocate(length, 8);
      MemorySegment.copy(frames, 0, source, 0, length);
      scratch = source;
    }
    return source;
  }

  private void sync(WalSegment target, long length) throws IOException {
    if (is(Fault.NEVER_SYNCS)
        || is(Fault.SYNCS_BEFORE_IT_WRITES)
        || (is(Fault.SYNCS_SMALL_APPENDS_LATER) && length < 32)) {
      return;
    }
    try {
      target.sync();
    } catch (IOException failure) {
      if (!is(Fault.SWALLOWS_FAILED_SYNCS) || failure instanceof FileClosedException) {
        throw failure;
      }
    }
  }

  @Override
  public void prepare(WalSegment prepared, long sizeBytes) throws IOException {
    if (is(Fault.BEGINS_WHAT_IT_PREPARES)) {
      segment = prepared;
    }
    if (is(Fault.PREPARES_TOO_MUCH)) {
      prepared.allocate(0, sizeBytes + PAGE_BYTES);
    } else if (!is(Fault.PREPARES_NOTHING)) {
      prepared.allocate(0, sizeBytes);
    }
    if (is(Fault.PREPARES_ANYTHING_BUT_ZEROS)) {
      prepared.write(0, MemorySegment.ofArray(new byte[] {1}));
    } else if (is(Fault.PREPARES_WITH_THE_APPENDERS_BUFFER) && scratch != null) {
      prepared.write(0, scratch);
    }
  }

  @Override
  public void close() {
    try {
      if (segment != null && is(Fault.WRITES_WHEN_CLOSED)) {
        segment.write(end, MemorySegment.ofArray(new byte[8]));
      } else if (segment != null && is(Fault.SYNCS_WHEN_CLOSED)) {
        segment.sync();
      }
    } catch (IOException ignored) {
      // So that it is found by what it did, not by what it says.
    }
    if (segment == null && is(Fault.FAILS_WHEN_CLOSED_UNUSED)) {
      throw new IllegalStateException("nothing was begun");
    }
    if (!is(Fault.KEEPS_ITS_MEMORY)) {
      arena.close();
    }
  }
}
