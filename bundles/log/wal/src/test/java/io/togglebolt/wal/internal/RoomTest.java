package io.togglebolt.wal.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.runtime.Scheduler;
import io.togglebolt.wal.Wal;
import io.togglebolt.wal.segmented.internal.SegmentedWalWriterFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Buffers of bounded size, and what is done on the thread that completes futures. */
class RoomTest {
  private final House house = new House();

  @Test
  void anAppendWithoutRoomWritesWhatIsInTheWay() {
    try (OpenLog log = house.create(House.small().withSegmentBytes(1 << 20))) {
      List<CompletableFuture<Void>> futures = new ArrayList<>();
      for (int i = 1; i <= 10; i++) {
        futures.add(log.append(HardState.EMPTY, House.entries(i, 1, 1_500)));
      }
      assertTrue(futures.getFirst().isDone(), "nobody ran the scheduler");
      assertFalse(futures.getLast().isDone());
      assertTrue(log.status().pendingBytes() <= 4_096, log.status().toString());
      house.scheduler.runUntilIdle();
      assertTrue(futures.getLast().isDone());
    }
    assertEquals(10, house.replay().entries().size());
  }

  @Test
  void aSaveThatIsLargerThanABufferHasOneOfItsOwn() throws Exception {
    try (OpenLog log = house.create(House.small().withSegmentBytes(1 << 20))) {
      log.save(HardState.EMPTY, House.entries(1, 1, 10));
      CompletableFuture<Void> small = log.append(HardState.EMPTY, House.entries(2, 1, 10));
      log.save(HardState.EMPTY, House.entries(3, 3, 50_000));
      assertTrue(small.isDone());
      log.save(HardState.EMPTY, House.entries(6, 1, 10));
    }
    List<Entry> entries = house.replay().entries();
    assertEquals(6, entries.size());
    assertEquals(House.entries(3, 3, 50_000), entries.subList(2, 5));
  }

  @Test
  void commitsThatNobodySyncsDoNotFillABufferForEver() throws Exception {
    try (OpenLog log = house.create(House.small().withSegmentBytes(1 << 20))) {
      log.save(House.committed(0), List.of());
      for (int i = 1; i <= 1_000; i++) {
        log.save(House.committed(i), List.of());
      }
      assertTrue(log.status().syncs() < 30, log.status().toString());
    }
    assertEquals(House.committed(1_000), house.replay().hardState());
  }

  @Test
  void whatAFutureDoesMayAppendButNotWait() throws Exception {
    try (OpenLog log = house.create(House.small().withSegmentBytes(1 << 20))) {
      List<CompletableFuture<Void>> nested = new ArrayList<>();
      CompletableFuture<Void> done =
          log.append(HardState.EMPTY, House.entries(1, 1, 10))
              .thenRun(
                  () -> {
                    for (int i = 2; i <= 11; i++) {
                      nested.add(log.append(HardState.EMPTY, House.entries(i, 1, 1_500)));
                    }
                  });
      CompletableFuture<Void> waits =
          log.append(HardState.EMPTY, List.of())
              .thenRun(
                  () -> {
                    try {
                      log.sync();
                    } catch (InterruptedException interrupted) {
                      throw new AssertionError(interrupted);
                    }
                  });
      house.scheduler.runUntilIdle();
      done.join();
      assertTrue(nested.stream().allMatch(CompletableFuture::isDone));
      CompletionException failed = assertThrows(CompletionException.class, waits::join);
      assertInstanceOf(IllegalStateException.class, failed.getCause());
    }
    assertEquals(11, house.replay().entries().size());
  }

  @Test
  void whereNoTaskCanBeStartedTheAppenderWritesItself() throws Exception {
    AtomicBoolean refuses = new AtomicBoolean();
    Scheduler refusing =
        new Scheduler() {
          @Override
          public void execute(Runnable task) {
            if (refuses.get()) {
              throw new OutOfMemoryError("unable to create a native thread");
            }
            house.scheduler.execute(task);
          }

          @Override
          public Scheduled schedule(Runnable task, long delayMillis) {
            return house.scheduler.schedule(task, delayMillis);
          }

          @Override
          public void close() {
            house.scheduler.close();
          }
        };
    LogFactory factory =
        new LogFactory(
            house.disk,
            house.clock,
            refusing,
            house.slots,
            List.of(new SegmentedWalWriterFactory()));
    try (Wal log =
        factory.create(House.LOG, House.METADATA, House.small().withSegmentBytes(1 << 20))) {
      log.save(HardState.EMPTY, House.entries(1, 1, 10));
      refuses.set(true);
      CompletableFuture<Void> refused = log.append(HardState.EMPTY, House.entries(2, 1, 10));
      assertTrue(refused.isDone(), "nobody else would write it");
      refuses.set(false);
      CompletableFuture<Void> later = log.append(HardState.EMPTY, House.entries(3, 1, 10));
      house.scheduler.runUntilIdle();
      assertTrue(later.isDone(), "a task is started again");
    }
    assertEquals(3, house.replay().entries().size());
  }
}
