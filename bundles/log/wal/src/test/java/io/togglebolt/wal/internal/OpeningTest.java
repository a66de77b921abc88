package io.togglebolt.wal.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.HardState;
import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.DiskFile;
import io.togglebolt.slot.UnknownPartException;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SplitMix64;
import io.togglebolt.wal.InvalidWalException;
import io.togglebolt.wal.ReplayedLog;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.SnapshotMarkNotFoundException;
import io.togglebolt.wal.Wal;
import io.togglebolt.wal.WalClosedException;
import io.togglebolt.wal.WalExistsException;
import io.togglebolt.wal.WalFactory;
import io.togglebolt.wal.WalLockedException;
import io.togglebolt.wal.WalOptions;
import io.togglebolt.wal.WalStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How logs are made, opened, refused and closed. */
class OpeningTest {
  private final House house = new House();

  @Test
  void aLogIsMadeWhereThereIsNoneOnly() {
    house.create(House.small()).close();
    WalExistsException there =
        assertThrows(WalExistsException.class, () -> house.create(House.small()));
    assertEquals(
        "/data/wal holds 0000000000000000-0000000000000000.wal; expected a directory that is"
            + " missing or empty",
        there.getMessage());
  }

  @Test
  void whatACrashLeftOfALogThatWasBeingMadeIsRemoved() throws Exception {
    Path unfinished = Path.of("/data/wal.tmp");
    house.disk.createDirectories(unfinished);
    house.disk.put(unfinished.resolve("0000000000000000-0000000000000000.wal"), new byte[99]);
    house.disk.put(unfinished.resolve("other"), new byte[99]);
    house.create(House.small()).close();
    assertEquals(List.of("0000000000000000-0000000000000000.wal"), house.files());
    assertEquals(List.of("wal"), house.disk.list(Path.of("/data")));
  }

  @Test
  void anOpenLogIsNotOpenedAgain() throws Exception {
    try (OpenLog log = house.create(House.small())) {
      log.save(HardState.EMPTY, House.entries(1, 1, 10));
      WalLockedException locked =
          assertThrows(WalLockedException.class, () -> house.open(House.small()));
      assertTrue(locked.getMessage().contains("0000000000000000-0000000000000000.wal"));
      assertThrows(WalLockedException.class, () -> house.factory.tools().verify(House.LOG));
    }
    house.open(House.small()).close();
    assertEquals(1, house.factory.tools().verify(House.LOG).lastIndex());
  }

  @Test
  void aSegmentThatEtcdHasLockedIsRefused() throws Exception {
    house.create(House.small()).close();
    Path segment = House.LOG.resolve("0000000000000000-0000000000000000.wal");
    try (DiskFile etcd = house.disk.open(segment, Disk.Access.WRITE)) {
      assertTrue(etcd.tryRecordLock(DiskFile.Lock.EXCLUSIVE));
      assertThrows(WalLockedException.class, () -> house.open(House.small()));
    }
  }

  @Test
  void aLogThatIsNotThereIsRefusedAndNothingStaysLocked() throws Exception {
    assertThrows(InvalidWalException.class, () -> house.open(House.small()));
    house.create(House.small()).close();
    assertThrows(
        SnapshotMarkNotFoundException.class,
        () ->
            house.factory.open(House.LOG, SnapshotMark.of(9, 9), new ReplayedLog(), House.small()));
    house.open(House.small()).close();
  }

  @Test
  void whatTheVisitorThrowsReachesTheCallerAndNothingStaysLocked() throws Exception {
    try (OpenLog log = house.create(House.small())) {
      log.save(HardState.EMPTY, House.entries(1, 1, 10));
    }
    IllegalStateException thrown = new IllegalStateException("enough");
    assertEquals(
        thrown,
        assertThrows(
            IllegalStateException.class,
            () ->
                house.factory.open(
                    House.LOG,
                    SnapshotMark.BEGINNING,
                    entry -> {
                      throw thrown;
                    },
                    House.small())));
    house.open(House.small()).close();
  }

  @Test
  void segmentsBeforeTheMarkAreNotLocked() throws Exception {
    try (OpenLog log = house.create(House.small())) {
      for (int i = 1; i <= 8; i++) {
        log.save(HardState.EMPTY, House.entries(i, 1, 2_000));
      }
      log.saveSnapshot(SnapshotMark.of(8, 1));
      log.sync();
    }
    ReplayedLog replayed = new ReplayedLog();
    try (Wal log = house.factory.open(House.LOG, SnapshotMark.of(8, 1), replayed, House.small())) {
      assertEquals(List.of(), replayed.entries());
      assertEquals(
          2, log.status().lockedSegments(), "the one that may hold the mark, and the last");
      assertEquals(8, log.status().lastIndex());
      assertEquals(log.status().segments() - 2, log.purge(1));
      log.save(HardState.EMPTY, House.entries(9, 1, 10));
    }
    assertEquals(2, house.files().size(), house.files().toString());
  }

  /** A segment is cut to its length when the next one serves already. */
  @Test
  void aCrashBeforeASegmentIsCutLeavesZerosThatAreNoPartOfIt() throws Exception {
    // Where less than a word is left at the end of a file, it must not look like half a record.
    WalOptions options = House.small().withSegmentBytes(4_097);
    OpenLog log = house.create(options);
    for (int i = 1; i <= 6; i++) {
      log.save(HardState.EMPTY, House.entries(i, 1, i % 2 == 0 ? 10 : 3_900));
      if (i % 2 == 0) {
        log.cut();
      }
    }
    WalStatus status = log.status();
    assertEquals(4, status.segments());
    House after = new House(house.disk.powerCut(new SplitMix64(1)), house.writers);
    for (String file : after.files().subList(1, 4)) {
      assertEquals(0, after.disk.content(House.LOG.resolve(file)).length % 8, file);
    }
    assertEquals(4_104, after.disk.content(House.LOG.resolve(after.files().getFirst())).length);
    assertEquals(6, after.factory.tools().verify(House.LOG).lastIndex());
    try (OpenLog again = after.open(options)) {
      assertEquals(status.sizeBytes(), again.status().sizeBytes());
      assertEquals(status.tailBytes(), again.status().tailBytes());
      again.save(HardState.EMPTY, House.entries(7, 1, 10));
    }
    assertEquals(7, after.replay().entries().size());
    log.close();
    long sizes = 0;
    for (String file : house.files().subList(0, 3)) {
      sizes += house.disk.content(House.LOG.resolve(file)).length;
    }
    assertEquals(status.sizeBytes() - status.tailBytes(), sizes, "closing cuts them");
  }

  @Test
  void aTornTailIsOverwrittenBeforeAnythingIsAppended() throws Exception {
    long end;
    try (OpenLog log = house.create(House.small())) {
      log.save(HardState.EMPTY, House.entries(1, 1, 10));
      end = log.status().tailBytes();
    }
    Path segment = House.LOG.resolve("0000000000000000-0000000000000000.wal");
    byte[] content = house.disk.content(segment);
    // The first page of a record of which the rest was not written.
    content[(int) end] = (byte) 0xf0;
    content[(int) end + 1] = 0x05;
    content[(int) end + 9] = 7;
    house.disk.put(segment, content);
    try (OpenLog log = house.open(House.small())) {
      assertEquals(end, log.status().tailBytes());
      log.save(HardState.EMPTY, House.entries(2, 1, 10));
    }
    assertEquals(House.entries(1, 2, 10), house.replay().entries());
  }

  @Test
  void aSegmentMuchLongerThanWantedIsCutAndNotReadToItsEnd() throws Exception {
    try (OpenLog log = house.create(House.small())) {
      log.save(HardState.EMPTY, House.entries(1, 1, 3_000));
    }
    Path segment = House.LOG.resolve("0000000000000000-0000000000000000.wal");
    house.disk.put(segment, java.util.Arrays.copyOf(house.disk.content(segment), 1 << 24));
    try (OpenLog log = house.open(House.small().withSegmentBytes(1 << 16))) {
      assertEquals(1 << 16, house.disk.durableContent(segment).length);
      log.save(HardState.EMPTY, House.entries(2, 1, 6_000));
    }
    house.disk.put(segment, java.util.Arrays.copyOf(house.disk.content(segment), 1 << 20));
    int end = (int) house.factory.tools().verify(House.LOG).endOffset();
    house.open(House.small()).close();
    assertEquals(end, house.disk.content(segment).length, "its records are longer than wanted");
    assertEquals(2, house.replay().entries().size());
  }

  @Test
  void aClosedLogRefusesEverythingButClosing() throws Exception {
    OpenLog log = house.create(House.small());
    log.close();
    log.close();
    assertThrows(WalClosedException.class, () -> log.append(HardState.EMPTY, List.of()));
    assertThrows(WalClosedException.class, () -> log.save(HardState.EMPTY, List.of()));
    assertThrows(WalClosedException.class, () -> log.saveSnapshot(SnapshotMark.BEGINNING));
    assertThrows(WalClosedException.class, log::sync);
    assertThrows(WalClosedException.class, log::cut);
    assertThrows(WalClosedException.class, () -> log.release(1));
    assertThrows(WalClosedException.class, () -> log.purge(1));
    assertFalse(log.status().writer().isPresent());
  }

  @Test
  void badInputIsRefusedAndLeavesNothing() throws Exception {
    try (OpenLog log = house.create(House.small())) {
      log.save(HardState.EMPTY, House.entries(1, 2, 10));
      assertRefused(log, "the first entry has index 4; expected 3 or less", 4);
      assertRefused(log, "an entry has index 0; expected 1 or more", 0);
      assertRefused(log, "an entry has index 5; expected 4", 3, 5);
      assertEquals(
          "the number of segments to keep is 0; expected 1 or more",
          assertThrows(IllegalArgumentException.class, () -> log.purge(0)).getMessage());
      log.save(HardState.EMPTY, House.entries(2, 3, 10));
    }
    assertEquals(House.entries(1, 4, 10), house.replay().entries());
  }

  private static void assertRefused(OpenLog log, String message, long... indexes) {
    var entries =
        java.util.Arrays.stream(indexes)
            .mapToObj(index -> io.togglebolt.raft.Entry.of(1, index, new byte[1]))
            .toList();
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> log.append(HardState.EMPTY, entries))
            .getMessage());
  }

  @Test
  void plainJavaFindsAllThatIsNeeded(@TempDir Path directory) throws Exception {
    WalFactory factory = ServiceLoader.load(WalFactory.class).findFirst().orElseThrow();
    Path log = directory.resolve("member/wal");
    try (Wal made = factory.create(log, House.METADATA, WalOptions.defaults())) {
      made.save(House.committed(0), House.entries(1, 100, 100));
      assertEquals(log.toString(), made.status().name());
      assertThrows(
          WalLockedException.class,
          () -> factory.open(log, SnapshotMark.BEGINNING, entry -> {}, WalOptions.defaults()));
    }
    ReplayedLog replayed = new ReplayedLog();
    factory.open(log, SnapshotMark.BEGINNING, replayed, WalOptions.defaults()).close();
    assertEquals(House.entries(1, 100, 100), replayed.entries());
  }

  @Test
  void aWriterThatNobodyOffersIsRefusedInPlainJava() {
    UnknownPartException unknown =
        assertThrows(
            UnknownPartException.class, () -> house.create(House.small().withWriter("none")));
    assertEquals(
        "found no log writer named none; expected one of [segmented]", unknown.getMessage());
    assertThrows(
        UnknownPartException.class,
        () -> new House(new SimulatedDisk(), List.of()).create(House.small()));
  }
}
