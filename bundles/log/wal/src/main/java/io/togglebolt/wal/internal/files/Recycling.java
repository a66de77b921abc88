package io.togglebolt.wal.internal.files;

import io.togglebolt.runtime.Disk;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One segment at a time that a purge gave up, to be used again. Guarded by the pipeline's lock. */
final class Recycling {
  private final Disk disk;
  private final Path directory;
  private @Nullable SegmentFile file;

  /** Whether what a purge gave up is being overwritten, and still has its name. */
  private boolean zeroing;

  Recycling(Disk disk, Path directory) {
    this.disk = disk;
    this.directory = directory;
  }

  /** Whether it has a use for the file, which is its own then. */
  boolean offer(SegmentFile offered) throws IOException {
    if (file != null || zeroing) {
      return false;
    }
    offered.rename(disk, SpareFiles.recycled(directory));
    // Before anything is overwritten: a crash must not bring the segment back with zeros in it.
    disk.syncDirectory(directory);
    file = offered;
    return true;
  }

  /** The file, to be overwritten; null when there is none. */
  @Nullable SegmentFile poll() {
    SegmentFile polled = file;
    file = null;
    zeroing |= polled != null;
    return polled;
  }

  /** The file that was polled has another name, or is gone. */
  void nameIsFree() {
    zeroing = false;
  }

  void discard() {
    if (file != null) {
      SpareFiles.discard(disk, file);
      file = null;
    }
  }
}
