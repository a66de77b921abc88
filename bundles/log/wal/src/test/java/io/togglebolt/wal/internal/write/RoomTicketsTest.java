package io.togglebolt.wal.internal.write;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** That nobody waits for ever behind one who gave up. */
class RoomTicketsTest {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Room room = new Room(changed, new Turn(lock, changed, () -> false));

  private static boolean noMemory() {
    throw new OutOfMemoryError("no memory for a large save");
  }

  @Test
  void whoGetsNoMemoryForALargeSaveIsInNobodysWay() {
    lock.lock();
    try {
      assertThrows(
          OutOfMemoryError.class, () -> room.await(() -> false, RoomTicketsTest::noMemory));
      assertTrue(room.isOpen(), "nobody waits any more");
      room.await(() -> false, () -> true);
    } finally {
      lock.unlock();
    }
  }

  @Test
  void whoFailsBehindOthersDoesNotTakeTheirTurn() throws Exception {
    AtomicBoolean roomForFirst = new AtomicBoolean();
    AtomicBoolean secondFails = new AtomicBoolean();
    CountDownLatch secondFailed = new CountDownLatch(1);
    Thread first = new Thread(() -> await(() -> false, roomForFirst::get));
    Thread second =
        new Thread(
            () -> {
              assertThrows(
                  OutOfMemoryError.class,
                  () -> await(() -> secondFails.get() && noMemory(), () -> true));
              secondFailed.countDown();
            });
    first.setDaemon(true);
    second.setDaemon(true);
    first.start();
    awaitWaiting(1);
    second.start();
    awaitWaiting(2);
    secondFails.set(true);
    signal();
    assertTrue(secondFailed.await(30, TimeUnit.SECONDS), "the second one waits still");
    lock.lock();
    try {
      assertFalse(room.isOpen(), "the first one waits still");
    } finally {
      lock.unlock();
    }
    roomForFirst.set(true);
    signal();
    first.join(30_000);
    assertFalse(first.isAlive(), "the first one waits for ever");
  }

  private void await(BooleanSupplier isOver, BooleanSupplier hasRoom) {
    lock.lock();
    try {
      room.await(isOver, hasRoom);
    } finally {
      lock.unlock();
    }
  }

  private void awaitWaiting(int count) {
    while (true) {
      lock.lock();
      try {
        if (lock.getWaitQueueLength(changed) == count) {
          return;
        }
      } finally {
        lock.unlock();
      }
      Thread.onSpinWait();
    }
  }

  private void signal() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
