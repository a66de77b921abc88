package io.togglebolt.wal.internal.read;

import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.DiskFile;
import io.togglebolt.wal.InvalidWalException;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.WalRecord;
import io.togglebolt.wal.WalSummary;
import io.togglebolt.wal.WalVisitor;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What comes of reading a log. */
record Reading(
    List<Seen> seen, @Nullable WalSummary summary, @Nullable InvalidWalException damage) {

  /** A record, and where it was. */
  record Seen(Path segment, long offset, WalRecord record) {}

  static Reading of(Disk disk) {
    List<Seen> seen = new ArrayList<>();
    try {
      WalSummary summary =
          new LogTools(disk)
              .scan(
                  TestSegments.DIRECTORY,
                  (segment, offset, record) -> seen.add(new Seen(segment, offset, record)));
      return new Reading(seen, summary, null);
    } catch (InvalidWalException damage) {
      return new Reading(seen, null, damage);
    }
  }

  static LogEnd replay(Disk disk, SnapshotMark from, WalVisitor visitor) {
    SegmentListing listing = SegmentListing.of(disk, TestSegments.DIRECTORY);
    try (LockedSegments locked =
        LockedSegments.open(
            disk, TestSegments.DIRECTORY, listing.holding(from), DiskFile.Lock.SHARED)) {
      return LogReader.replay(locked.segments(), from, visitor);
    } catch (NoSuchFileException gone) {
      throw new AssertionError(gone);
    }
  }
}
