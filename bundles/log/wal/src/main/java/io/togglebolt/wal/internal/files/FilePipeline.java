package io.togglebolt.wal.internal.files;

import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.Scheduler;
import io.togglebolt.wal.spi.WalWriter;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
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
  static final long MOST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Disk disk;
  private final Path directory;
  private final long sizeBytes;
  private final Scheduler scheduler;
  private final long mostWaitNanos;
  private @Nullable Preparation ahead;

  /** A writer for which a cut has waited in vain; the log reserves the space itself for it. */
  private @Nullable WalWriter hanging;

  /** What a purge gave up. */
  private @Nullable SegmentFile recycled;

  /** Whether what a purge gave up is being overwritten, and still has its name. */
  private boolean zeroing;

  /** What is at work, by the number of its file. */
  private final Map<Integer, Preparation> running = new HashMap<>();

  /** What writers have that show what they can. */
  private final Set<RevocableSegment> rehearsals = new HashSet<>();

  private final AtomicLong rehearsed = new AtomicLong();
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
  public FilePipeline(Disk disk, Path directory, long sizeBytes, Scheduler scheduler) {
    this(disk, directory, sizeBytes, scheduler, MOST_WAIT_NANOS);
  }

  /** The same, which waits no longer for a writer than it is told. */
  FilePipeline(Disk disk, Path directory, long sizeBytes, Scheduler scheduler, long mostWaitNanos) {
    this.disk = disk;
    this.directory = directory;
    this.sizeBytes = SegmentFile.bytesFor(sizeBytes);
    this.scheduler = scheduler;
    this.mostWaitNanos = mostWaitNanos;
  }

  /** Has the next file prepared in the background, unless one is already. */
  public void start(WalWriter writer) {
    Preparation next;
    lock.lock();
    try {
      if (closed || ahead != null) {
        return;
      }
      next = new Preparation(writer == hanging ? null : writer);
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
    long left = mostWaitNanos;
    while (ahead != null && ahead.state == State.RUNNING && left > 0) {
      left = changed.awaitNanos(left);
    }
  }

  /**
   * Has a writer show what it can, in a file that is thrown away afterwards. Called in the
   * background, as it may hang.
   *
   * @throws WriterFailedException when it can't
   */
  public void rehearse(WalWriter writer) throws WriterFailedException {
    try {
      Path path = SpareFiles.rehearsal(directory, rehearsed.getAndIncrement());
      SegmentFile file = SpareFiles.createLocked(disk, path);
      try {
        new Rehearsal(file, this::enter, this::leave).of(writer);
      } finally {
        discard(file);
      }
    } catch (Throwable failed) {
      // A stranger's writer may throw anything, and nothing is lost whatever it is.
      throw new WriterFailedException(failed);
    }
  }

  private void enter(RevocableSegment lent) throws IOException {
    lock.lock();
    try {
      if (closed) {
        throw new IOException(directory + ": the log is closed");
      }
      rehearsals.add(lent);
    } finally {
      lock.unlock();
    }
  }

  private void leave(RevocableSegment lent) {
    lent.revoke();
    lock.lock();
    try {
      rehearsals.remove(lent);
      changed.signalAll();
    } finally {
      lock.unlock();
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
   * serves no more has not done with, reserves the space of one at once, without any writer: one
   * that hangs would have everybody wait for it. For the writer that serves it waits, for a while.
   *
   * @param writer the one that serves
   * @return the file, locked, owned by the caller
   * @throws WriterFailedException when the writer that serves was to prepare it and could not
   */
  public SegmentFile take(WalWriter writer) throws IOException, WriterFailedException {
    Preparation next = claim(writer);
    if (next == null) {
      next = new Preparation(null);
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
      if (claimed.writer == writer) {
        awaitUnlessItHangs(claimed);
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

  private void awaitUnlessItHangs(Preparation preparation) {
    awaitWhile(() -> preparation.state == State.RUNNING);
    if (preparation.state == State.RUNNING) {
      hanging = preparation.writer;
      LOG.log(
          Level.WARNING,
          "{0}: a writer has been preparing a segment for more than {1} ms while saves wait for it;"
              + " from now on the log reserves the space itself",
          directory,
          Long.toString(TimeUnit.NANOSECONDS.toMillis(mostWaitNanos)));
    }
  }

  /** Waits for a while, with the lock held; an interrupt is for whoever comes later. */
  private void awaitWhile(BooleanSupplier isBusy) {
    long begun = System.nanoTime();
    long left = mostWaitNanos;
    boolean interrupted = false;
    while (isBusy.getAsBoolean() && left > 0) {
      try {
        changed.awaitNanos(left);
      } catch (InterruptedException interruption) {
        interrupted = true;
      }
      left = mostWaitNanos - (System.nanoTime() - begun);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
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
      file = SpareFiles.createLocked(disk, path);
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
    WalWriter writer = preparation.writer;
    if (writer == null) {
      file.file().allocate(0, sizeBytes);
      return;
    }
    RevocableSegment lent = lend(preparation, file);
    try {
      writer.prepare(lent, sizeBytes);
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
    List<RevocableSegment> lent = new ArrayList<>();
    lock.lock();
    try {
      closed = true;
      lent.addAll(rehearsals);
      running.values().stream()
          .map(preparation -> preparation.lent)
          .filter(Objects::nonNull)
          .forEach(lent::add);
      if (ahead != null) {
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
    lent.forEach(RevocableSegment::revoke);
    awaitAllDone();
  }

  private void awaitAllDone() {
    lock.lock();
    try {
      awaitWhile(this::isAtWork);
      if (isAtWork()) {
        LOG.log(
            Level.WARNING,
            "{0}: closed while a writer is at work on a file that is no segment yet; it hangs",
            directory);
      }
      running.values().forEach(Preparation::loseName);
    } finally {
      lock.unlock();
    }
  }

  private boolean isAtWork() {
    return !running.isEmpty() || !rehearsals.isEmpty();
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
    /** Null for the log itself. */
    private final @Nullable WalWriter writer;

    private int number;
    private State state = State.WAITING;
    private @Nullable SegmentFile file;
    private @Nullable RevocableSegment lent;
    private @Nullable Throwable failure;

    /** Whether the file still has the name of what a purge gave up. */
    private boolean isRecycled;

    /** Whether the name is no longer this one's: another log may use it. */
    private boolean isNameless;

    private Preparation(@Nullable WalWriter writer) {
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
