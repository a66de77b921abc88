package io.togglebolt.wal.internal.write;

import io.togglebolt.slot.Slot;
import io.togglebolt.slot.SlotException;
import io.togglebolt.wal.internal.files.FilePipeline;
import io.togglebolt.wal.internal.files.LogDirectory;
import io.togglebolt.wal.internal.files.SegmentFile;
import io.togglebolt.wal.internal.files.SegmentName;
import io.togglebolt.wal.internal.files.Segments;
import io.togglebolt.wal.internal.files.WriterFailedException;
import io.togglebolt.wal.spi.WalWriter;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The end of the log: the segment that is written, how far it is durable, and the writer at work on
 * it. This is the truth from which every writer is made. Everything is called at the boundary.
 */
public final class Tail {
  private static final Logger LOG = System.getLogger(Tail.class.getName());

  private final String log;
  private final LogDirectory directory;
  private final Segments segments;
  private final FilePipeline pipeline;
  private final Writers writers;
  private final SyncTimes times;
  private SegmentFile segment;
  private volatile Position durable;

  /** Whether a writer that is not durable has appended to the segment. */
  private boolean isUnsynced;

  private @Nullable Seat seat;
  private @Nullable Slot<WalWriter> slot;

  /** Told after each piece that is durable. */
  interface Progress {
    void written(LogBuffer batch, long bytes);
  }

  /** The files of an open log, and how long it takes to write them. */
  public record Files(
      LogDirectory directory, Segments segments, FilePipeline pipeline, SyncTimes times) {}

  /**
   * Goes on in a segment.
   *
   * @param log its name
   * @param writers closes those that serve no more
   * @param segment what stands behind {@code durable} in it is zeros
   */
  public Tail(String log, Files files, Writers writers, SegmentFile segment, Position durable) {
    this.log = log;
    this.writers = writers;
    directory = files.directory();
    segments = files.segments();
    pipeline = files.pipeline();
    times = files.times();
    this.segment = segment;
    this.durable = durable;
  }

  /** The slot from which writers come. */
  public void attach(Slot<WalWriter> source) {
    slot = source;
  }

  /** The position behind everything that is durable. Thread-safe. */
  public Position durable() {
    return durable;
  }

  /** Whether anybody writes. */
  public boolean hasWriter() {
    return seat != null;
  }

  /**
   * Has the file ready that a writer would begin with which takes over. Called outside of the
   * boundary, since that may take long.
   */
  public void prepareFor(WalWriter writer) throws InterruptedException, WriterFailedException {
    pipeline.makeReady(writer);
  }

  /** Has a writer show what it can before it takes over; outside of the boundary, too. */
  public void rehearse(WalWriter writer) throws WriterFailedException {
    pipeline.rehearse(writer);
  }

  /** Whether a writer that takes over finds its file ready. */
  public boolean isPrepared() {
    return pipeline.isReady();
  }

  // Who writes.

  /** A writer that was just made begins where the log is durable. */
  public void seat(WalWriter writer) throws WriterFailedException {
    Seat next = writers.seat(writer, times);
    next.beginMade(segment, durable.offset());
    replaceSeat(next);
    pipeline.start(writer);
  }

  private void replaceSeat(Seat next) {
    Seat before = seat;
    seat = next;
    if (before != null) {
      before.revoke();
    }
  }

  /** A writer serves no more. */
  public void unseat(WalWriter writer) {
    if (seat != null && seat.writer() == writer) {
      clear();
    } else {
      writers.retire(writer);
    }
  }

  /** No writer serves any more. */
  void clear() {
    Seat serving = seat;
    seat = null;
    if (serving != null) {
      serving.revoke();
      writers.retire(serving.writer());
    }
  }

  private Seat serving() throws NoWriterException {
    Seat serving = seat;
    if (serving == null) {
      throw new NoWriterException(log + ": no writer serves");
    }
    return serving;
  }

  /** Another writer takes the place of one that failed; there are zeros where that wrote. */
  private void replace(Seat failed, Throwable cause) throws IOException, NoWriterException {
    failed.revoke();
    segment.zeroBehind(durable.offset());
    try {
      Objects.requireNonNull(slot, "no slot yet").replaceFailed(failed.writer(), cause);
    } catch (SlotException vacant) {
      throw new NoWriterException(vacant.getMessage(), vacant);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new NoWriterException(log + ": interrupted while a writer was made", interrupted);
    }
  }

  /**
   * Takes what is not durable out of the file. After a sync that failed, the system's cache may
   * hold it as if it were: whoever opens the log next would be told of it, no later sync would
   * write it, and what was then appended behind it would be lost with it.
   */
  void forgetWhatFailed() {
    try {
      segment.file().resize(durable.offset());
    } catch (IOException failed) {
      LOG.log(
          Level.WARNING,
          "{0}: what was not made durable is left in {1}: {2}",
          log,
          segment.path(),
          failed.getMessage());
    }
  }

  // What is written.

  /**
   * Writes what is left of a batch, piece by piece. When it fails, the batch knows what is left.
   *
   * @throws IOException when nobody knows what the disk holds
   */
  void write(LogBuffer batch, Progress progress) throws IOException, NoWriterException {
    while (!batch.isWritten()) {
      writeNext(batch, progress);
    }
  }

  private void advance(LogBuffer batch, Progress progress) {
    long bytes = batch.frames().byteSize();
    durable = batch.pieceWritten();
    progress.written(batch, bytes);
  }

  private void append(MemorySegment frames) throws IOException, NoWriterException {
    while (true) {
      Seat writing = serving();
      if (writing.isDurable()) {
        syncSegment();
      }
      try {
        isUnsynced |= !writing.isDurable();
        writing.append(frames);
        return;
      } catch (WriterFailedException failed) {
        replace(writing, failed.failure());
      }
    }
  }

  private void beginSegment(long firstIndex, MemorySegment frames)
      throws IOException, NoWriterException {
    syncSegment();
    while (true) {
      Seat writing = serving();
      try {
        adopt(writing, writeFirst(writing, frames), firstIndex);
        pipeline.start(writing.writer());
        return;
      } catch (WriterFailedException failed) {
        replace(writing, failed.failure());
      }
    }
  }

  /** Nothing may be missing before what is made durable from now on. */
  private void syncSegment() throws IOException {
    if (isUnsynced) {
      segment.sync();
      isUnsynced = false;
    }
  }

  /** A prepared file with what the next segment begins with, durably. */
  private SegmentFile writeFirst(Seat writing, MemorySegment frames)
      throws IOException, WriterFailedException {
    SegmentFile next = pipeline.take(writing.writer());
    boolean written = false;
    try {
      writing.begin(next, 0);
      writing.append(frames);
      written = true;
      return next;
    } finally {
      if (!written) {
        writing.revoke();
        pipeline.discard(next);
      }
    }
  }

  /** It gets its name, and is the log's end from now on. */
  private void adopt(Seat writing, SegmentFile next, long firstIndex) throws IOException {
    SegmentName name = segments.lastName().next(firstIndex);
    boolean named = false;
    try {
      directory.name(next, name);
      named = true;
    } finally {
      if (!named) {
        // Whether it has its name is not known: it is left to whoever opens the log again.
        next.close();
      }
    }
    segments.add(name, next, durable.offset());
    segment = next;
    isUnsynced = !writing.isDurable();
  }

  /**
   * Hands over to another writer, which begins the next segment. When it can't, for whatever
   * reason, the one before serves on, and what is left of the batch is for that one.
   *
   * @param batch has a segment to begin as its last piece
   * @throws WriterFailedException when the candidate can't
   * @throws IOException when nobody knows what the disk holds
   */
  void handOver(WalWriter candidate, LogBuffer batch, Progress progress)
      throws IOException, NoWriterException, WriterFailedException {
    while (!batch.isAtLastPiece()) {
      writeNext(batch, progress);
    }
    syncSegment();
    Seat next = writers.seat(candidate, times);
    adopt(next, tryFirst(next, batch.frames()), batch.firstIndex());
    replaceSeat(next);
    advance(batch, progress);
    pipeline.start(candidate);
  }

  private SegmentFile tryFirst(Seat candidate, MemorySegment frames) throws WriterFailedException {
    try {
      return writeFirst(candidate, frames);
    } catch (IOException failed) {
      // The file has no name yet, so nothing is lost with it.
      throw new WriterFailedException(failed);
    }
  }

  private void writeNext(LogBuffer batch, Progress progress) throws IOException, NoWriterException {
    MemorySegment frames = batch.frames();
    if (batch.beginsSegment()) {
      beginSegment(batch.firstIndex(), frames);
    } else if (frames.byteSize() > 0) {
      append(frames);
    }
    advance(batch, progress);
  }
}
