package io.togglebolt.wal.internal.files;

import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.Scheduler;
import io.togglebolt.wal.spi.WalWriter;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Prepares the next segment while the present one is written: {@code 0.tmp} and {@code 1.tmp} in
 * turn, locked, one ahead, in the background. What preparing fails with is told when the file is
 * needed. A file that a purge gave up is used again, overwritten with zeros. {@link SpareFiles}
 * says which file has which name.
 *
 * <p>Thread-safe. The lock guards the fields here and those of the preparation, and is not held
 * while a file is prepared; {@link #take}, {@link #discard} and {@link #start} are called at the
 * log's boundary only.
 */
public final class FilePipeline implements AutoCloseable {
  private static final Logger LOG = System.getLogger(FilePipeline.class.getName());

  /** Several times what a slow disk needs to fill a segment. */
  private static final long MOST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Disk disk;
  private final Path directory;
  private final long sizeBytes;
  private final Scheduler scheduler;
  private final SyncWatch watch;
  private @Nullable Preparation ahead;

  /** What a purge gave up. */
  private @Nullable SegmentFile recycled;

  /** Whether what a purge gave up is being overwritten, and still has its name. */
  private boolean zeroing;

  /** What is at work, by the number of its file. */
  private final Map<Integer, Preparation> running = new HashMap<>();

  private int count;
  private boolean closed;

  private enum State {
    WAITING,
    RUNNING,
    READY,
    FAILED,
    ABANDONED
  }

  /** Prepares files for segments of {@code sizeBytes} in a directory. */
  public FilePipeline(
      Disk disk, Path directory, long sizeBytes, Scheduler scheduler, SyncWatch watch) {
    this.disk = disk;
    this.directory = directory;
    this.sizeBytes = SegmentFile.bytesFor(sizeBytes);
    this.scheduler = scheduler;
    this.watch = watch;
  }

  /** Has the next file prepared in the background, unless one is already. */
  public void start(WalWriter writer) {
    Preparation next;
    lock.lock();
    try {
      if (closed || ahead != null) {
        return;
      }
      next = new Preparation(writer);
      ahead = next;
    } finally {
      lock.unlock();
    }
    scheduler.execute(() -> run(next));
  }

  /**
   * Sees to it that a file is ready, so that {@link #take} need not prepare one while everybody
   * waits. Called in the background. Waits for a writer that prepares one already, for a while: it
   * may hang. Does on the calling thread what nobody has begun.
   *
   * @param writer prepares the file where nobody does; need not serve
   * @throws WriterFailedException when that writer could not
   */
  public void makeReady(WalWriter writer) throws InterruptedException, WriterFailedException {
    Preparation next;
    lock.lock();
    try {
      if (closed) {
        return;
      }
      awaitRunning();
      next = ahead;
      if (next == null || next.state != State.WAITING && next.state != State.READY) {
        if (next != null) {
          next.abandon();
        }
        next = new Preparation(writer);
        ahead = next;
      }
    } finally {
      lock.unlock();
    }
    run(next);
    lock.lock();
    try {
      if (next.failure != null && next.isFaultOf(writer)) {
        ahead = ahead == next ? null : ahead;
        throw new WriterFailedException(next.failure);
      }
    } finally {
      lock.unlock();
    }
  }

  private void awaitRunning() throws InterruptedException {
    long left = MOST_WAIT_NANOS;
    while (ahead != null && ahead.state == State.RUNNING && left > 0) {
      left = changed.awaitNanos(left);
    }
  }

  /** Whether {@link #take} finds a file. */
  public boolean isReady() {
    lock.lock();
    try {
      return ahead != null && ahead.state == State.READY;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The file that was prepared; where there is none, or only one that failed or that a writer which
   * serves no more has not done with, prepares one at once.
   *
   * @param writer the one that serves
   * @return the file, locked, owned by the caller
   * @throws WriterFailedException when the writer that serves could not prepare it
   */
  public SegmentFile take(WalWriter writer) throws IOException, WriterFailedException {
    Preparation next = claim(writer);
    if (next == null) {
      next = new Preparation(writer);
      run(next);
    }
    lock.lock();
    try {
      if (next.file != null && next.state == State.READY) {
        return begin(next.file);
      }
      switch (next.failure) {
        case IOException failed -> throw failed;
        case Throwable failed -> throw new WriterFailedException(failed);
        case null -> throw new IOException(directory + ": no segment is prepared any more");
      }
    } finally {
      lock.unlock();
    }
  }

  /** Who is killed from now on leaves records in it, and the names of prepared files are etcd's. */
  private SegmentFile begin(SegmentFile file) throws IOException {
    boolean named = false;
    try {
      file.rename(disk, SpareFiles.begun(directory));
      named = true;
      return file;
    } finally {
      if (!named) {
        discard(file);
      }
    }
  }

  /** What is ahead, if that is of any use; waits for the writer that serves, not for others. */
  private @Nullable Preparation claim(WalWriter writer) {
    lock.lock();
    try {
      Preparation claimed = ahead;
      ahead = null;
      if (claimed == null) {
        return null;
      }
      while (claimed.state == State.RUNNING && claimed.writer == writer) {
        changed.awaitUninterruptibly();
      }
      if (claimed.state == State.READY || claimed.isFaultOf(writer)) {
        return claimed;
      }
      claimed.abandon();
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** A file that was taken is not wanted after all; perhaps something stands in it. */
  public void discard(SegmentFile file) {
    unname(file);
    close(file);
  }

  private void unname(SegmentFile file) {
    try {
      disk.delete(file.path());
    } catch (IOException failed) {
      // It is deleted before its name is used again.
      LOG.log(Level.DEBUG, "{0} is left behind: {1}", file.path(), failed.getMessage());
    }
  }

  /** Has a use for one segment at a time that a purge gives up. */
  public boolean recycle(SegmentFile file) throws IOException {
    lock.lock();
    try {
      if (closed || recycled != null || zeroing) {
        return false;
      }
      file.rename(disk, SpareFiles.recycled(directory));
      // Before anything is overwritten: a crash must not bring the segment back with zeros in it.
      disk.syncDirectory(directory);
      recycled = file;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** 0 and 1 in turn; another one where a writer that hangs keeps one of them. */
  private int nextNumber() {
    int number = count++ % 2;
    while (running.containsKey(number)) {
      number++;
    }
    return number;
  }

  private void run(Preparation preparation) {
    lock.lock();
    try {
      if (preparation.state != State.WAITING) {
        return;
      }
      preparation.state = State.RUNNING;
      preparation.number = nextNumber();
      running.put(preparation.number, preparation);
      preparation.file = recycled;
      preparation.isRecycled = recycled != null;
      zeroing |= preparation.isRecycled;
      recycled = null;
    } finally {
      lock.unlock();
    }
    Throwable failure = null;
    try {
      prepare(preparation);
    } catch (Throwable failed) {
      // A stranger's writer may throw anything; it is told where the file is needed.
      failure = failed;
    }
    lock.lock();
    try {
      running.remove(preparation.number);
      zeroing &= !preparation.isRecycled;
      preparation.end(failure);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void prepare(Preparation preparation) throws IOException {
    SegmentFile file = preparation.file;
    if (file == null) {
      Path path = SpareFiles.prepared(directory, preparation.number);
      file = SpareFiles.create(disk, path, watch);
      lock.lock();
      try {
        preparation.file = file;
      } finally {
        lock.unlock();
      }
    } else {
      file.overwriteWithZeros();
      nameZeroed(preparation, file);
    }
    RevocableSegment lent = lend(preparation, file);
    try {
      preparation.writer.prepare(lent, sizeBytes);
    } finally {
      lent.revoke();
    }
    file.zeroBehind(0);
  }

  private RevocableSegment lend(Preparation preparation, SegmentFile file) {
    RevocableSegment lent = file.lend();
    lock.lock();
    try {
      preparation.lent = lent;
      if (!closed) {
        return lent;
      }
    } finally {
      lock.unlock();
    }
    lent.revoke();
    return lent;
  }

  private void nameZeroed(Preparation preparation, SegmentFile file) throws IOException {
    lock.lock();
    try {
      if (preparation.isNameless) {
        throw new IOException(file.path() + ": the log was closed while it was overwritten");
      }
      file.rename(disk, SpareFiles.prepared(directory, preparation.number));
      preparation.isRecycled = false;
      zeroing = false;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Removes what is prepared, and lets go of it. Takes the file away from a writer that prepares
   * it, and waits until it has noticed, for a while: who closes a log may delete it or open it
   * again at once.
   */
  @Override
  public void close() {
    RevocableSegment lent = null;
    lock.lock();
    try {
      closed = true;
      if (ahead != null) {
        lent = ahead.lent;
        ahead.abandon();
        ahead = null;
      }
      if (recycled != null) {
        discard(recycled);
        recycled = null;
      }
    } finally {
      lock.unlock();
    }
    if (lent != null) {
      lent.revoke();
    }
    awaitAllDone();
  }

  private void awaitAllDone() {
    long left = MOST_WAIT_NANOS;
    boolean interrupted = false;
    lock.lock();
    try {
      long end = System.nanoTime() + left;
      while (!running.isEmpty() && left > 0) {
        try {
          left = changed.awaitNanos(left);
        } catch (InterruptedException interruption) {
          interrupted = true;
          left = end - System.nanoTime();
        }
      }
      running.values().forEach(Preparation::loseName);
    } finally {
      lock.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void close(SegmentFile file) {
    try {
      file.close();
    } catch (IOException failed) {
      LOG.log(Level.WARNING, "{0} is not closed properly: {1}", file.path(), failed.getMessage());
    }
  }

  /** One file on its way; guarded by the lock, but for what does not change. */
  private final class Preparation {
    private final WalWriter writer;
    private int number;
    private State state = State.WAITING;
    private @Nullable SegmentFile file;
    private @Nullable RevocableSegment lent;
    private @Nullable Throwable failure;

    /** Whether the file still has the name of what a purge gave up. */
    private boolean isRecycled;

    /** Whether the name is no longer this one's: another log may use it. */
    private boolean isNameless;

    private Preparation(WalWriter writer) {
      this.writer = writer;
    }

    /** Whether the writer did what it may not; an error of the disk is given another chance. */
    private boolean isFaultOf(WalWriter serving) {
      return state == State.FAILED && writer == serving && !(failure instanceof IOException);
    }

    private void end(@Nullable Throwable thrown) {
      if (state == State.ABANDONED) {
        drop();
      } else if (thrown == null) {
        state = State.READY;
      } else {
        state = State.FAILED;
        failure = thrown;
        drop();
      }
    }

    private void abandon() {
      if (state != State.RUNNING) {
        drop();
      }
      state = State.ABANDONED;
    }

    /** The writer hangs, and the log is closed without waiting for it any longer. */
    private void loseName() {
      if (file != null && !isNameless) {
        unname(file);
      }
      isNameless = true;
    }

    private void drop() {
      if (file != null) {
        if (!isNameless) {
          unname(file);
        }
        FilePipeline.close(file);
        file = null;
      }
    }
  }
}
