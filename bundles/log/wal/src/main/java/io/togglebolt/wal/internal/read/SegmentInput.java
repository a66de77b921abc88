package io.togglebolt.wal.internal.read;

import io.togglebolt.wal.WalIOException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Reads segments in chunks, front to back. The buffer grows only for a frame that is larger than
 * it, and that was found to fit what is left of the file. Not thread-safe.
 */
final class SegmentInput implements AutoCloseable {
  /** Large enough that system calls cost nothing, small enough for a processor's cache. */
  static final int CHUNK_BYTES = 1 << 18;

  private Arena arena = Arena.ofConfined();
  private MemorySegment memory;
  private ByteBuffer bytes;
  private @Nullable ReadableSegment segment;
  private long sizeBytes;
  private long filledFrom;
  private long filledTo;

  SegmentInput() {
    memory = arena.allocate(CHUNK_BYTES, Long.BYTES);
    bytes = view(memory);
  }

  private static ByteBuffer view(MemorySegment memory) {
    return memory.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Goes on with another segment. */
  void open(ReadableSegment next) {
    segment = next;
    filledFrom = 0;
    filledTo = 0;
    try {
      sizeBytes = next.file().size();
    } catch (IOException failed) {
      throw failed(0, failed);
    }
  }

  /** How long the file is, reserved space included. */
  long sizeBytes() {
    return sizeBytes;
  }

  /** What was read; little-endian. Another one after {@link #require}. */
  ByteBuffer bytes() {
    return bytes;
  }

  /**
   * Has bytes of the file in the buffer.
   *
   * @param length what the caller found to be in the file behind the offset
   * @return the index of the first one in {@link #bytes}
   */
  int require(long offset, int length) {
    if (offset < filledFrom || offset + length > filledTo) {
      fill(offset, length);
    }
    return (int) (offset - filledFrom);
  }

  private void fill(long offset, int length) {
    if (length > memory.byteSize()) {
      grow(length);
    }
    long chunk = Math.min(memory.byteSize(), sizeBytes - offset);
    filledFrom = offset;
    filledTo = offset;
    read(offset, memory.asSlice(0, chunk));
    filledTo = offset + chunk;
  }

  private void grow(int length) {
    arena.close();
    arena = Arena.ofConfined();
    memory = arena.allocate(length, Long.BYTES);
    bytes = view(memory);
  }

  /** Reads without the buffer. */
  void read(long offset, MemorySegment target) {
    ReadableSegment open = segment;
    if (open == null) {
      throw new IllegalStateException("no segment is open");
    }
    try {
      open.file().read(offset, target);
    } catch (IOException failed) {
      throw failed(offset, failed);
    }
  }

  private WalIOException failed(long offset, IOException cause) {
    String where = segment == null ? "" : segment.path() + " at offset " + offset + ": ";
    return new WalIOException(where + "cannot be read: " + cause.getMessage(), cause);
  }

  @Override
  public void close() {
    arena.close();
  }
}
