package io.togglebolt.wal.internal.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TellingTest {
  private static final int SAVES = 300;

  private final CountedLock lock = new CountedLock();
  private final Telling telling = new Telling(lock);
  private final List<Integer> told = new ArrayList<>();

  private static final class CountedLock extends ReentrantLock {
    private static final long serialVersionUID = 1;
    int taken;

    @Override
    public void lock() {
      super.lock();
      taken++;
    }
  }

  private Save begun(int number) {
    Save save = new Save();
    save.bytes = 8;
    save.thenRun(() -> told.add(number));
    lock.lock();
    try {
      telling.begin(save);
    } finally {
      lock.unlock();
    }
    return save;
  }

  private void end(Save save) {
    lock.lock();
    try {
      telling.end(save);
    } finally {
      lock.unlock();
    }
  }

  private static List<Integer> upTo(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private void assertAllTold(int count) {
    assertEquals(upTo(count), told);
    assertTrue(telling.isIdle());
    assertEquals(0, telling.pending());
    assertEquals(0, telling.pendingBytes());
    assertEquals(count, telling.told());
  }

  @Test
  void manyAreToldInOrderAndTheLockIsTakenForManyAtOnce() {
    for (int i = 0; i < SAVES; i++) {
      end(begun(i));
    }
    lock.taken = 0;
    telling.tell(() -> null);
    assertAllTold(SAVES);
    assertTrue(lock.taken <= 2 + SAVES / 50, () -> "the lock was taken " + lock.taken + " times");
  }

  @Test
  void whatEndsMeanwhileIsToldInItsTurn() {
    Save first = new Save();
    Save last = begun(SAVES);
    first.thenRun(
        () -> {
          assertFalse(lock.isHeldByCurrentThread());
          assertTrue(telling.isTeller());
          assertFalse(telling.isIdle(), "not before it has been told");
          end(last);
          telling.tell(() -> null);
          assertFalse(last.isDone(), "others are before it");
        });
    lock.lock();
    telling.begin(first);
    telling.end(first);
    lock.unlock();
    for (int i = 0; i < SAVES; i++) {
      end(begun(i));
    }
    telling.tell(() -> null);
    assertFalse(first.isCompletedExceptionally());
    assertEquals(upTo(SAVES + 1), told);
    assertEquals(SAVES + 2, telling.told());
    assertTrue(telling.isIdle());
  }

  @Test
  void whatMayBeLeftIsToldWhenNothingElseIs() {
    Save left = begun(1);
    end(begun(0));
    List<Save> more = new ArrayList<>(List.of(left));
    telling.tell(
        () -> {
          assertEquals(0, told.indexOf(0), "it comes behind");
          return more.isEmpty() ? null : more.removeLast();
        });
    assertAllTold(2);
  }
}
