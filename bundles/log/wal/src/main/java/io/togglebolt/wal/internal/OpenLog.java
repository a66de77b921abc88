package io.togglebolt.wal.internal;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.runtime.Scheduler;
import io.togglebolt.slot.Slot;
import io.togglebolt.slot.SlotControl;
import io.togglebolt.slot.SlotOptions;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.Wal;
import io.togglebolt.wal.WalClosedException;
import io.togglebolt.wal.WalException;
import io.togglebolt.wal.WalFailedException;
import io.togglebolt.wal.WalIOException;
import io.togglebolt.wal.WalMetadata;
import io.togglebolt.wal.WalOptions;
import io.togglebolt.wal.WalStatus;
import io.togglebolt.wal.internal.files.FilePipeline;
import io.togglebolt.wal.internal.files.LogDirectory;
import io.togglebolt.wal.internal.files.Segments;
import io.togglebolt.wal.internal.slot.WriterOwner;
import io.togglebolt.wal.internal.write.Pump;
import io.togglebolt.wal.internal.write.SyncTimes;
import io.togglebolt.wal.internal.write.Tail;
import io.togglebolt.wal.internal.write.Writers;
import io.togglebolt.wal.spi.WalWriter;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An open log: the façade over what accepts ({@link Pump}), what is written ({@link Tail}) and the
 * files behind it ({@link Segments}). See {@link Pump} for threads and locks.
 */
public final class OpenLog implements Wal {
  private static final Logger LOG = System.getLogger(OpenLog.class.getName());

  private final String name;
  private final LogDirectory directory;
  private final WalMetadata metadata;
  private final Segments segments;
  private final FilePipeline pipeline;
  private final Tail tail;
  private final Writers writers;
  private final Pump pump;
  private final Slot<WalWriter> slot;
  private final Scheduler scheduler;
  private final LogWatch watch;
  private final AtomicBoolean closed = new AtomicBoolean();

  private OpenLog(
      String name,
      LogOpener.Found found,
      LogOpener.Surroundings around,
      LogWatch watch,
      WalOptions options) {
    this.name = name;
    this.watch = watch;
    directory = found.directory();
    metadata = found.metadata().metadata();
    segments = found.segments();
    scheduler = around.scheduler();
    pipeline = new FilePipeline(around.disk(), directory.path(), options.segmentBytes(), scheduler);
    Tail.Files files = new Tail.Files(directory, segments, pipeline, watch.syncTimes());
    writers = new Writers(name, scheduler);
    tail = new Tail(name, files, writers, found.last(), found.end());
    pump = new Pump(name, found.metadata(), tail, scheduler, options);
    slot = openSlot(around, options);
    tail.attach(slot);
  }

  /**
   * Nobody waits for a writer in the slot, with the boundary held: the log itself lets saves wait
   * and says so.
   */
  private static SlotOptions slotOptions(String name, WalOptions options) {
    return SlotOptions.of("wal", name, options.writer().orElse(null)).withVacancyTimeout(0);
  }

  private Slot<WalWriter> openSlot(LogOpener.Surroundings around, WalOptions options) {
    WriterOwner owner = new WriterOwner(name, pump, tail, writers);
    boolean opened = false;
    try {
      Slot<WalWriter> made =
          around.slots().open(slotOptions(name, options), around.writers(), owner);
      opened = true;
      return made;
    } finally {
      if (!opened) {
        closeWriters();
      }
    }
  }

  /** No writer is at work on anything when they are closed. */
  private void closeWriters() {
    pump.boundary().retireWriter();
    pipeline.close();
    writers.close();
  }

  /** Opens the slot of a log whose files are open. */
  static OpenLog begin(
      String name,
      LogOpener.Found found,
      LogOpener.Surroundings around,
      LogWatch watch,
      WalOptions options) {
    OpenLog log = new OpenLog(name, found, around, watch, options);
    watch.show(log::look);
    return log;
  }

  /** The name that others know it by. */
  public String name() {
    return name;
  }

  /** The slot of its writer. */
  public SlotControl slot() {
    return slot;
  }

  @Override
  public WalMetadata metadata() {
    return metadata;
  }

  @Override
  public CompletableFuture<Void> append(HardState state, List<Entry> entries) {
    return pump.append(state, entries);
  }

  @Override
  public void save(HardState state, List<Entry> entries) throws InterruptedException {
    pump.save(state, entries);
  }

  @Override
  public CompletableFuture<Void> saveSnapshot(SnapshotMark mark) {
    return pump.saveSnapshot(mark);
  }

  @Override
  public void sync() throws InterruptedException {
    pump.sync();
  }

  @Override
  public void cut() throws InterruptedException {
    pump.cut();
  }

  @Override
  public void release(long index) {
    requireUsable();
    try {
      segments.release(index);
    } catch (IOException failed) {
      throw new WalIOException(
          name + ": a segment was not released: " + failed.getMessage(), failed);
    }
  }

  @Override
  public int purge(int keepSegments) {
    if (keepSegments < 1) {
      throw new IllegalArgumentException(
          "the number of segments to keep is " + keepSegments + "; expected 1 or more");
    }
    requireUsable();
    try {
      return segments.purge(keepSegments, pipeline::recycle);
    } catch (IOException failed) {
      throw new WalIOException(
          name + ": a segment was not deleted: " + failed.getMessage(), failed);
    }
  }

  private void requireUsable() {
    if (closed.get()) {
      throw new WalClosedException(name + " is closed");
    }
    Throwable failure = pump.failure();
    if (failure != null) {
      throw new WalFailedException(
          name + " refuses everything until it is opened again: " + failure, failure);
    }
  }

  private LogWatch.Look look() {
    Pump.Figures figures = pump.figures();
    Segments.Figures files = segments.figures();
    return new LogWatch.Look(
        figures.pendingSaves(),
        figures.pendingBytes(),
        files.count(),
        files.endedBytes() + tail.durable().offset(),
        figures.lastIndex(),
        figures.saves(),
        figures.batches(),
        figures.bytes());
  }

  @Override
  public WalStatus status() {
    Pump.Figures figures = pump.figures();
    Segments.Figures files = segments.figures();
    SyncTimes syncs = watch.syncTimes();
    long tailBytes = tail.durable().offset();
    Throwable failure = pump.failure();
    return new WalStatus(
        name,
        directory.path(),
        closed.get() ? Optional.empty() : Optional.ofNullable(slot.status().active()),
        files.count(),
        files.locked(),
        files.firstIndex(),
        figures.lastIndex(),
        figures.state(),
        files.endedBytes() + tailBytes,
        tailBytes,
        figures.saves(),
        figures.bytes(),
        syncs.count(),
        syncs.percentileNanos(50),
        syncs.percentileNanos(99),
        syncs.maxNanos(),
        figures.pendingSaves(),
        figures.pendingBytes(),
        Optional.ofNullable(failure).map(Throwable::toString));
  }

  @Override
  public void close() {
    pump.requireOutside();
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    WalException failure = pump.finish();
    watch.close();
    slot.close();
    closeWriters();
    try {
      segments.close();
    } catch (IOException failed) {
      LOG.log(Level.WARNING, "{0}: a file is not closed properly: {1}", name, failed);
    }
    scheduler.close();
    if (failure != null) {
      throw failure;
    }
  }
}
