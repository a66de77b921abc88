package io.togglebolt.storage.engine.internal;

import io.togglebolt.runtime.DiskFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.TreeMap;

/**
 * The page runs that a commit is about to write, in memory of its own. Used by the writer alone;
 * closed by it.
 */
final class DirtyPages implements AutoCloseable {
  /**
   * A run to be written.
   *
   * @param start its first page
   * @param memory its bytes, zeroed at first
   */
  record Run(long start, MemorySegment memory) {}

  private final Arena arena = Arena.ofShared();
  private final TreeMap<Long, MemorySegment> runs = new TreeMap<>();
  private final int pageSize;

  DirtyPages(int pageSize) {
    this.pageSize = pageSize;
  }

  Run add(long start, int pages) {
    MemorySegment memory = arena.allocate((long) pages * pageSize, Long.BYTES);
    runs.put(start, memory);
    return new Run(start, memory);
  }

  /** Writes all runs in page order. */
  void write(DiskFile file) throws IOException {
    for (Map.Entry<Long, MemorySegment> run : runs.entrySet()) {
      file.write(run.getKey() * pageSize, run.getValue());
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
