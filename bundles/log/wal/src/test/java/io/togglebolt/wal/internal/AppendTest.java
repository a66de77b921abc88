package io.togglebolt.wal.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.HardState;
import io.togglebolt.wal.ReplayedLog;
import io.togglebolt.wal.Wal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AppendTest {
  @Test
  void whatWasSavedIsThereWhenTheLogIsOpenedAgain() throws Exception {
    House house = new House();
    try (Wal log = house.create(House.small())) {
      log.save(House.committed(0), House.entries(1, 3, 20));
      log.save(House.committed(2), House.entries(4, 2, 20));
    }
    ReplayedLog replayed = house.replay();
    assertEquals(House.entries(1, 5, 20), replayed.entries());
    assertEquals(House.committed(2), replayed.hardState());
    assertEquals(House.METADATA, replayed.metadata());
  }

  @Test
  void whatIsAppendedIsWrittenByATaskOfTheScheduler() {
    House house = new House();
    try (Wal log = house.create(House.small())) {
      CompletableFuture<Void> first = log.append(HardState.EMPTY, House.entries(1, 1, 20));
      CompletableFuture<Void> second = log.append(HardState.EMPTY, House.entries(2, 1, 20));
      assertFalse(first.isDone() || second.isDone());
      house.scheduler.runUntilIdle();
      assertTrue(first.isDone() && second.isDone());
    }
  }

  @Test
  void segmentsEndAtTheSaveThatPassesTheirSize() throws Exception {
    House house = new House();
    try (Wal log = house.create(House.small())) {
      for (int i = 1; i <= 20; i++) {
        log.save(HardState.EMPTY, House.entries(i, 1, 1_000));
        house.scheduler.runUntilIdle();
      }
    }
    assertEquals(
        List.of(
            "0000000000000000-0000000000000000.wal",
            "0000000000000001-0000000000000005.wal",
            "0000000000000002-0000000000000009.wal",
            "0000000000000003-000000000000000d.wal",
            "0000000000000004-0000000000000011.wal",
            "0000000000000005-0000000000000015.wal"),
        house.files());
    assertEquals(House.entries(1, 20, 1_000), house.replay().entries());
  }

  @Test
  void whatIsRefusedHalfwayLeavesNoTrace() throws Exception {
    House house = new House();
    try (Wal log = house.create(House.small())) {
      log.save(HardState.EMPTY, House.entries(1, 1, 20));
      HardState voted = new HardState(0, 7, 0);
      assertThrows(
          IllegalArgumentException.class, () -> log.append(voted, House.entries(2, 1, 20)));
      assertEquals(1, log.status().lastIndex());
      log.save(HardState.EMPTY, House.entries(2, 1, 20));
    }
    assertEquals(House.entries(1, 2, 20), house.replay().entries());
  }
}
