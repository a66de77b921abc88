package io.togglebolt.wal.internal.files;

import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.Scheduler;
import io.togglebolt.wal.WalLockedException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The segments of an open log, the oldest first, and which of them are still locked. The last one,
 * which is being written, always is. Thread-safe: everything is guarded by this object's monitor,
 * which is held for no work on the disk but the closing of files, since every cut takes it. One
 * thread at a time purges, with a lock of its own, taken before the monitor.
 *
 * <p>A segment that ended is longer than what is in it. Its file is cut to that in the background,
 * with the monitor not held: who reads it stops at the zeros in any case, so this gives back space
 * and nothing else, and who writes need not wait for it. Nor is it synced. A segment that was
 * released before is left as it is.
 */
public final class Segments implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Segments.class.getName());

  private final Disk disk;
  private final Path directory;
  private final Scheduler scheduler;
  private final Deque<Segment> tooLong = new ArrayDeque<>();
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

    /** Its file must not be closed meanwhile. */
    private boolean isBeingCut;

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
   * @param endedBytes how much is in all but the last one
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
  public Segments(Disk disk, Path directory, Scheduler scheduler) {
    this.disk = disk;
    this.directory = directory;
    this.scheduler = scheduler;
  }

  /** A segment from before the mark at which the log was opened, which was never locked. */
  public synchronized void addReleased(SegmentName name, long sizeBytes) {
    Segment segment = new Segment(name, null);
    segment.sizeBytes = sizeBytes;
    closedBytes += sizeBytes;
    all.add(segment);
  }

  /** The next segment, locked, which is now the last one. */
  public synchronized void add(SegmentName name, SegmentFile file) {
    all.add(new Segment(name, file));
  }

  /**
   * How much is in segments that ended, of which the files may be longer.
   *
   * @param ends in bytes, of the oldest one that is locked and those behind it
   */
  public synchronized void measured(List<Long> ends) {
    int next = 0;
    for (Segment segment : all) {
      if (segment.file != null && next < ends.size()) {
        end(segment, ends.get(next++));
      }
    }
  }

  private void end(Segment segment, long sizeBytes) {
    segment.sizeBytes = sizeBytes;
    closedBytes += sizeBytes;
  }

  /**
   * The next segment is the last one from now on, and the one before is cut to its length, later.
   *
   * @param endOfPrevious how much is in the one before, in bytes
   */
  public void add(SegmentName name, SegmentFile file, long endOfPrevious) {
    synchronized (this) {
      Segment previous = all.getLast();
      end(previous, endOfPrevious);
      tooLong.add(previous);
      add(name, file);
    }
    scheduler.execute(this::cutEnded);
  }

  /** One that is to be cut. */
  private record Cut(Segment segment, SegmentFile file, long sizeBytes) {}

  private void cutEnded() {
    for (Cut next = beginCut(); next != null; next = beginCut()) {
      try {
        if (next.file.file().size() > next.sizeBytes) {
          next.file.file().resize(next.sizeBytes);
        }
      } catch (IOException failed) {
        LOG.log(
            Level.WARNING,
            "{0} holds {1} bytes and stays longer than that: {2}",
            next.file.path(),
            Long.toString(next.sizeBytes),
            failed.getMessage());
      } finally {
        endCut(next);
      }
    }
  }

  private synchronized @Nullable Cut beginCut() {
    while (true) {
      Segment next = tooLong.poll();
      if (next == null) {
        return null;
      }
      SegmentFile file = next.file;
      if (file != null) {
        next.isBeingCut = true;
        return new Cut(next, file, next.sizeBytes);
      }
    }
  }

  private synchronized void endCut(Cut cut) {
    cut.segment.isBeingCut = false;
    notifyAll();
  }

  /** Gives up a segment's lock; waits until nobody is at work on the file. */
  private void unlock(Segment segment) throws IOException {
    awaitCut(segment);
    SegmentFile file = segment.file;
    segment.file = null;
    if (file != null) {
      file.close();
    }
  }

  private void awaitCut(Segment segment) {
    boolean interrupted = false;
    while (segment.isBeingCut) {
      try {
        wait();
      } catch (InterruptedException interruption) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
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
    // A copy, for others may change the list where this waits.
    for (Segment segment : List.copyOf(all.subList(0, Math.max(0, keep)))) {
      unlock(segment);
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

  /**
   * Cuts what is to be cut, and gives up all locks. Waits for the segment that is being purged, and
   * lets none follow it.
   */
  @Override
  public void close() throws IOException {
    synchronized (this) {
      closed = true;
    }
    purging.lock();
    try {
      cutEnded();
      unlockAll();
    } finally {
      purging.unlock();
    }
  }

  private synchronized void unlockAll() throws IOException {
    IOException failure = null;
    for (Segment segment : List.copyOf(all)) {
      try {
        unlock(segment);
      } catch (IOException failed) {
        failure = failed;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
