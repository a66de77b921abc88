package io.togglebolt.wal.internal.files;

import io.togglebolt.runtime.Disk;
import io.togglebolt.wal.spi.WalWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The rehearsals of a log's writers, each in a file of its own that is thrown away afterwards. The
 * pipeline's lock guards the set and whether it is closed.
 */
final class Rehearsals {
  private final Patience patience;
  private final Disk disk;
  private final Path directory;
  private final AtomicLong count = new AtomicLong();

  /** What writers have that show what they can. */
  private final Set<RevocableSegment> lent = new HashSet<>();

  private boolean closed;

  Rehearsals(Patience patience, Disk disk, Path directory) {
    this.patience = patience;
    this.disk = disk;
    this.directory = directory;
  }

  /** See {@link FilePipeline#rehearse}. */
  void of(WalWriter writer) throws WriterFailedException {
    try {
      Path path = SpareFiles.rehearsal(directory, count.getAndIncrement());
      SegmentFile file = SpareFiles.createLocked(disk, path);
      try {
        new Rehearsal(file, this::enter, this::leave).of(writer);
      } finally {
        SpareFiles.discard(disk, file);
      }
    } catch (Throwable failed) {
      // A stranger's writer may throw anything, and nothing is lost whatever it is.
      throw new WriterFailedException(failed);
    }
  }

  private void enter(RevocableSegment segment) throws IOException {
    patience.lock();
    try {
      if (closed) {
        throw new IOException(directory + ": the log is closed");
      }
      lent.add(segment);
    } finally {
      patience.unlock();
    }
  }

  private void leave(RevocableSegment segment) {
    segment.revoke();
    patience.lock();
    try {
      lent.remove(segment);
      patience.changed();
    } finally {
      patience.unlock();
    }
  }

  /** Lets nobody in any more. With the lock held. */
  List<RevocableSegment> close() {
    closed = true;
    return List.copyOf(lent);
  }

  /** Whether one is going on. With the lock held. */
  boolean isAny() {
    return !lent.isEmpty();
  }
}
