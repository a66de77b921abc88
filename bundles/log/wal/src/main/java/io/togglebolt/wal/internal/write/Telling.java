package io.togglebolt.wal.internal.write;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Completes futures in order, on one thread at a time and with no lock held, as what is done then
 * is anybody's. State is guarded by the intake lock.
 */
final class Telling {
  private final ReentrantLock lock;
  private final SaveQueue over = new SaveQueue();
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
        for (Save save = next(more); save != null; save = next(more)) {
          finish(save);
        }
      } finally {
        teller = null;
      }
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Save next(Supplier<@Nullable Save> more) {
    Save save = over.poll();
    return save != null ? save : more.get();
  }

  private void finish(Save save) {
    pending--;
    pendingBytes -= save.bytes;
    told += save.failure == null ? 1 : 0;
    lock.unlock();
    try {
      save.finish();
    } finally {
      lock.lock();
      unfinished--;
    }
  }
}
