package io.togglebolt.wal.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.metrics.Metrics;
import io.togglebolt.raft.HardState;
import io.togglebolt.slot.Candidate;
import io.togglebolt.slot.Candidates;
import io.togglebolt.slot.SlotFactory;
import io.togglebolt.slot.internal.SlotWorkshop;
import io.togglebolt.testkit.SimulatedClock;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SimulatedScheduler;
import io.togglebolt.wal.ReplayedLog;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.WalException;
import io.togglebolt.wal.WalOptions;
import io.togglebolt.wal.WalVacantException;
import io.togglebolt.wal.internal.FaultyWriters.Step;
import io.togglebolt.wal.internal.files.SegmentName;
import io.togglebolt.wal.segmented.internal.SegmentedWalWriterFactory;
import io.togglebolt.wal.spi.WalWriterFactory;
import io.togglebolt.wal.tck.MemoryWriterFactory;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** A log whose writer is gone. */
class VacancyTest {
  private final SimulatedClock clock = new SimulatedClock();
  private final SimulatedScheduler scheduler = new SimulatedScheduler(clock);
  private final SimulatedDisk disk = new SimulatedDisk();
  private final SlotFactory slots = new SlotWorkshop().with(clock, scheduler, Metrics.none());
  private final Candidates<WalWriterFactory> writers = slots.candidates();
  private final Candidate<WalWriterFactory> segmented =
      candidate(new SegmentedWalWriterFactory(), false);
  private final LogFactory factory =
      new LogFactory(disk, clock, scheduler, slots, writers, Metrics.none());

  private static Candidate<WalWriterFactory> candidate(
      WalWriterFactory writer, boolean byNameOnly) {
    return new Candidate<>(
        writer.name(), writer.ranking(), 0, writer.name(), writer, () -> {}, byNameOnly);
  }

  private OpenLog create() {
    WalOptions options = House.small().withVacancyTimeoutMillis(5_000);
    return (OpenLog) factory.create(House.LOG, House.METADATA, options);
  }

  private void withdraw() {
    writers.remove(segmented);
    scheduler.advance(1_000);
  }

  private ReplayedLog replay() {
    ReplayedLog replayed = new ReplayedLog();
    factory.open(House.LOG, SnapshotMark.BEGINNING, replayed, House.small()).close();
    return replayed;
  }

  private static void assertVacant(CompletableFuture<Void> future) {
    CompletionException failed = assertThrows(CompletionException.class, future::join);
    assertInstanceOf(WalVacantException.class, failed.getCause());
  }

  @Test
  void savesWaitForAWriterAndGoOnWithTheFirstToCome() throws Exception {
    writers.add(segmented);
    try (OpenLog log = create()) {
      log.save(HardState.EMPTY, House.entries(1, 1, 10));
      withdraw();
      assertEquals(Optional.empty(), log.status().writer());
      CompletableFuture<Void> first = log.append(HardState.EMPTY, House.entries(2, 1, 10));
      scheduler.advance(4_000);
      CompletableFuture<Void> second = log.append(HardState.EMPTY, House.entries(3, 1, 10));
      assertFalse(first.isDone() || second.isDone());
      assertEquals(2, log.status().pendingSaves());
      writers.add(segmented);
      scheduler.runUntilIdle();
      assertTrue(first.isDone() && second.isDone());
      assertEquals(1, log.status().segments(), "it goes on where it was");
    }
    assertEquals(House.entries(1, 3, 10), replay().entries());
  }

  @Test
  void savesThatWaitFailTogetherAndNothingOfThemIsThere() throws Exception {
    writers.add(segmented);
    try (OpenLog log = create()) {
      log.save(House.committed(1), House.entries(1, 1, 10));
      log.save(House.committed(2), List.of());
      withdraw();
      CompletableFuture<Void> first = log.append(HardState.EMPTY, House.entries(2, 1, 3_000));
      CompletableFuture<Void> second = log.append(House.committed(3), House.entries(3, 1, 10));
      scheduler.advance(5_000);
      assertVacant(first);
      assertVacant(second);
      assertEquals(1, log.status().lastIndex());
      assertEquals(Optional.empty(), log.status().failure());
      writers.add(segmented);
      scheduler.runUntilIdle();
      log.save(HardState.EMPTY, House.entries(2, 1, 10));
    }
    assertEquals(House.entries(1, 2, 10), replay().entries());
    assertEquals(House.committed(2), replay().hardState(), "the commit that was told is kept");
  }

  @Test
  void aWriterThatFailsWithoutASuccessorLeavesWhatItWroteToTheNext() throws Exception {
    FaultyWriters faulty = new FaultyWriters("faulty", 1);
    writers.add(candidate(faulty, false));
    try (OpenLog log = create()) {
      // The second one passes the segment's size; the third is in the next segment, in one batch.
      faulty.failing(Step.APPEND, 1, new IllegalStateException("no"));
      CompletableFuture<Void> first = log.append(HardState.EMPTY, House.entries(1, 1, 3_000));
      scheduler.runUntilIdle();
      assertTrue(first.isDone());
      CompletableFuture<Void> second = log.append(HardState.EMPTY, House.entries(2, 1, 1_200));
      CompletableFuture<Void> third = log.append(HardState.EMPTY, House.entries(3, 1, 1_200));
      scheduler.runUntilIdle();
      assertFalse(second.isDone() || third.isDone());
      writers.add(segmented);
      scheduler.runUntilIdle();
      assertTrue(second.isDone() && third.isDone());
      assertEquals(2, log.status().segments());
    }
    writers.add(segmented);
    assertEquals(3, replay().entries().size());
  }

  @Test
  void onlyWhatIsNotWrittenFailsWhenASegmentCannotBegin() throws Exception {
    FaultyWriters faulty = new FaultyWriters("faulty", 1);
    writers.add(candidate(faulty, false));
    try (OpenLog log = create()) {
      CompletableFuture<Void> first = log.append(HardState.EMPTY, House.entries(1, 1, 3_000));
      scheduler.runUntilIdle();
      faulty.failing(Step.APPEND, 1, new IllegalStateException("no"));
      CompletableFuture<Void> second = log.append(HardState.EMPTY, House.entries(2, 1, 1_200));
      CompletableFuture<Void> third = log.append(HardState.EMPTY, House.entries(3, 1, 1_200));
      scheduler.runUntilIdle();
      scheduler.advance(5_000);
      assertTrue(first.isDone());
      assertFalse(second.isCompletedExceptionally());
      assertVacant(third);
      assertEquals(2, log.status().lastIndex());
      writers.add(segmented);
      scheduler.runUntilIdle();
      log.save(HardState.EMPTY, House.entries(3, 1, 10));
    }
    assertEquals(3, replay().entries().size());
  }

  @Test
  void aLogNeverFallsBackToAWriterThatIsNotDurable() throws Exception {
    writers.add(segmented);
    writers.add(candidate(new MemoryWriterFactory(), true));
    try (OpenLog log = create()) {
      withdraw();
      assertEquals(Optional.empty(), log.status().writer());
      log.slot().pin("memory");
      scheduler.runUntilIdle();
      assertEquals(Optional.of("memory"), log.status().writer());
      log.save(HardState.EMPTY, House.entries(1, 1, 10));
      writers.add(segmented);
      log.slot().pin(null);
      scheduler.runUntilIdle();
      assertEquals(Optional.of("segmented"), log.status().writer());
      assertEquals(2, log.status().segments());
    }
  }

  @Test
  void closingAVacantLogFailsWhatWaits() {
    OpenLog log = create();
    CompletableFuture<Void> waiting = log.append(HardState.EMPTY, House.entries(1, 1, 10));
    scheduler.runUntilIdle();
    assertThrows(WalException.class, log::close);
    assertVacant(waiting);
    log.close();
    writers.add(segmented);
    assertEquals(List.of(), replay().entries());
  }

  @Test
  void nothingIsLeftOfWhatAFailedWriterWrote() throws Exception {
    FaultyWriters faulty = new FaultyWriters("faulty", 1);
    writers.add(candidate(faulty, false));
    WalOptions options = House.small().withSegmentBytes(1 << 16).withVacancyTimeoutMillis(5_000);
    try (OpenLog log = (OpenLog) factory.create(House.LOG, House.METADATA, options)) {
      faulty.failing(Step.APPENDED, 0, new IllegalStateException("no"));
      CompletableFuture<Void> failed = log.append(HardState.EMPTY, House.entries(1, 1, 20_000));
      scheduler.runUntilIdle();
      scheduler.advance(5_000);
      assertVacant(failed);
      assertOnlyZerosBehind(log.status().tailBytes());
      writers.add(segmented);
      scheduler.runUntilIdle();
      log.save(HardState.EMPTY, House.entries(1, 1, 10));
      assertOnlyZerosBehind(log.status().tailBytes());
    }
    assertEquals(House.entries(1, 1, 10), replay().entries());
  }

  private void assertOnlyZerosBehind(long offset) throws IOException {
    byte[] content = disk.content(House.LOG.resolve(SegmentName.FIRST.fileName()));
    for (int i = (int) offset; i < content.length; i++) {
      assertEquals(0, content[i], "at " + i);
    }
  }

  @Test
  void aCommitThatWasToldOutlivesTheBatchThatItWasTakenWith() throws Exception {
    FaultyWriters faulty = new FaultyWriters("faulty", 1);
    writers.add(candidate(faulty, false));
    try (OpenLog log = create()) {
      log.save(House.committed(1), House.entries(1, 1, 10));
      log.save(House.committed(2), List.of());
      faulty.failing(Step.APPEND, 0, new IllegalStateException("no"));
      CompletableFuture<Void> taken = log.append(HardState.EMPTY, House.entries(2, 1, 10));
      scheduler.runUntilIdle();
      scheduler.advance(5_000);
      assertVacant(taken);
      writers.add(segmented);
      scheduler.runUntilIdle();
      log.sync();
    }
    assertEquals(House.committed(2), replay().hardState());
  }

  @Test
  void eachVacancyHasItsOwnTime() throws Exception {
    OpenLog log = create();
    CompletableFuture<Void> first = log.append(HardState.EMPTY, House.entries(1, 1, 10));
    scheduler.advance(3_000);
    writers.add(segmented);
    scheduler.runUntilIdle();
    assertTrue(first.isDone());
    withdraw();
    CompletableFuture<Void> second = log.append(HardState.EMPTY, House.entries(2, 1, 10));
    scheduler.advance(4_999);
    assertFalse(second.isDone(), "the time of the first one is over, that of this one is not");
    scheduler.advance(1);
    assertVacant(second);
    log.close();
  }
}
