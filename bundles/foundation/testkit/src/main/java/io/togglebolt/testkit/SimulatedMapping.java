package io.togglebolt.testkit;

import io.togglebolt.runtime.FileMapping;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/**
 * A copy of a file's beginning in native memory of its own, to which the file's changes are copied
 * as long as it is open. It owns that memory through a shared arena, so that a use after the close
 * is the same error as with a real mapping. The bytes past the file's end, which nobody must touch,
 * are nonsense here.
 */
final class SimulatedMapping implements FileMapping {
  private static final long PAGE_BYTES = 4096;
  private static final byte NONSENSE = (byte) 0xEF;

  private final Object lock;
  private final Consumer<SimulatedMapping> onClose;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment memory;
  private final MemorySegment readOnly;

  SimulatedMapping(Object lock, long lengthBytes, Consumer<SimulatedMapping> onClose) {
    this.lock = lock;
    this.onClose = onClose;
    memory = arena.allocate(lengthBytes, PAGE_BYTES);
    readOnly = memory.asReadOnly();
  }

  void show(ByteImage content, long from, long end) {
    content.copyTo(memory, from, end);
  }

  void hide(long from) {
    if (from < memory.byteSize()) {
      memory.asSlice(from).fill(NONSENSE);
    }
  }

  @Override
  public MemorySegment segment() {
    return readOnly;
  }

  @Override
  public void close() {
    synchronized (lock) {
      if (arena.scope().isAlive()) {
        arena.close();
        onClose.accept(this);
      }
    }
  }
}
