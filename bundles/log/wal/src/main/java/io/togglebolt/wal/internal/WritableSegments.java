package io.togglebolt.wal.internal;

import io.togglebolt.runtime.Disk;
import io.togglebolt.wal.internal.files.LogDirectory;
import io.togglebolt.wal.internal.files.SegmentFile;
import io.togglebolt.wal.internal.files.SegmentName;
import io.togglebolt.wal.internal.files.Segments;
import io.togglebolt.wal.internal.read.ReadableSegment;
import io.togglebolt.wal.internal.read.StableSegments;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

/** Segments of a log that is being opened, all locked, until they are handed over. */
final class WritableSegments implements StableSegments.Opened {
  private static final Logger LOG = System.getLogger(WritableSegments.class.getName());

  private final List<SegmentName> names;
  private final List<SegmentFile> files = new ArrayList<>();

  private WritableSegments(List<SegmentName> names) {
    this.names = names;
  }

  static WritableSegments open(Disk disk, LogDirectory directory, List<SegmentName> names)
      throws IOException {
    WritableSegments opened = new WritableSegments(names);
    boolean complete = false;
    try {
      for (SegmentName name : names) {
        opened.files.add(SegmentFile.open(disk, directory.file(name), Disk.Access.WRITE));
      }
      complete = true;
      return opened;
    } finally {
      if (!complete) {
        opened.close();
      }
    }
  }

  /** Hands them over to whoever closes them from now on. */
  void moveTo(Segments segments) {
    for (int i = 0; i < files.size(); i++) {
      segments.add(names.get(i), files.get(i));
    }
  }

  SegmentName first() {
    return names.getFirst();
  }

  SegmentFile last() {
    return files.getLast();
  }

  List<ReadableSegment> readable() {
    List<ReadableSegment> readable = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      SegmentFile file = files.get(i);
      readable.add(new ReadableSegment(names.get(i), file.path(), file.file()));
    }
    return readable;
  }

  @Override
  public void close() {
    for (SegmentFile file : files) {
      try {
        file.close();
      } catch (IOException failed) {
        // Nothing was written to it.
        LOG.log(Level.WARNING, "{0} is not closed: {1}", file.path(), failed.getMessage());
      }
    }
  }
}
