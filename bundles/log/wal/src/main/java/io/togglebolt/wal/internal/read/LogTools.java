package io.togglebolt.wal.internal.read;

import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.DiskFile;
import io.togglebolt.wal.WalIOException;
import io.togglebolt.wal.WalRecordVisitor;
import io.togglebolt.wal.WalRepair;
import io.togglebolt.wal.WalSummary;
import io.togglebolt.wal.WalTools;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The tools for logs that nobody has open, over a disk. Thread-safe. */
public final class LogTools implements WalTools {
  private final Disk disk;

  /** Tools for the logs on a disk. */
  public LogTools(Disk disk) {
    this.disk = disk;
  }

  @Override
  public WalSummary scan(Path directory, WalRecordVisitor visitor) {
    try (LockedSegments locked = open(directory, DiskFile.Lock.SHARED)) {
      return LogReader.scan(locked.segments(), visitor);
    }
  }

  @Override
  public WalRepair repair(Path directory) {
    try (LockedSegments locked = open(directory, DiskFile.Lock.EXCLUSIVE)) {
      return repair(locked.segments());
    }
  }

  private LockedSegments open(Path directory, DiskFile.Lock lock) {
    Path absolute = directory.toAbsolutePath();
    try {
      return StableSegments.open(
          disk,
          absolute,
          SegmentListing::all,
          names -> LockedSegments.open(disk, absolute, names, lock));
    } catch (IOException failed) {
      throw new WalIOException(absolute + ": cannot be opened: " + failed.getMessage(), failed);
    }
  }

  private WalRepair repair(List<ReadableSegment> segments) {
    ReadableSegment last = segments.getLast();
    long end;
    long cut;
    try (RecordCursor cursor = new RecordCursor(segments)) {
      LogHistory history = new LogHistory(cursor);
      while (cursor.next()) {
        history.accept();
      }
      end = cursor.end();
      if (cursor.torn().isEmpty()) {
        return new WalRepair(last.path(), Optional.empty(), end, 0);
      }
      cut = cursor.bytesBehindEnd();
    }
    try {
      Path broken = SegmentRepair.cut(disk, last, end);
      return new WalRepair(last.path(), Optional.of(broken), end, cut);
    } catch (IOException failed) {
      throw new WalIOException(
          last.path() + ": cannot be repaired: " + failed.getMessage(), failed);
    }
  }
}
