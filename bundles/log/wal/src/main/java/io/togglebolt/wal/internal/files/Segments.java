package io.togglebolt.wal.internal.files;

import io.togglebolt.runtime.Disk;
import io.togglebolt.wal.WalLockedException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The segments of an open log, the oldest first, and which of them are still locked. The last one,
 * which is being written, always is. Thread-safe: everything is guarded by this object's monitor,
 * which is a leaf and held for no work on the disk but the closing of files, since every cut takes
 * it. One thread at a time purges, with a lock of its own, taken before the monitor.
 */
public final class Segments implements AutoCloseable {
  private final Disk disk;
  private final Path directory;
  private final List<Segment> all = new ArrayList<>();
  private final ReentrantLock purging = new ReentrantLock();
  private long closedBytes;

  /** From then on nothing is purged: that a lock is given up no longer says that none needs it. */
  private boolean closed;

  /** One of them; its file is null once it was released. */
  private static final class Segment {
    private final SegmentName name;
    private @Nullable SegmentFile file;
    private long sizeBytes;

    private Segment(SegmentName name, @Nullable SegmentFile file) {
      this.name = name;
      this.file = file;
    }
  }

  /**
   * How they stand.
   *
   * @param count how many there are
   * @param locked how many of them have not been released
   * @param firstIndex that of the oldest one's name
   * @param endedBytes how long all but the last one are
   */
  public record Figures(int count, int locked, long firstIndex, long endedBytes) {}

  /** What becomes of a segment that nobody needs. */
  @FunctionalInterface
  public interface Recycling {
    /**
     * Takes the file over, under another name.
     *
     * @return false when it has no use for it: the caller deletes it and closes it
     */
    boolean take(SegmentFile file) throws IOException;
  }

  /** None yet. */
  public Segments(Disk disk, Path directory) {
    this.disk = disk;
    this.directory = directory;
  }

  /** A segment from before the mark at which the log was opened, which was never locked. */
  public synchronized void addReleased(SegmentName name, long sizeBytes) {
    Segment segment = new Segment(name, null);
    segment.sizeBytes = sizeBytes;
    closedBytes += sizeBytes;
    all.add(segment);
  }

  /**
   * The next segment, locked, which is now the last one.
   *
   * @param endOfPrevious where the one before ended, in bytes; 0 for the first
   */
  public synchronized void add(SegmentName name, SegmentFile file, long endOfPrevious) {
    if (!all.isEmpty() && all.getLast().file != null) {
      all.getLast().sizeBytes = endOfPrevious;
      closedBytes += endOfPrevious;
    }
    all.add(new Segment(name, file));
  }

  /** The last one's name. */
  public synchronized SegmentName lastName() {
    return all.getLast().name;
  }

  /** How they stand. */
  public synchronized Figures figures() {
    int locked = (int) all.stream().filter(segment -> segment.file != null).count();
    return new Figures(all.size(), locked, all.getFirst().name.firstIndex(), closedBytes);
  }

  /**
   * Gives up the locks of segments below an index, but for the last of those: it may hold the index
   * itself.
   */
  public synchronized void release(long index) throws IOException {
    int keep = -1;
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).file != null && all.get(i).name.firstIndex() < index) {
        keep = i;
      }
      if (all.get(i).file != null && all.get(i).name.firstIndex() >= index) {
        break;
      }
    }
    for (int i = 0; i < keep; i++) {
      SegmentFile file = all.get(i).file;
      if (file != null) {
        all.get(i).file = null;
        file.close();
      }
    }
  }

  /**
   * Deletes released segments, as {@link io.togglebolt.wal.Wal#purge} says; none any more once this
   * is closed.
   */
  public int purge(int keepSegments, Recycling recycling) throws IOException {
    purging.lock();
    try {
      int purged = 0;
      Segment oldest = purgeable(keepSegments);
      while (oldest != null && delete(oldest, recycling)) {
        forgetOldest();
        purged++;
        oldest = purgeable(keepSegments);
      }
      return purged;
    } finally {
      purging.unlock();
    }
  }

  private synchronized @Nullable Segment purgeable(int keepSegments) {
    boolean needed = closed || all.size() <= keepSegments || all.getFirst().file != null;
    return needed ? null : all.getFirst();
  }

  private synchronized void forgetOldest() {
    closedBytes -= all.removeFirst().sizeBytes;
  }

  /** Names are lost one by one, or a crash could leave a gap in the sequence. */
  private boolean delete(Segment oldest, Recycling recycling) throws IOException {
    Path path = directory.resolve(oldest.name.fileName());
    SegmentFile file;
    try {
      file = SegmentFile.open(disk, path, Disk.Access.WRITE);
    } catch (WalLockedException needed) {
      return false;
    } catch (NoSuchFileException gone) {
      // Somebody else tidied up; what counts is that it is gone.
      return true;
    }
    boolean taken = false;
    try {
      taken = recycling.take(file);
      if (!taken) {
        disk.delete(path);
        disk.syncDirectory(directory);
      }
    } finally {
      if (!taken) {
        file.close();
      }
    }
    return true;
  }

  /** Gives up all locks. Waits for the segment that is being purged, and lets none follow it. */
  @Override
  public void close() throws IOException {
    synchronized (this) {
      closed = true;
    }
    purging.lock();
    try {
      closeAll();
    } finally {
      purging.unlock();
    }
  }

  private synchronized void closeAll() throws IOException {
    IOException failure = null;
    for (Segment segment : all) {
      SegmentFile file = segment.file;
      segment.file = null;
      try {
        if (file != null) {
          file.close();
        }
      } catch (IOException failed) {
        failure = failed;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
