package io.togglebolt.wal.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.HardState;
import io.togglebolt.testkit.DiskOperation;
import io.togglebolt.wal.SnapshotMark;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Which saves must be durable: entries, a new term, a new vote; not a new commit index alone. */
class DurabilityTest {
  private final House house = new House();

  private interface Act {
    void run() throws InterruptedException;
  }

  private long syncsOf(Act act) throws InterruptedException {
    house.scheduler.runUntilIdle();
    long before = house.disk.count(DiskOperation.SYNC);
    act.run();
    return house.disk.count(DiskOperation.SYNC) - before;
  }

  private void saveMark(OpenLog log) {
    CompletableFuture<Void> saved = log.saveSnapshot(SnapshotMark.of(1, 1));
    house.scheduler.runUntilIdle();
    assertTrue(saved.isDone());
  }

  @Test
  void onlyWhatOthersMayRelyOnIsSynced() throws Exception {
    try (OpenLog log = house.create(House.small())) {
      assertEquals(1, syncsOf(() -> log.save(new HardState(1, 0, 0), List.of())), "term");
      assertEquals(1, syncsOf(() -> log.save(new HardState(1, 7, 0), List.of())), "vote");
      assertEquals(1, syncsOf(() -> log.save(HardState.EMPTY, House.entries(1, 2, 10))), "entries");
      assertEquals(0, syncsOf(() -> log.save(new HardState(1, 7, 1), List.of())), "commit");
      assertEquals(0, syncsOf(() -> log.save(HardState.EMPTY, List.of())), "nothing");
      assertEquals(1, syncsOf(log::sync), "a commit waits");
      assertEquals(0, syncsOf(log::sync), "nothing waits");
      assertEquals(0, syncsOf(() -> log.save(new HardState(1, 7, 2), List.of())), "commit");
      assertEquals(1, syncsOf(() -> saveMark(log)), "a mark");
    }
  }

  @Test
  void aCommitThatWaitsBehindEntriesIsToldAfterThem() throws Exception {
    try (OpenLog log = house.create(House.small())) {
      StringBuilder told = new StringBuilder();
      CompletableFuture<Void> entries = log.append(House.committed(0), House.entries(1, 1, 10));
      CompletableFuture<Void> commit = log.append(House.committed(1), List.of());
      entries.thenRun(() -> told.append("entries "));
      commit.thenRun(() -> told.append("commit "));
      house.scheduler.runUntilIdle();
      assertEquals("entries commit ", told.toString());
      assertTrue(log.append(House.committed(2), List.of()).isDone(), "nothing is before it");
    }
    assertEquals(House.committed(2), house.replay().hardState(), "closing makes it durable");
  }

  @Test
  void savesThatComeTogetherShareASync() throws Exception {
    try (OpenLog log = house.create(House.small().withSegmentBytes(1 << 20))) {
      long syncs =
          syncsOf(
              () -> {
                for (int i = 1; i <= 30; i++) {
                  log.append(HardState.EMPTY, House.entries(i, 1, 10));
                }
                log.sync();
              });
      assertEquals(1, syncs);
      assertEquals(31, log.status().saves());
    }
  }

  @Test
  void aMarkBehindTheLastIndexRaisesIt() throws Exception {
    try (OpenLog log = house.create(House.small())) {
      log.save(HardState.EMPTY, House.entries(1, 2, 10));
      log.saveSnapshot(SnapshotMark.of(10, 1));
      log.save(HardState.EMPTY, House.entries(11, 1, 10));
      assertEquals(11, log.status().lastIndex());
      log.saveSnapshot(SnapshotMark.of(4, 1));
      assertEquals(11, log.status().lastIndex());
      log.sync();
    }
  }
}
