package io.togglebolt.wal.internal.write;

import io.togglebolt.runtime.Scheduler;
import io.togglebolt.wal.WalException;
import io.togglebolt.wal.WalFailedException;
import io.togglebolt.wal.WalVacantException;
import io.togglebolt.wal.internal.files.WriterFailedException;
import io.togglebolt.wal.spi.WalWriter;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The place between two saves, where one thread at a time writes a batch or puts another writer
 * into service. Guards the log's end ({@link Tail}), the batch that is written, and whether the log
 * has failed; {@link Pump} says more. The lock is fair, or a busy log would never let a hand-over
 * in.
 */
public final class Boundary {
  private static final Logger LOG = System.getLogger(Boundary.class.getName());

  private final ReentrantLock lock = new ReentrantLock(true);
  private final String log;
  private final Intake intake;
  private final Turn turn;
  private final Tail tail;
  private final Scheduler scheduler;
  private final Runnable resume;
  private final long vacancyTimeoutMillis;
  private final AtomicLong batches = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  /** What was taken and is not written whole. */
  private @Nullable LogBuffer batch;

  private long vacancies;
  private volatile @Nullable Throwable failure;
  private boolean closed;

  /**
   * That of one log.
   *
   * @param resume has what waits written in the background
   */
  Boundary(
      String log,
      Intake intake,
      Tail tail,
      Scheduler scheduler,
      Runnable resume,
      long vacancyTimeoutMillis) {
    this.log = log;
    this.intake = intake;
    this.tail = tail;
    this.scheduler = scheduler;
    this.resume = resume;
    this.vacancyTimeoutMillis = vacancyTimeoutMillis;
    turn = intake.turn();
  }

  boolean isMine() {
    return lock.isHeldByCurrentThread();
  }

  @Nullable Throwable failure() {
    return failure;
  }

  /** How many batches were written. */
  long batches() {
    return batches.get();
  }

  /** How many bytes are durable of those that were appended. */
  long bytes() {
    return bytes.get();
  }

  /**
   * Writes one batch, which the caller then tells of; without a writer it waits for one.
   *
   * @return whether there may be more to do
   */
  boolean writeBatch() {
    lock.lock();
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
      lock.unlock();
    }
    return true;
  }

  /** Completes the futures of what is over. Called with neither the boundary nor the turn. */
  void tell() {
    intake.telling().tell(intake::pollLeavable);
  }

  private void drain() {
    Throwable earlier = failure;
    if (earlier != null) {
      // It was not told to all, for want of memory; nothing is written any more.
      failWaiting(() -> failed(earlier));
      return;
    }
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
    Supplier<WalException> why = () -> failed(cause);
    intake.refuse(why);
    tail.forgetWhatFailed();
    failWaiting(why);
    LOG.log(Level.ERROR, "{0}: a write failed, and all others are refused: {1}", log, cause);
  }

  private WalFailedException failed(Throwable cause) {
    return new WalFailedException(
        log + " refuses everything until it is opened again, because a write failed: " + cause,
        cause);
  }

  private void failWaiting(Supplier<WalException> why) {
    intake.failWaiting(batch, tail.durable(), why);
    batch = null;
  }

  // Vacancy.

  private void park() {
    long vacancy = ++vacancies;
    // First what may fail: what is parked without a timer waits for ever.
    scheduler.schedule(() -> vacantForLong(vacancy), vacancyTimeoutMillis);
    turn.park();
    LOG.log(
        Level.WARNING,
        "{0}: no writer serves; saves wait for {1} ms at the most",
        log,
        Long.toString(vacancyTimeoutMillis));
  }

  private void vacantForLong(long vacancy) {
    lock.lock();
    try {
      if (vacancy != vacancies || closed || !turn.isParked()) {
        return;
      }
      failVacant("none came within " + vacancyTimeoutMillis + " ms");
    } finally {
      lock.unlock();
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
  public boolean run(Runnable operation) throws InterruptedException {
    boolean resumes;
    lock.lockInterruptibly();
    try {
      if (closed) {
        return false;
      }
      operation.run();
      resumes = tail.hasWriter() && turn.unpark();
    } finally {
      lock.unlock();
    }
    if (resumes) {
      resume.run();
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

  /** What waits for a writer waits no more: the log is closed. */
  void failWhereVacant() {
    lock.lock();
    try {
      if (!tail.hasWriter()) {
        failVacant("it is closed");
      }
    } finally {
      lock.unlock();
    }
    tell();
  }

  /** Nothing is written any more. */
  void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
  }

  /** The slot is closed: its last writer serves no more. */
  public void retireWriter() {
    lock.lock();
    try {
      tail.clear();
    } finally {
      lock.unlock();
    }
  }
}
