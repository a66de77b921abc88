package io.togglebolt.wal.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.HardState;
import io.togglebolt.wal.ReplayedLog;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.Wal;
import io.togglebolt.wal.WalOptions;
import java.util.Arrays;
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

  @Test
  void aRecordThatEtcdWouldNotReadIsRefused() throws Exception {
    House house = new House();
    int most = (int) WalOptions.DEFAULT_MAX_RECORD_BYTES;
    try (Wal log = house.create(WalOptions.defaults().withName("log"))) {
      IllegalArgumentException refused =
          assertThrows(
              IllegalArgumentException.class,
              () -> log.append(HardState.EMPTY, House.entries(1, 1, most)));
      assertTrue(
          String.valueOf(refused.getMessage()).startsWith("entry 1 takes a record of 104"),
          refused::toString);
      Long[] voters = new Long[1_200_000];
      Arrays.fill(voters, -1L);
      SnapshotMark mark = new SnapshotMark(1, 1, ConfState.ofVoters(voters));
      assertThrows(IllegalArgumentException.class, () -> log.saveSnapshot(mark));
      // The rest of the record: two tags, two lengths, a checksum, a type, a term, an index.
      log.save(HardState.EMPTY, House.entries(1, 1, most - 24));
      assertThrows(
          IllegalArgumentException.class,
          () -> log.save(HardState.EMPTY, House.entries(2, 1, most - 16)));
    }
    assertEquals(1, house.replay().entries().size());
  }

  @Test
  void theLimitOfARecordCanBeAnotherOne() throws Exception {
    House house = new House();
    try (Wal log = house.create(House.small().withMaxRecordBytes(4_096))) {
      assertThrows(
          IllegalArgumentException.class,
          () -> log.save(HardState.EMPTY, House.entries(1, 1, 4_096)));
      log.save(HardState.EMPTY, House.entries(1, 1, 4_000));
    }
    for (long bad : new long[] {4_095, (1L << 30) + 1}) {
      assertThrows(
          IllegalArgumentException.class, () -> WalOptions.defaults().withMaxRecordBytes(bad));
    }
    try (Wal log = house.open(House.small().withMaxRecordBytes(WalOptions.MAX_MAX_RECORD_BYTES))) {
      log.save(HardState.EMPTY, House.entries(2, 1, 11 << 20));
    }
    assertEquals(2, house.replay().entries().size(), "what is there is read");
  }
}
