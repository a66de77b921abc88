package io.togglebolt.wal.internal.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.runtime.Scheduler;
import io.togglebolt.testkit.SimulatedClock;
import io.togglebolt.testkit.SimulatedScheduler;
import io.togglebolt.wal.spi.WalSegment;
import io.togglebolt.wal.spi.WalWriter;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WritersTest {
  private final SimulatedScheduler scheduler = new SimulatedScheduler(new SimulatedClock());
  private final Writers writers = new Writers("log", scheduler);

  /** A writer that only counts how often it was closed. */
  private static class Counting implements WalWriter {
    final AtomicInteger closes = new AtomicInteger();

    @Override
    public void begin(WalSegment segment, long offset) {}

    @Override
    public void append(MemorySegment frames) {}

    @Override
    public void close() {
      closes.incrementAndGet();
    }
  }

  private Counting made() {
    Counting writer = new Counting();
    writers.add(writer, true);
    return writer;
  }

  @Test
  void aWriterIsClosedOnceInTheBackground() {
    Counting writer = made();
    writers.retire(writer);
    writers.retire(writer);
    assertEquals(0, writer.closes.get());
    scheduler.runUntilIdle();
    writers.retire(writer);
    writers.close();
    scheduler.runUntilIdle();
    assertEquals(1, writer.closes.get());
  }

  @Test
  void closingClosesAtOnceWhatServesNoMore() {
    Counting retired = made();
    Counting serving = made();
    writers.retire(retired);
    writers.close();
    assertEquals(1, retired.closes.get());
    assertEquals(0, serving.closes.get(), "whoever has it still says when");
    writers.retire(serving);
    assertEquals(1, serving.closes.get());
    scheduler.runUntilIdle();
    assertEquals(1, retired.closes.get());
  }

  @Test
  void oneThatFailsToCloseKeepsNoOtherFromBeingClosed() {
    Counting failing =
        new Counting() {
          @Override
          public void close() {
            super.close();
            throw new NoClassDefFoundError("gone");
          }
        };
    writers.add(failing, true);
    Counting other = made();
    writers.retire(failing);
    writers.retire(other);
    writers.close();
    assertEquals(1, failing.closes.get());
    assertEquals(1, other.closes.get());
  }

  @Test
  void closingWaitsForAWriterThatIsBeingClosed() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Counting slow =
        new Counting() {
          @Override
          public void close() {
            begun.countDown();
            awaitUninterruptibly(go);
            super.close();
          }
        };
    try (Scheduler threads = Scheduler.background("writers-test")) {
      Writers owner = new Writers("log", threads);
      owner.add(slow, true);
      owner.retire(slow);
      assertTrue(begun.await(30, TimeUnit.SECONDS));
      Thread closing = Thread.ofPlatform().start(owner::close);
      while (closing.getState() != Thread.State.TIMED_WAITING) {
        assertTrue(closing.isAlive(), "it has not waited");
        Thread.onSpinWait();
      }
      assertEquals(0, slow.closes.get());
      go.countDown();
      closing.join(30_000);
      assertFalse(closing.isAlive());
      assertEquals(1, slow.closes.get());
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        latch.await();
        break;
      } catch (InterruptedException interruption) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
