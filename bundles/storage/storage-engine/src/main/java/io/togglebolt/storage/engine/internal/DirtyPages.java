package io.togglebolt.storage.engine.internal;

import io.togglebolt.runtime.DiskFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The page runs that a commit is about to write, side by side in memory in the order of the file,
 * so that runs that touch are written as one. First all runs are added, then they get their memory,
 * then they are filled and written.
 *
 * <p>The database has one object of this kind, whose memory serves one commit after the other: it
 * is used by whoever holds the writer lock.
 */
final class DirtyPages {
  /** What is kept between commits; a larger commit's memory is given back at its end. */
  private static final long KEPT_BYTES = 16 << 20;

  /** Pages that touch: the first, how many, and where in the memory they lie. */
  private record Run(long start, long pages, long offset) {}

  private final int pageSize;

  /** Freed with the database that owns this object. */
  private final MemorySegment metaPage;

  private final List<Run> added = new ArrayList<>();
  private final List<Run> runs = new ArrayList<>();
  private MemorySegment kept = MemorySegment.NULL;
  private MemorySegment memory = MemorySegment.NULL;
  private @Nullable Arena large;

  DirtyPages(int pageSize) {
    this.pageSize = pageSize;
    metaPage = Arena.ofAuto().allocate(pageSize, Long.BYTES);
  }

  /** A page to write a meta in; what comes after the meta is zero. */
  MemorySegment metaPage() {
    return metaPage;
  }

  /** A run will be written. */
  void add(long start, long pages) {
    Run last = added.isEmpty() ? null : added.getLast();
    if (last != null && last.start + last.pages == start) {
      added.set(added.size() - 1, new Run(last.start, last.pages + pages, 0));
    } else {
      added.add(new Run(start, pages, 0));
    }
  }

  /** Gives all runs their memory, whose content is arbitrary. */
  void layOut() {
    added.sort(Comparator.comparingLong(Run::start));
    long offset = 0;
    for (Run run : added) {
      Run last = runs.isEmpty() ? null : runs.getLast();
      if (last != null && last.start + last.pages == run.start) {
        runs.set(runs.size() - 1, new Run(last.start, last.pages + run.pages, last.offset));
      } else {
        runs.add(new Run(run.start, run.pages, offset));
      }
      offset += run.pages * pageSize;
    }
    memory = reserve(offset);
  }

  private MemorySegment reserve(long bytes) {
    if (bytes > KEPT_BYTES) {
      Arena arena = Arena.ofShared();
      large = arena;
      return arena.allocate(bytes, Long.BYTES);
    }
    if (bytes > kept.byteSize()) {
      long size = Math.max(Long.highestOneBit(bytes - 1) << 1, pageSize);
      kept = Arena.ofAuto().allocate(size, Long.BYTES);
    }
    return kept;
  }

  /** The memory of a run that was added, or of a part of one. */
  MemorySegment memory(long start, long pages) {
    int low = 0;
    int high = runs.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (runs.get(middle).start <= start) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    Run run = runs.get(low);
    if (start < run.start || start + pages > run.start + run.pages) {
      throw new IllegalStateException("page " + start + " was not added to the commit");
    }
    return memory.asSlice(run.offset + (start - run.start) * pageSize, pages * pageSize);
  }

  /** How many writes it takes. */
  int runs() {
    return runs.size();
  }

  /** Writes all runs in page order. */
  void write(DiskFile file) throws IOException {
    for (Run run : runs) {
      file.write(run.start * pageSize, memory.asSlice(run.offset, run.pages * pageSize));
    }
  }

  /** Forgets all runs. */
  void clear() {
    added.clear();
    runs.clear();
    memory = MemorySegment.NULL;
    Arena unusual = large;
    if (unusual != null) {
      large = null;
      unusual.close();
    }
  }
}
