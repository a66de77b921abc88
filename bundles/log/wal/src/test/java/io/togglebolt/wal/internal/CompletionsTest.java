package io.togglebolt.wal.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.togglebolt.raft.HardState;
import io.togglebolt.runtime.Clock;
import io.togglebolt.runtime.Scheduler;
import io.togglebolt.slot.internal.SlotWorkshop;
import io.togglebolt.testkit.DiskOperation;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.wal.WalException;
import io.togglebolt.wal.WalFailedException;
import io.togglebolt.wal.segmented.internal.SegmentedWalWriterFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** In which order futures complete, and what may be done then. */
class CompletionsTest {
  private final House house = new House();
  private final List<Integer> told = new ArrayList<>();

  private void append(OpenLog log, int index) {
    CompletableFuture<Void> future = log.append(HardState.EMPTY, House.entries(index, 1, 10));
    future.whenComplete(
        (done, failed) -> {
          assertInstanceOf(WalFailedException.class, failed);
          told.add(index);
        });
  }

  @Test
  void whatIsRefusedFailsAfterWhatWasAcceptedBefore() {
    OpenLog log = house.create(House.small());
    log.append(HardState.EMPTY, House.entries(1, 1, 10))
        .whenComplete(
            (done, failed) -> {
              told.add(1);
              append(log, 3);
            });
    append(log, 2);
    house.disk.faults().failNth(DiskOperation.SYNC, 1);
    house.scheduler.runUntilIdle();
    assertEquals(List.of(1, 2, 3), told);
    append(log, 4);
    assertEquals(List.of(1, 2, 3, 4), told);
    assertEquals(0, log.status().pendingSaves());
    assertEquals(0, log.status().saves());
    log.close();
  }

  @Test
  void whatIsRefusedWhileTheFailureIsDealtWithFailsInItsTurn() {
    OpenLog log = house.create(House.small());
    append(log, 1);
    append(log, 2);
    house.disk.faults().failNth(DiskOperation.SYNC, 1);
    house.disk.observe(
        event -> {
          if (event.operation() == DiskOperation.RESIZE) {
            append(log, 3);
          }
        });
    house.scheduler.runUntilIdle();
    house.disk.observe(event -> {});
    assertEquals(List.of(1, 2, 3), told);
    assertEquals(0, log.status().pendingSaves());
    assertThrows(WalException.class, () -> log.save(HardState.EMPTY, House.entries(4, 1, 10)));
    log.close();
  }

  /** As in a loop of Raft with one lock, which appends more than there is room for. */
  @Test
  void whatIsDoneThenMayTakeTheLockUnderWhichSomebodyAppends() throws Exception {
    int saves = 40;
    Object lock = new Object();
    CountDownLatch completing = new CountDownLatch(1);
    CountDownLatch completed = new CountDownLatch(saves);
    try (Scheduler threads = Scheduler.background("test-log")) {
      LogFactory factory =
          new LogFactory(
              new SimulatedDisk(),
              Clock.system(),
              threads,
              new SlotWorkshop(),
              List.of(new SegmentedWalWriterFactory()));
      OpenLog log =
          (OpenLog)
              factory.create(House.LOG, House.METADATA, House.small().withSegmentBytes(1 << 20));
      CompletableFuture<Void> appended = new CompletableFuture<>();
      Thread appender =
          new Thread(
              () -> {
                try {
                  appendAll(log, saves, lock, completing, completed);
                  appended.complete(null);
                } catch (Throwable failed) {
                  appended.completeExceptionally(failed);
                }
              });
      appender.setDaemon(true);
      appender.start();
      try {
        appended.get(20, TimeUnit.SECONDS);
      } catch (TimeoutException hangs) {
        throw new AssertionError("the appender and the completion wait for each other", hangs);
      }
      assertEquals(true, completed.await(20, TimeUnit.SECONDS));
      log.close();
    }
  }

  private void appendAll(
      OpenLog log, int saves, Object lock, CountDownLatch completing, CountDownLatch completed)
      throws InterruptedException {
    synchronized (lock) {
      for (int i = 1; i <= saves; i++) {
        int index = i;
        log.append(HardState.EMPTY, House.entries(i, 1, 1_500))
            .thenRun(
                () -> {
                  completing.countDown();
                  synchronized (lock) {
                    told.add(index);
                  }
                  completed.countDown();
                });
        if (i == 1) {
          completing.await();
        }
      }
    }
    completed.await();
    for (int i = 1; i <= saves; i++) {
      assertEquals(i, told.get(i - 1), "in order");
    }
  }
}
