package io.togglebolt.wal.internal.write;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.runtime.Scheduler;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.WalClosedException;
import io.togglebolt.wal.WalException;
import io.togglebolt.wal.WalFailedException;
import io.togglebolt.wal.WalOptions;
import io.togglebolt.wal.WalVacantException;
import io.togglebolt.wal.internal.files.WriterFailedException;
import io.togglebolt.wal.internal.format.MetadataRecord;
import io.togglebolt.wal.spi.WalWriter;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings what was accepted to the writer, and tells who waits.
 *
 * <p><b>Who owns what.</b> The boundary guards the log's end ({@link Tail}), its writer and the
 * batch that is written; the intake lock guards what is accepted and not taken yet, whose turn it
 * is to write, and what is to be told. The boundary is taken first. Futures are completed with
 * neither held. The boundary is fair, or a busy log would never let a hand-over in.
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

  private final ReentrantLock boundary = new ReentrantLock(true);
  private final String log;
  private final Intake intake;
  private final Turn turn;
  private final Tail tail;
  private final Scheduler scheduler;
  private final long vacancyTimeoutMillis;
  private final AtomicLong batches = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private @Nullable LogBuffer batch;
  private long vacancies;
  private volatile @Nullable Throwable failure;
  private boolean closed;

  private Pump(
      String log, Intake intake, Tail tail, Scheduler scheduler, long vacancyTimeoutMillis) {
    this.log = log;
    this.intake = intake;
    this.tail = tail;
    this.scheduler = scheduler;
    this.vacancyTimeoutMillis = vacancyTimeoutMillis;
    turn = intake.turn();
    turn.attach(this::writeOnce);
  }

  /**
   * One that goes on where the log ends.
   *
   * @param log its name
   * @param metadata what each segment begins with
   */
  public static Pump of(
      String log, MetadataRecord metadata, Tail tail, Scheduler scheduler, WalOptions options) {
    LogEncoder encoder = new LogEncoder(metadata, options.segmentBytes(), tail.durable());
    Intake intake = new Intake(encoder, options.bufferBytes());
    return new Pump(log, intake, tail, scheduler, options.vacancyTimeoutMillis());
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
        batches.get(),
        bytes.get());
  }

  /** Why everything is refused, but for that it is closed; null while it is not. */
  public @Nullable Throwable failure() {
    return failure;
  }

  // What is asked for.

  /** As {@link io.togglebolt.wal.Wal#append}. */
  public Save append(HardState state, List<Entry> entries) {
    return woken(intake.append(state, entries));
  }

  /** As {@link io.togglebolt.wal.Wal#save}. */
  public void save(HardState state, List<Entry> entries) throws InterruptedException {
    requireOutside();
    await(intake.append(state, entries));
  }

  /** As {@link io.togglebolt.wal.Wal#saveSnapshot}. */
  public Save saveSnapshot(SnapshotMark mark) {
    return woken(intake.saveSnapshot(mark));
  }

  /** As {@link io.togglebolt.wal.Wal#sync}. */
  public void sync() throws InterruptedException {
    requireOutside();
    await(intake.sync());
  }

  /** As {@link io.togglebolt.wal.Wal#cut}. */
  public void cut() throws InterruptedException {
    requireOutside();
    await(intake.cut());
  }

  private Save woken(Save save) {
    if (turn.schedule()) {
      scheduler.execute(this::runTask);
    }
    return save;
  }

  // Whose turn it is.

  private void runTask() {
    if (!turn.take(true)) {
      return;
    }
    try {
      boolean goesOn = true;
      while (goesOn) {
        goesOn = writeBatch() && turn.goesOn();
      }
    } finally {
      endTurn();
    }
  }

  /** Writes on the calling thread, if nobody else does and there is something to write. */
  private boolean writeOnce() {
    if (!turn.take(false)) {
      return false;
    }
    try {
      return writeBatch();
    } finally {
      endTurn();
    }
  }

  private void endTurn() {
    if (turn.end()) {
      scheduler.execute(this::runTask);
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
    return boundary.isHeldByCurrentThread() || turn.isOwner() || intake.telling().isTeller();
  }

  // What is done in a turn.

  /** Whether there may be more to do. */
  private boolean writeBatch() {
    boundary.lock();
    try {
      if (closed) {
        return false;
      }
      if (tail.hasWriter()) {
        drain();
      } else {
        park();
      }
    } finally {
      boundary.unlock();
    }
    tell();
    return true;
  }

  private void tell() {
    intake.telling().tell(intake::pollLeavable);
  }

  private void drain() {
    LogBuffer next = batch == null ? intake.take() : batch;
    if (next == null) {
      return;
    }
    batch = next;
    try {
      tail.write(next, this::written);
      ended(next);
    } catch (NoWriterException vacant) {
      park();
    } catch (IOException | RuntimeException | Error failed) {
      fail(failed);
    }
  }

  private void ended(LogBuffer written) {
    batch = null;
    intake.giveBack(written);
    batches.incrementAndGet();
  }

  private void written(LogBuffer part, long count) {
    bytes.addAndGet(count);
    intake.written(part);
  }

  /** Nobody knows what the disk holds: everything that waits fails, and all that comes. */
  private void fail(Throwable cause) {
    failure = cause;
    Supplier<WalException> why =
        () ->
            new WalFailedException(
                log
                    + " refuses everything until it is opened again, because a write failed: "
                    + cause,
                cause);
    LOG.log(Level.ERROR, "{0}: a write failed, and all others are refused: {1}", log, cause);
    intake.refuse(why);
    tail.forgetWhatFailed();
    failWaiting(why);
  }

  private void failWaiting(Supplier<WalException> why) {
    LogBuffer left = batch;
    batch = null;
    intake.failWaiting(left, tail.durable(), why);
  }

  // Vacancy.

  private void park() {
    turn.park();
    long vacancy = ++vacancies;
    LOG.log(
        Level.WARNING,
        "{0}: no writer serves; saves wait for {1} ms at the most",
        log,
        Long.toString(vacancyTimeoutMillis));
    scheduler.schedule(() -> vacantForLong(vacancy), vacancyTimeoutMillis);
  }

  private void vacantForLong(long vacancy) {
    boundary.lock();
    try {
      if (vacancy != vacancies || closed || !turn.isParked()) {
        return;
      }
      failVacant("none came within " + vacancyTimeoutMillis + " ms");
    } finally {
      boundary.unlock();
    }
    tell();
  }

  private void failVacant(String what) {
    failWaiting(
        () ->
            new WalVacantException(
                log
                    + " has no writer: "
                    + what
                    + ". Start a bundle that offers one (wal:list shows them); saves then go on"));
    turn.endParking();
  }

  // The slot.

  /** As {@link io.togglebolt.slot.SlotOwner#atBoundary}. */
  public boolean atBoundary(Runnable task) throws InterruptedException {
    boolean resumes;
    boundary.lockInterruptibly();
    try {
      if (closed) {
        return false;
      }
      task.run();
      resumes = tail.hasWriter() && turn.unpark();
    } finally {
      boundary.unlock();
    }
    if (resumes) {
      scheduler.execute(this::runTask);
    }
    tell();
    return true;
  }

  /**
   * Lets a candidate serve; where nobody does it goes on where the log ends, otherwise it begins
   * the next segment. Called at the boundary.
   *
   * @throws Exception when it can't; what served before serves on
   */
  public void adopt(WalWriter candidate) throws Exception {
    Throwable earlier = failure;
    if (earlier != null) {
      throw new IllegalStateException("the log has failed: " + earlier, earlier);
    }
    try {
      handOver(candidate);
    } catch (WriterFailedException refused) {
      throw refused.asException();
    } catch (IOException | RuntimeException | Error failed) {
      fail(failed);
      throw failed;
    }
  }

  private void handOver(WalWriter candidate) throws IOException, WriterFailedException {
    try {
      LogBuffer last = batch;
      if (last != null && tail.hasWriter()) {
        tail.write(last, this::written);
        ended(last);
      }
      if (tail.hasWriter()) {
        last = intake.takeWithCut();
        batch = last;
        tail.handOver(candidate, last, this::written);
        ended(last);
        return;
      }
    } catch (NoWriterException failed) {
      // The one before failed as its last deed, and there is none to replace it but this one.
      LOG.log(Level.DEBUG, "{0}: {1}", log, failed.getMessage());
    }
    tail.seat(candidate);
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
      giveUpWhereVacant();
      failed = join(last);
    }
    boundary.lock();
    try {
      closed = true;
    } finally {
      boundary.unlock();
    }
    return failed;
  }

  private void giveUpWhereVacant() {
    boundary.lock();
    try {
      if (!tail.hasWriter()) {
        failVacant("it is closed");
      }
    } finally {
      boundary.unlock();
    }
    tell();
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

  /** The slot is closed: its last writer serves no more. */
  public void retireWriter() {
    boundary.lock();
    try {
      tail.clear();
    } finally {
      boundary.unlock();
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
