package io.togglebolt.wal.internal.read;

import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.DiskFile;
import io.togglebolt.wal.internal.files.SpareFiles;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Cuts a segment, after a copy of it is durable. The caller has it locked. */
final class SegmentRepair {
  /** What the name of a copy ends in. */
  static final String COPY_SUFFIX = ".broken";

  private static final String UNFINISHED_SUFFIX = ".tmp";
  private static final int CHUNK_BYTES = 1 << 18;

  private SegmentRepair() {}

  /**
   * Copies a segment beside itself and cuts it. The copy is built under another name, so that what
   * has the suffix {@code .broken} is whole; one of an earlier repair is kept, and the new one is
   * numbered.
   *
   * @param endOffset where it is to end
   * @return the copy
   */
  static Path cut(Disk disk, ReadableSegment segment, long endOffset) throws IOException {
    Path copy = copy(disk, segment);
    segment.file().resize(endOffset);
    segment.file().sync();
    return copy;
  }

  private static Path copy(Disk disk, ReadableSegment segment) throws IOException {
    Path copy = freeName(disk, segment.path());
    Path unfinished = copy.resolveSibling(copy.getFileName() + UNFINISHED_SUFFIX);
    try (DiskFile target = SpareFiles.create(disk, unfinished)) {
      copy(segment.file(), target);
      target.sync();
    }
    disk.rename(unfinished, copy);
    disk.syncDirectory(directory(copy));
    return copy;
  }

  private static Path freeName(Disk disk, Path segment) throws IOException {
    Set<String> taken = new HashSet<>(disk.list(directory(segment)));
    String name = segment.getFileName() + COPY_SUFFIX;
    for (int number = 1; taken.contains(name); number++) {
      name = segment.getFileName() + "." + number + COPY_SUFFIX;
    }
    return segment.resolveSibling(name);
  }

  private static Path directory(Path file) {
    Path directory = file.getParent();
    if (directory == null) {
      throw new IllegalArgumentException(file + " is in no directory");
    }
    return directory;
  }

  private static void copy(DiskFile source, DiskFile target) throws IOException {
    long size = source.size();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(CHUNK_BYTES, Long.BYTES);
      for (long at = 0; at < size; at += CHUNK_BYTES) {
        MemorySegment chunk = memory.asSlice(0, Math.min(CHUNK_BYTES, size - at));
        source.read(at, chunk);
        target.write(at, chunk);
      }
    }
  }
}
