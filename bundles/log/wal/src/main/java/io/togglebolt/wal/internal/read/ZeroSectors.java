package io.togglebolt.wal.internal.read;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Looks for zeros in a segment, without the buffer through which records are read. */
final class ZeroSectors {
  /** What a disk writes whole or not at all, in bytes. */
  static final int SECTOR_BYTES = 512;

  private static final int CHUNK_SECTORS = 128;

  private ZeroSectors() {}

  /**
   * Whether one of the sectors in which a range lies is zero to its end. That is how a sector looks
   * that a crash kept from being written: what stands behind the range in the same sector is not
   * there either. A range begins with a header that is not zero, so its first sector is none.
   */
  static boolean any(SegmentInput input, long from, long to) {
    long first = from / SECTOR_BYTES * SECTOR_BYTES;
    long size = input.sizeBytes();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate((long) CHUNK_SECTORS * SECTOR_BYTES, Long.BYTES);
      for (long chunk = first; chunk < to; chunk += memory.byteSize()) {
        long end = Math.min(chunk + memory.byteSize(), size);
        MemorySegment content = memory.asSlice(0, end - chunk);
        input.read(chunk, content);
        for (long at = 0; chunk + at < Math.min(end, to); at += SECTOR_BYTES) {
          long length = Math.min(SECTOR_BYTES, content.byteSize() - at);
          if (lastNonZero(content.asSlice(at, length)) < 0) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Where the zeros begin that reach to the end of the file, but not before an offset. */
  static long endOfContent(SegmentInput input, long from) {
    long end = from;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate((long) CHUNK_SECTORS * SECTOR_BYTES, Long.BYTES);
      for (long chunk = from; chunk < input.sizeBytes(); chunk += memory.byteSize()) {
        long length = Math.min(memory.byteSize(), input.sizeBytes() - chunk);
        MemorySegment content = memory.asSlice(0, length);
        input.read(chunk, content);
        long last = lastNonZero(content);
        end = last < 0 ? end : chunk + last + 1;
      }
    }
    return end;
  }

  private static long lastNonZero(MemorySegment content) {
    for (long at = content.byteSize() - 1; at >= 0; at--) {
      if (content.get(ValueLayout.JAVA_BYTE, at) != 0) {
        return at;
      }
    }
    return -1;
  }
}
