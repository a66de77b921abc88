package io.togglebolt.wal.internal.write;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Completes futures in order, on one thread at a time and with no lock held, as what is done then
 * is anybody's. State is guarded by the intake lock.
 */
final class Telling {
  /** Whoever appends has to wait less where the lock is not taken for every save that is told. */
  private static final int MOST_AT_ONCE = 64;

  private final ReentrantLock lock;
  private final SaveQueue over = new SaveQueue();

  /** Those that are about to be told; the teller's own while there is one. */
  private final SaveQueue taken = new SaveQueue();

  private @Nullable Thread teller;

  /** Saves that have their place and have not been told yet. */
  private int unfinished;

  /** Those of them that are not about to be told; so who was told finds itself counted. */
  private int pending;

  private long pendingBytes;
  private long told;

  Telling(ReentrantLock intake) {
    lock = intake;
  }

  // With the lock held.

  /** Whether everything that was accepted has been told. */
  boolean isIdle() {
    return unfinished == 0;
  }

  /** Whether nothing is to be told but the last so many saves. */
  boolean isLeft(int count) {
    return unfinished == count;
  }

  boolean isMine() {
    return teller == Thread.currentThread();
  }

  int pending() {
    return pending;
  }

  long pendingBytes() {
    return pendingBytes;
  }

  long told() {
    return told;
  }

  /** A save has its place. */
  void begin(Save save) {
    unfinished++;
    pending++;
    pendingBytes += save.bytes;
  }

  /** A save that nobody has seen yet is over at once. */
  void tellNew(Save save) {
    told++;
    save.finish();
  }

  /** A save is over, and will be told in its turn. */
  void end(Save save) {
    over.add(save);
  }

  // Without it.

  boolean isTeller() {
    lock.lock();
    try {
      return isMine();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Tells all that are over, unless another thread is about it, which then tells these as well.
   *
   * @param more what may be told when nothing else is left
   */
  void tell(Supplier<@Nullable Save> more) {
    lock.lock();
    try {
      if (teller != null) {
        return;
      }
      teller = Thread.currentThread();
      try {
        while (take(more)) {
          finishTaken();
        }
      } finally {
        teller = null;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes the next that are over, if there are any. */
  private boolean take(Supplier<@Nullable Save> more) {
    Save save = over.poll();
    if (save == null && taken.isEmpty()) {
      save = more.get();
    }
    while (save != null) {
      pending--;
      pendingBytes -= save.bytes;
      told += save.failure == null ? 1 : 0;
      taken.add(save);
      save = taken.size() < MOST_AT_ONCE ? over.poll() : null;
    }
    return !taken.isEmpty();
  }

  private void finishTaken() {
    int before = taken.size();
    lock.unlock();
    try {
      for (Save save = taken.poll(); save != null; save = taken.poll()) {
        save.finish();
      }
    } finally {
      lock.lock();
      unfinished -= before - taken.size();
    }
  }
}
