package io.togglebolt.wal.spi;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A writer that writes whole pages only: what a writer extends that has nothing to decide but how
 * pages are written and made durable.
 *
 * <p>Appends are copied into a page-aligned buffer in native memory. The last page, where it is not
 * full, stays in it and is written again with the next append; behind the appended bytes it holds
 * zeros. So the system never has to read a page before it changes a part of it.
 *
 * <p>To write a page again puts bytes at stake that are durable already, but no more than a write
 * of a few bytes does: a file system writes whole blocks back in either case. They are the same
 * bytes in the same sectors; whether a sector is written or keeps what it holds, they are there.
 *
 * <p>When a write or a sync fails, so does every append after it until a segment is begun: a sync
 * that succeeds later would say nothing about what the failed one lost.
 */
@ConsumerType
public abstract class PagedWalWriter implements WalWriter {
  /** How long a page is, in bytes. */
  public static final int PAGE_BYTES = 4_096;

  /**
   * All buffers, freed together when the writer is closed: to free one the JVM waits for all of its
   * threads. Those that became too small are twice the largest at most.
   */
  private final Arena arena = Arena.ofShared();

  private final int mostPages;
  private @Nullable Buffer buffer;
  private @Nullable WalSegment segment;
  private @Nullable Throwable failure;

  /** Where the buffer's first page stands in the segment. */
  private long pageOffset;

  /** How much of that page is appended and written already. */
  private int kept;

  /**
   * @param mostBytes how large the buffer may grow, a multiple of {@link #PAGE_BYTES}: an append
   *     that does not fit is written in several pieces
   */
  protected PagedWalWriter(int mostBytes) {
    if (mostBytes < PAGE_BYTES || mostBytes % PAGE_BYTES != 0) {
      throw new IllegalArgumentException(
          "the buffer's size is " + mostBytes + " bytes; expected a multiple of " + PAGE_BYTES);
    }
    mostPages = mostBytes / PAGE_BYTES;
  }

  /**
   * Writes pages to the segment. Called once or several times, in order, for each append.
   *
   * @param offset a multiple of {@link #PAGE_BYTES}, in bytes
   * @param pages as many whole pages as there are to write, aligned in memory to the same size
   */
  protected abstract void write(WalSegment target, long offset, MemorySegment pages)
      throws IOException;

  /**
   * Makes durable what was written since the last call, if {@link #write} has not. Called once for
   * each append, after its writes.
   */
  protected abstract void makeDurable(WalSegment target) throws IOException;

  @Override
  public final void begin(WalSegment next, long offset) throws IOException {
    segment = null;
    failure = null;
    kept = (int) (offset % PAGE_BYTES);
    pageOffset = offset - kept;
    if (kept > 0) {
      next.read(pageOffset, room(kept).memory.asSlice(0, kept));
    }
    segment = next;
  }

  @Override
  public final void append(MemorySegment frames) throws IOException {
    WalSegment target = segment;
    if (target == null) {
      throw new IllegalStateException("no segment has been begun");
    }
    if (failure != null) {
      throw new IOException(
          target.path() + ": nothing can be appended after a failure: " + failure, failure);
    }
    try {
      writeAll(target, frames);
      makeDurable(target);
    } catch (IOException | RuntimeException | Error broken) {
      failure = broken;
      throw broken;
    }
  }

  private void writeAll(WalSegment target, MemorySegment frames) throws IOException {
    Buffer room = room(kept + frames.byteSize());
    long done = 0;
    while (done < frames.byteSize()) {
      int taken = (int) Math.min(frames.byteSize() - done, room.bytes() - kept);
      MemorySegment.copy(frames, done, room.memory, kept, taken);
      int end = kept + taken;
      write(target, pageOffset, room.pagesTo(end));
      kept = end % PAGE_BYTES;
      room.moveToFront(end - kept, kept);
      pageOffset += end - kept;
      done += taken;
    }
  }

  /** A buffer of that size, or as large as one may be. What is kept of the last page is in it. */
  private Buffer room(long bytes) {
    Buffer old = buffer;
    long pages = Math.min(mostPages, (bytes + PAGE_BYTES - 1) / PAGE_BYTES);
    if (old != null && old.runs.length >= pages) {
      return old;
    }
    // Twice as large as needed, so that growing by and by copies little and soon ends.
    Buffer larger = new Buffer(arena, (int) Math.min(mostPages, 2 * pages));
    buffer = larger;
    if (old != null) {
      MemorySegment.copy(old.memory, 0, larger.memory, 0, PAGE_BYTES);
    }
    return larger;
  }

  @Override
  public final void close() {
    segment = null;
    buffer = null;
    arena.close();
  }

  /** Native memory, and the views of it that are written, made once so that no append makes any. */
  private static final class Buffer {
    private final MemorySegment memory;
    private final MemorySegment zeros;

    /** The first page, the first two, and so on. */
    private final MemorySegment[] runs;

    private Buffer(Arena arena, int pages) {
      // One page more than is used, for zeros.
      MemorySegment all = arena.allocate((pages + 1L) * PAGE_BYTES, PAGE_BYTES);
      memory = all.asSlice(0, (long) pages * PAGE_BYTES);
      zeros = all.asSlice((long) pages * PAGE_BYTES);
      runs = new MemorySegment[pages];
      for (int i = 0; i < pages; i++) {
        runs[i] = memory.asSlice(0, (i + 1L) * PAGE_BYTES);
      }
    }

    private int bytes() {
      return runs.length * PAGE_BYTES;
    }

    /** The pages up to the one that holds the last byte, with zeros behind it. */
    private MemorySegment pagesTo(int end) {
      int pages = (end + PAGE_BYTES - 1) / PAGE_BYTES;
      MemorySegment.copy(zeros, 0, memory, end, pages * PAGE_BYTES - end);
      return runs[pages - 1];
    }

    private void moveToFront(int from, int length) {
      if (from > 0) {
        MemorySegment.copy(memory, from, memory, 0, length);
      }
    }
  }
}
