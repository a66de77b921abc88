package io.togglebolt.wal.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.HardState;
import io.togglebolt.runtime.FileClosedException;
import io.togglebolt.slot.SwapRecord;
import io.togglebolt.slot.SwapRecord.Event;
import io.togglebolt.testkit.DiskOperation;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SplitMix64;
import io.togglebolt.wal.WalFailedException;
import io.togglebolt.wal.dsync.internal.DsyncWalWriterFactory;
import io.togglebolt.wal.internal.FaultyWriters.Step;
import io.togglebolt.wal.segmented.internal.SegmentedWalWriterFactory;
import io.togglebolt.wal.spi.WalSegment;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Writers that take each other's place, one thread at a time. */
class WriterSlotTest {
  private static final String FAULTY = "faulty";

  private final FaultyWriters faulty = new FaultyWriters(FAULTY, 100);
  private final House house =
      new House(new SimulatedDisk(), List.of(faulty, new SegmentedWalWriterFactory()));

  private static void save(OpenLog log, int index) throws InterruptedException {
    log.save(HardState.EMPTY, House.entries(index, 1, 100));
  }

  private List<Event> events() {
    return house.slots.registry().journal().stream().map(SwapRecord::event).toList();
  }

  private Optional<String> use(OpenLog log, String name) {
    log.slot().pin(name);
    house.scheduler.runUntilIdle();
    return log.status().writer();
  }

  @Test
  void aSwapBeginsASegmentWithTheNewWriter() throws Exception {
    try (OpenLog log = house.create(House.small())) {
      save(log, 1);
      CompletableFuture<Void> waiting = log.append(HardState.EMPTY, House.entries(2, 1, 100));
      assertEquals(Optional.of("segmented"), use(log, "segmented"));
      assertTrue(waiting.isDone(), "the old writer writes what waits");
      assertEquals(2, log.status().segments());
      save(log, 3);
      assertEquals(Optional.of(FAULTY), use(log, FAULTY));
      save(log, 4);
    }
    assertEquals(
        List.of(
            "0000000000000000-0000000000000000.wal",
            "0000000000000001-0000000000000003.wal",
            "0000000000000002-0000000000000004.wal"),
        house.files());
    assertEquals(House.entries(1, 4, 100), house.replay().entries());
    assertEquals(List.of(Event.FILLED, Event.SWAPPED, Event.SWAPPED), events().subList(0, 3));
    assertEachClosedOnce();
  }

  private void assertEachClosedOnce() {
    faulty.made.forEach(writer -> assertEquals(1, writer.closes));
  }

  @Test
  void aWriterThatFailedIsClosedOnceAndNotWhileOthersWait() throws Exception {
    OpenLog log = house.create(House.small());
    save(log, 1);
    faulty.failing(Step.APPEND, 0, new IllegalStateException("no"));
    save(log, 2);
    assertEquals(0, faulty.made.getFirst().closes, "only the scheduler closes it");
    house.scheduler.runUntilIdle();
    assertEquals(1, faulty.made.getFirst().closes);
    use(log, "segmented");
    log.close();
    house.scheduler.runUntilIdle();
    assertEachClosedOnce();
  }

  @Test
  void aSwapOnAFullDiskIsRefusedAndTheOneBeforeServesOnInItsSegment() throws Exception {
    try (OpenLog log = house.create(House.small().withWriter("segmented"))) {
      save(log, 1);
      List<String> before = house.files();
      for (int i = 1; i <= 20; i++) {
        house.disk.faults().failNth(DiskOperation.ALLOCATE, i);
      }
      assertEquals(Optional.of("segmented"), use(log, FAULTY));
      save(log, 2);
      assertEquals(Optional.empty(), log.status().failure());
      assertEquals(
          before.stream().filter(name -> name.endsWith(".wal")).toList(),
          house.files().stream().filter(name -> name.endsWith(".wal")).toList());
      house.disk.faults().clear();
      save(log, 3);
    }
    assertEquals(3, house.replay().entries().size());
  }

  @Test
  void aCandidateThatFailsIsClosedOnce() throws Exception {
    try (OpenLog log = house.create(House.small().withWriter("segmented"))) {
      save(log, 1);
      faulty.failing(Step.APPEND, 0, new IllegalStateException("no"));
      assertEquals(Optional.of("segmented"), use(log, FAULTY));
      assertEquals(1, faulty.made.size());
      assertEachClosedOnce();
    }
    assertEachClosedOnce();
  }

  @Test
  void aWriterThatWasReplacedCanHarmNothing() throws Exception {
    try (OpenLog log = house.create(House.small());
        Arena arena = Arena.ofConfined()) {
      save(log, 1);
      WalSegment old = segmentOf(faulty.made.getFirst().segment);
      use(log, "segmented");
      MemorySegment junk = arena.allocate(8);
      assertThrows(FileClosedException.class, () -> old.write(0, junk));
      assertThrows(FileClosedException.class, () -> old.writeDurably(0, junk));
      assertThrows(FileClosedException.class, () -> old.allocate(0, 8));
      assertThrows(FileClosedException.class, () -> old.read(0, junk));
      assertThrows(FileClosedException.class, old::sync);
      assertThrows(FileClosedException.class, old::size);
    }
  }

  private static WalSegment segmentOf(@org.jspecify.annotations.Nullable WalSegment segment) {
    assertNotNull(segment);
    return java.util.Objects.requireNonNull(segment);
  }

  @ParameterizedTest
  @EnumSource(
      value = Step.class,
      names = {"CREATE", "BEGIN", "APPEND", "APPENDED"})
  void aCandidateThatFailsChangesNothing(Step step) throws Exception {
    for (Throwable thrown :
        List.of(new IllegalStateException("no"), new NoClassDefFoundError("x"))) {
      House fresh =
          new House(new SimulatedDisk(), List.of(new SegmentedWalWriterFactory(), faulty));
      try (OpenLog log = fresh.create(House.small().withWriter("segmented"))) {
        save(log, 1);
        CompletableFuture<Void> waiting = log.append(HardState.EMPTY, House.entries(2, 1, 100));
        faulty.failing(step, 0, thrown);
        log.slot().pin(FAULTY);
        fresh.scheduler.runUntilIdle();
        assertEquals(Optional.of("segmented"), log.status().writer());
        assertTrue(waiting.isDone() && !waiting.isCompletedExceptionally());
        save(log, 3);
        assertEquals(Optional.empty(), log.status().failure());
      }
      assertEquals(House.entries(1, 3, 100), fresh.replay().entries());
    }
  }

  @Test
  void aCandidateThatTheDiskRefusesChangesNothing() throws Exception {
    House fresh = new House(new SimulatedDisk(), List.of(new SegmentedWalWriterFactory(), faulty));
    try (OpenLog log = fresh.create(House.small().withWriter("segmented"))) {
      save(log, 1);
      faulty.failing(Step.APPEND, 0, new IOException("refused"));
      log.slot().pin(FAULTY);
      fresh.scheduler.runUntilIdle();
      assertEquals(Optional.of("segmented"), log.status().writer());
      save(log, 2);
    }
    assertEquals(House.entries(1, 2, 100), fresh.replay().entries());
  }

  @ParameterizedTest
  @EnumSource(
      value = Step.class,
      names = {"BEGIN", "APPEND", "APPENDED", "PREPARE"})
  void aWriterThatFailsIsReplacedAndNobodyNotices(Step step) throws Exception {
    for (int butFor = 0; butFor < 8; butFor++) {
      FaultyWriters failing = new FaultyWriters(FAULTY, 100);
      House fresh =
          new House(new SimulatedDisk(), List.of(new SegmentedWalWriterFactory(), failing));
      try (OpenLog log = fresh.create(House.small())) {
        failing.failing(step, butFor, new OutOfMemoryError("no room"));
        for (int i = 1; i <= 12; i++) {
          log.save(HardState.EMPTY, House.entries(i, 1, 1_500));
          fresh.scheduler.runUntilIdle();
        }
        assertEquals(Optional.empty(), log.status().failure());
      }
      assertEquals(House.entries(1, 12, 1_500), fresh.replay().entries(), step + " " + butFor);
    }
  }

  @Test
  void whatAWriterLeftBehindTheEndIsGone() throws Exception {
    try (OpenLog log = house.create(House.small().withSegmentBytes(1 << 20))) {
      save(log, 1);
      faulty.failing(Step.APPENDED, 0, new IllegalStateException("too late"));
      log.append(HardState.EMPTY, House.entries(2, 20, 100));
      house.scheduler.runUntilIdle();
      assertEquals(Optional.of("segmented"), log.status().writer());
      assertEquals(1, log.status().segments(), "it goes on in the same segment");
      save(log, 22);
    }
    assertEquals(House.entries(1, 22, 100), house.replay().entries());
  }

  /** Or a power cut would leave a hole before what a durable writer appended. */
  @Test
  void whatAWriterThatIsNotDurableAppendedIsSyncedWhenItServesNoMore() throws Exception {
    for (int seed = 0; seed < 20; seed++) {
      House fresh =
          new House(
              new SimulatedDisk(),
              List.of(new LossyWriters(), new DsyncWalWriterFactory(), faulty));
      try (OpenLog log = fresh.create(House.small().withWriter(LossyWriters.NAME))) {
        for (int i = 1; i <= 9; i++) {
          save(log, i);
        }
        log.slot().pin("dsync");
        fresh.scheduler.runUntilIdle();
        assertEquals(Optional.of("dsync"), log.status().writer());
        save(log, 10);
        House after = new House(fresh.disk.powerCut(new SplitMix64(seed)), fresh.writers);
        assertEquals(House.entries(1, 10, 100), after.replay().entries(), "seed " + seed);
      }
    }
  }

  @Test
  void anErrorOfTheDiskFailsTheLogAndNotTheWriter() throws Exception {
    OpenLog log = house.create(House.small());
    save(log, 1);
    faulty.failing(Step.APPEND, 0, new IOException("gone"));
    CompletableFuture<Void> first = log.append(HardState.EMPTY, House.entries(2, 1, 100));
    CompletableFuture<Void> second = log.append(HardState.EMPTY, House.entries(3, 1, 100));
    house.scheduler.runUntilIdle();
    for (CompletableFuture<Void> future : List.of(first, second)) {
      CompletionException failed = assertThrows(CompletionException.class, future::join);
      assertInstanceOf(WalFailedException.class, failed.getCause());
      assertInstanceOf(IOException.class, failed.getCause().getCause());
    }
    assertTrue(log.append(HardState.EMPTY, List.of()).isCompletedExceptionally());
    assertThrows(WalFailedException.class, () -> save(log, 2));
    assertThrows(WalFailedException.class, log::sync);
    assertThrows(WalFailedException.class, log::cut);
    assertThrows(WalFailedException.class, () -> log.release(1));
    assertThrows(WalFailedException.class, () -> log.purge(1));
    assertEquals(Optional.of("java.io.IOException: gone"), log.status().failure());
    assertFalse(events().contains(Event.REBUILT));
    log.close();
    assertEquals(House.entries(1, 1, 100), house.replay().entries());
  }

  @Test
  void whatTheDiskRefusesToAWriterThatIsMadeFailsTheLogAndNotTheWriter() throws Exception {
    faulty.failing(Step.BEGIN, 0, new IOException("gone"));
    OpenLog log = house.create(House.small());
    WalFailedException failed = assertThrows(WalFailedException.class, () -> save(log, 1));
    assertEquals("gone", String.valueOf(failed.getCause().getMessage()));
    assertEquals(List.of(Event.FILLED), events());
    log.close();
  }
}
