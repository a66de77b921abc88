package io.togglebolt.wal.internal.files;

import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.Scheduler;
import io.togglebolt.wal.internal.files.Preparation.State;
import io.togglebolt.wal.spi.WalWriter;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
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

  private final Patience patience;
  private final Disk disk;
  private final Path directory;
  private final long sizeBytes;
  private final Scheduler scheduler;
  private final Rehearsals rehearsals;
  private final Recycling recycling;
  private @Nullable Preparation ahead;

  /** A writer for which a cut has waited in vain; the log reserves the space itself for it. */
  private @Nullable WalWriter hanging;

  /** What is at work, by the number of its file. */
  private final Map<Integer, Preparation> running = new HashMap<>();

  private int count;
  private boolean closed;

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
    patience = new Patience(mostWaitNanos);
    rehearsals = new Rehearsals(patience, disk, directory);
    recycling = new Recycling(disk, directory);
  }

  /** Has the next file prepared in the background, unless one is already. */
  public void start(WalWriter writer) {
    Preparation next;
    patience.lock();
    try {
      if (closed || ahead != null) {
        return;
      }
      next = new Preparation(disk, writer == hanging ? null : writer);
      ahead = next;
    } finally {
      patience.unlock();
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
    patience.lock();
    try {
      if (closed) {
        return;
      }
      patience.awaitWhile(() -> ahead != null && ahead.state == State.RUNNING);
      next = ahead;
      if (next == null || next.state != State.WAITING && next.state != State.READY) {
        if (next != null) {
          next.abandon();
        }
        next = new Preparation(disk, writer);
        ahead = next;
      }
    } finally {
      patience.unlock();
    }
    run(next);
    patience.lock();
    try {
      if (next.failure != null && next.isFaultOf(writer)) {
        ahead = ahead == next ? null : ahead;
        throw new WriterFailedException(next.failure);
      }
    } finally {
      patience.unlock();
    }
  }

  /**
   * Has a writer show what it can, in a file that is thrown away afterwards. Called in the
   * background, as it may hang.
   *
   * @throws WriterFailedException when it can't
   */
  public void rehearse(WalWriter writer) throws WriterFailedException {
    rehearsals.of(writer);
  }

  /** Whether {@link #take} finds a file. */
  public boolean isReady() {
    patience.lock();
    try {
      return ahead != null && ahead.state == State.READY;
    } finally {
      patience.unlock();
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
      next = new Preparation(disk, null);
      run(next);
    }
    patience.lock();
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
      patience.unlock();
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
    patience.lock();
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
      patience.unlock();
    }
  }

  private void awaitUnlessItHangs(Preparation preparation) {
    patience.awaitCalmlyWhile(() -> preparation.state == State.RUNNING);
    if (preparation.state == State.RUNNING) {
      hanging = preparation.writer;
      LOG.log(
          Level.WARNING,
          "{0}: a writer has been preparing a segment for more than {1} ms while saves wait for it;"
              + " from now on the log reserves the space itself",
          directory,
          Long.toString(TimeUnit.NANOSECONDS.toMillis(patience.mostNanos())));
    }
  }

  /** A file that was taken is not wanted after all; perhaps something stands in it. */
  public void discard(SegmentFile file) {
    SpareFiles.discard(disk, file);
  }

  /** Has a use for one segment at a time that a purge gives up. */
  public boolean recycle(SegmentFile file) throws IOException {
    patience.lock();
    try {
      return !closed && recycling.offer(file);
    } finally {
      patience.unlock();
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
    patience.lock();
    try {
      if (preparation.state != State.WAITING) {
        return;
      }
      preparation.state = State.RUNNING;
      preparation.number = nextNumber();
      running.put(preparation.number, preparation);
      preparation.file = recycling.poll();
      preparation.isRecycled = preparation.file != null;
    } finally {
      patience.unlock();
    }
    Throwable failure = null;
    try {
      prepare(preparation);
    } catch (Throwable failed) {
      // A stranger's writer may throw anything; it is told where the file is needed.
      failure = failed;
    }
    patience.lock();
    try {
      running.remove(preparation.number);
      if (preparation.isRecycled) {
        recycling.nameIsFree();
      }
      preparation.end(failure);
      patience.changed();
    } finally {
      patience.unlock();
    }
  }

  private void prepare(Preparation preparation) throws IOException {
    SegmentFile file = preparation.file;
    if (file == null) {
      Path path = SpareFiles.prepared(directory, preparation.number);
      file = SpareFiles.createLocked(disk, path);
      patience.lock();
      try {
        preparation.file = file;
      } finally {
        patience.unlock();
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
    patience.lock();
    try {
      preparation.lent = lent;
      if (!closed) {
        return lent;
      }
    } finally {
      patience.unlock();
    }
    lent.revoke();
    return lent;
  }

  private void nameZeroed(Preparation preparation, SegmentFile file) throws IOException {
    patience.lock();
    try {
      if (preparation.isNameless) {
        throw new IOException(file.path() + ": the log was closed while it was overwritten");
      }
      file.rename(disk, SpareFiles.prepared(directory, preparation.number));
      preparation.isRecycled = false;
      recycling.nameIsFree();
    } finally {
      patience.unlock();
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
    patience.lock();
    try {
      closed = true;
      lent.addAll(rehearsals.close());
      running.values().stream()
          .map(preparation -> preparation.lent)
          .filter(Objects::nonNull)
          .forEach(lent::add);
      if (ahead != null) {
        ahead.abandon();
        ahead = null;
      }
      recycling.discard();
    } finally {
      patience.unlock();
    }
    lent.forEach(RevocableSegment::revoke);
    awaitAllDone();
  }

  private void awaitAllDone() {
    patience.lock();
    try {
      patience.awaitCalmlyWhile(this::isAtWork);
      if (isAtWork()) {
        LOG.log(
            Level.WARNING,
            "{0}: closed while a writer is at work on a file that is no segment yet; it hangs",
            directory);
      }
      running.values().forEach(Preparation::loseName);
    } finally {
      patience.unlock();
    }
  }

  private boolean isAtWork() {
    return !running.isEmpty() || rehearsals.isAny();
  }
}
