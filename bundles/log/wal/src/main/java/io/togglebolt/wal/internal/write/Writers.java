package io.togglebolt.wal.internal.write;

import io.togglebolt.runtime.Scheduler;
import io.togglebolt.wal.spi.WalWriter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The writers of a log, from when they are made until they are closed, each of them once. That is
 * done in the background, for it may take long: to free memory that threads share, the JVM waits
 * for each of its threads, and whoever appends would wait with it while writers are swapped.
 *
 * <p>Thread-safe; the lock is a leaf, and not held while a writer is closed.
 */
public final class Writers implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Writers.class.getName());

  /** Much longer than it takes to free memory; a stranger's writer may hang. */
  private static final long MOST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Those that are not retired, and whether each of them is durable. */
  private final Map<WalWriter, Boolean> living = new IdentityHashMap<>();

  private final Deque<WalWriter> retired = new ArrayDeque<>();
  private final String log;
  private final Scheduler scheduler;
  private int beingClosed;
  private boolean closed;

  /**
   * None yet.
   *
   * @param log its name
   */
  public Writers(String log, Scheduler scheduler) {
    this.log = log;
    this.scheduler = scheduler;
  }

  /**
   * A writer was made, and is to be closed one day.
   *
   * @param durable whether what it appends survives a power cut
   */
  public void add(WalWriter writer, boolean durable) {
    lock.lock();
    try {
      living.put(writer, durable);
    } finally {
      lock.unlock();
    }
  }

  /** A writer takes its seat. */
  Seat seat(WalWriter writer, SyncTimes times) {
    lock.lock();
    try {
      return new Seat(writer, living.getOrDefault(writer, false), times);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Has a writer closed that serves no more, unless that was asked for before. Nothing that it is
   * called for may be under way, but for {@link WalWriter#prepare}; so one that served is brought
   * here at the boundary.
   */
  public void retire(WalWriter writer) {
    boolean now;
    lock.lock();
    try {
      if (living.remove(writer) == null) {
        return;
      }
      retired.add(writer);
      now = closed;
    } finally {
      lock.unlock();
    }
    if (now) {
      closeRetired();
    } else {
      scheduler.execute(this::closeRetired);
    }
  }

  private void closeRetired() {
    for (WalWriter writer = poll(); writer != null; writer = poll()) {
      try {
        writer.close();
      } catch (Throwable failed) {
        // What a stranger's writer throws changes nothing any more.
        LOG.log(
            Level.WARNING,
            "{0}: a writer that serves no more could not be closed: {1}",
            log,
            failed);
      } finally {
        ended();
      }
    }
  }

  private @Nullable WalWriter poll() {
    lock.lock();
    try {
      WalWriter next = retired.poll();
      beingClosed += next == null ? 0 : 1;
      return next;
    } finally {
      lock.unlock();
    }
  }

  private void ended() {
    lock.lock();
    try {
      beingClosed--;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Closes all that serve no more, and waits for those that are being closed, for a while. What is
   * retired later is closed at once.
   */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    if (isAnyRetired()) {
      // On a thread of its own, as one that hangs must not keep the log from being closed.
      Thread.ofPlatform().daemon().name("togglebolt-wal-close").start(this::closeRetired);
    }
    awaitEnded();
  }

  private boolean isAnyRetired() {
    lock.lock();
    try {
      return !retired.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private void awaitEnded() {
    boolean interrupted = false;
    lock.lock();
    try {
      long end = System.nanoTime() + MOST_WAIT_NANOS;
      for (long left = MOST_WAIT_NANOS; isBusy() && left > 0; left = end - System.nanoTime()) {
        try {
          changed.awaitNanos(left);
        } catch (InterruptedException interruption) {
          interrupted = true;
        }
      }
      if (isBusy()) {
        LOG.log(Level.WARNING, "{0}: closed, but a writer that is being closed hangs", log);
      }
    } finally {
      lock.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean isBusy() {
    return beingClosed > 0 || !retired.isEmpty();
  }
}
