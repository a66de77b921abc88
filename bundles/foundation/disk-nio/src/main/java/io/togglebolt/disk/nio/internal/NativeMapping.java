package io.togglebolt.disk.nio.internal;

import io.togglebolt.runtime.FileMapping;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A mapping that owns its memory through a shared arena of its own: the arena's end, which no
 * reader can be in the middle of, unmaps.
 */
final class NativeMapping implements FileMapping {
  private final Arena arena = Arena.ofShared();
  private final MemorySegment segment;

  /** Takes over mapped memory. */
  @SuppressWarnings("restricted")
  NativeMapping(long address, long lengthBytes) {
    segment =
        MemorySegment.ofAddress(address)
            .reinterpret(lengthBytes, arena, NativeMapping::unmap)
            .asReadOnly();
  }

  private static void unmap(MemorySegment memory) {
    long result = Native.munmap(memory);
    if (result < 0) {
      // Only wrong arguments make it fail, and a wrong address here would be our own error.
      throw new IllegalStateException("munmap: " + Native.message((int) -result));
    }
  }

  @Override
  public MemorySegment segment() {
    return segment;
  }

  /** Synchronized, so that of two threads that close at once one finds the work done. */
  @Override
  public synchronized void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
