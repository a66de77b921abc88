package io.togglebolt.wal.internal.write;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.runtime.Scheduler;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.WalClosedException;
import io.togglebolt.wal.WalException;
import io.togglebolt.wal.WalOptions;
import io.togglebolt.wal.internal.format.MetadataRecord;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings what was accepted to the writer, and tells who waits.
 *
 * <p><b>Who owns what.</b> The {@link Boundary} guards the log's end ({@link Tail}), its writer and
 * the batch that is written; the intake lock guards what is accepted and not taken yet ({@link
 * Intake}), whose turn it is to write ({@link Turn}), and what is to be told ({@link Telling}). The
 * boundary is taken first. Futures are completed with neither held.
 *
 * <p><b>Who writes.</b> Nobody while nothing waits. A save that finds it so writes on its own
 * thread, once, and leaves what came meanwhile to a task of the scheduler, which goes on as long as
 * there is more; what is appended begins such a task. So a lone thread pays for no change of
 * threads, many share each sync, and a simulation of one thread runs it all. What was scheduled and
 * has not begun is taken over by whoever waits.
 *
 * <p><b>Nobody waits at the boundary.</b> Without a writer the batch stays where it is, the turn is
 * parked, and whatever fills the slot begins a task; a timer fails what waits.
 */
public final class Pump {
  private static final Logger LOG = System.getLogger(Pump.class.getName());

  private final String log;
  private final Intake intake;
  private final Appender appender;
  private final Turn turn;
  private final Boundary boundary;
  private final Scheduler scheduler;

  /**
   * One that goes on where the log ends.
   *
   * @param log its name
   * @param metadata what each segment begins with
   */
  public Pump(
      String log, MetadataRecord metadata, Tail tail, Scheduler scheduler, WalOptions options) {
    this.log = log;
    this.scheduler = scheduler;
    LogEncoder encoder = new LogEncoder(metadata, options.segmentBytes(), tail.durable());
    intake = new Intake(encoder, options.bufferBytes());
    appender = new Appender(intake, encoder, new EntryCheck(options.maxRecordBytes()));
    turn = intake.turn();
    turn.attach(this::writeOnce);
    boundary =
        new Boundary(log, intake, tail, scheduler, this::handOn, options.vacancyTimeoutMillis());
  }

  /** What was done, and what is to do. */
  public Figures figures() {
    Intake.Load load = intake.load();
    return new Figures(
        load.saves(),
        load.bytes(),
        load.lastIndex(),
        load.state(),
        load.toldSaves(),
        boundary.batches(),
        boundary.bytes());
  }

  /** Why everything is refused, but for that it is closed; null while it is not. */
  public @Nullable Throwable failure() {
    return boundary.failure();
  }

  /** Where writers take each other's place. */
  public Boundary boundary() {
    return boundary;
  }

  // What is asked for.

  /** As {@link io.togglebolt.wal.Wal#append}. */
  public Save append(HardState state, List<Entry> entries) {
    return woken(appender.append(state, entries));
  }

  /** As {@link io.togglebolt.wal.Wal#save}. */
  public void save(HardState state, List<Entry> entries) throws InterruptedException {
    requireOutside();
    await(appender.append(state, entries));
  }

  /** As {@link io.togglebolt.wal.Wal#saveSnapshot}. */
  public Save saveSnapshot(SnapshotMark mark) {
    return woken(appender.saveSnapshot(mark));
  }

  /** As {@link io.togglebolt.wal.Wal#sync}. */
  public void sync() throws InterruptedException {
    requireOutside();
    await(appender.sync());
  }

  /** As {@link io.togglebolt.wal.Wal#cut}. */
  public void cut() throws InterruptedException {
    requireOutside();
    await(appender.cut());
  }

  private Save woken(Save save) {
    if (turn.schedule()) {
      handOn();
    }
    return save;
  }

  /** Has a task write, or writes here where the scheduler takes none, or nobody would. */
  private void handOn() {
    boolean handed = false;
    try {
      scheduler.execute(this::runTask);
      handed = true;
    } catch (RuntimeException | Error refused) {
      LOG.log(Level.WARNING, "{0}: no task could be started: {1}", log, refused);
    } finally {
      if (!handed) {
        runTask();
      }
    }
  }

  // Whose turn it is.

  /**
   * Goes on until nothing waits. While it tells, the turn is free for whoever needs room: what is
   * told may wait for a lock that such a one holds.
   */
  private void runTask() {
    boolean over = false;
    try {
      boolean goesOn = true;
      while (goesOn && turn.take(true)) {
        goesOn = boundary.writeBatch();
        turn.offer();
        boundary.tell();
      }
      over = true;
    } finally {
      if (!over) {
        turn.offer();
        handOn();
      }
    }
  }

  /** Writes on the calling thread, if nobody else does and there is something to write. */
  private boolean writeOnce() {
    if (!turn.take(false)) {
      return false;
    }
    boolean open;
    try {
      open = boundary.writeBatch();
    } finally {
      endTurn();
    }
    boundary.tell();
    return open;
  }

  private void endTurn() {
    if (turn.end()) {
      handOn();
    }
  }

  /** Waits for a save, and writes it where nobody else is about it. */
  private void await(Save save) throws InterruptedException {
    boolean mayWrite = true;
    while (mayWrite && !save.isDone()) {
      mayWrite = writeOnce();
    }
    save.await();
  }

  /**
   * Refuses to wait on a thread that others wait for.
   *
   * @throws IllegalStateException when the calling thread completes futures of this log
   */
  public void requireOutside() {
    if (isInside()) {
      throw new IllegalStateException(
          log + ": waited for on the thread that completes its futures, which would never end");
    }
  }

  /** Whether the calling thread is one that others wait for. */
  public boolean isInside() {
    return boundary.isMine() || turn.isOwner() || intake.telling().isTeller();
  }

  // The end.

  /**
   * Refuses what comes from now on, and waits for what came before.
   *
   * @return what could not be made durable
   */
  public @Nullable WalException finish() {
    Save last = intake.close(() -> new WalClosedException(log + " is closed"));
    WalException failed = null;
    if (last != null) {
      boundary.failWhereVacant();
      failed = join(last);
    }
    boundary.close();
    return failed;
  }

  private @Nullable WalException join(Save last) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          await(last);
          return null;
        } catch (InterruptedException interruption) {
          interrupted = true;
        } catch (WalException failed) {
          return failed;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** What was done, and what is to do. */
  public record Figures(
      int pendingSaves,
      long pendingBytes,
      long lastIndex,
      HardState state,
      long saves,
      long batches,
      long bytes) {}
}
