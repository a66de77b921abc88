package io.togglebolt.wal.internal.read;

import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.DiskFile;
import io.togglebolt.wal.WalIOException;
import io.togglebolt.wal.WalLockedException;
import io.togglebolt.wal.internal.files.SegmentName;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Segments that are open and locked for as long as a tool is at work. */
final class LockedSegments implements StableSegments.Opened {
  private static final Logger LOG = System.getLogger(LockedSegments.class.getName());

  private final List<ReadableSegment> segments = new ArrayList<>();

  private LockedSegments() {}

  /**
   * Opens segments of a log.
   *
   * @param names in order
   * @param lock shared to read them, exclusive to change them
   * @throws WalLockedException when somebody else has one
   * @throws NoSuchFileException when one is gone
   */
  static LockedSegments open(Disk disk, Path directory, List<SegmentName> names, DiskFile.Lock lock)
      throws NoSuchFileException {
    LockedSegments opened = new LockedSegments();
    boolean complete = false;
    try {
      for (SegmentName name : names) {
        opened.add(disk, directory.resolve(name.fileName()), name, lock);
      }
      complete = true;
      return opened;
    } finally {
      if (!complete) {
        opened.close();
      }
    }
  }

  private void add(Disk disk, Path path, SegmentName name, DiskFile.Lock lock)
      throws NoSuchFileException {
    Disk.Access access =
        switch (lock) {
          case SHARED -> Disk.Access.READ;
          case EXCLUSIVE -> Disk.Access.WRITE;
        };
    try {
      DiskFile file = disk.open(path, access);
      segments.add(new ReadableSegment(name, path, file));
      if (!file.tryRecordLock(lock)) {
        throw new WalLockedException(
            path
                + ": the segment is locked by somebody who has the log open; close the log there,"
                + " or stop the etcd whose it is");
      }
    } catch (NoSuchFileException gone) {
      throw gone;
    } catch (IOException failed) {
      throw new WalIOException(path + ": cannot be opened: " + failed.getMessage(), failed);
    }
  }

  /** In order. */
  List<ReadableSegment> segments() {
    return segments;
  }

  @Override
  public void close() {
    for (ReadableSegment segment : segments) {
      try {
        segment.file().close();
      } catch (IOException failed) {
        // What was changed has been synced; a file that does not close costs no data.
        LOG.log(Level.WARNING, "{0} is not closed: {1}", segment.path(), failed.getMessage());
      }
    }
  }
}
