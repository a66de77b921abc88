package io.togglebolt.testkit;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.runtime.Disk.Access;
import io.togglebolt.runtime.DiskFile;
import io.togglebolt.runtime.DiskFile.Lock;
import io.togglebolt.runtime.FileClosedException;
import io.togglebolt.runtime.FileMapping;
import io.togglebolt.testkit.DiskFaults.Failure;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimulatedDiskTest {
  private static final Path DB = Path.of("/data/db");

  private final SimulatedDisk disk = new SimulatedDisk();

  private static MemorySegment filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return MemorySegment.ofArray(bytes);
  }

  @Test
  void filesAreFoundByWhateverNameTheyHave() throws IOException {
    disk.open(DB, Access.CREATE).close();
    disk.open(Path.of("/data/../data/db"), Access.WRITE).close();
    assertEquals(Set.of(DB), disk.paths());
  }

  @Test
  void mappingsShowLaterWritesAlsoWhenTheFileGrowsAndShrinks() throws IOException {
    try (DiskFile file = disk.open(DB, Access.CREATE);
        FileMapping small = file.map(1000);
        FileMapping large = file.map(100_000)) {
      file.write(990, filled(20, 1));
      assertEquals(0, small.segment().get(JAVA_BYTE, 0));
      assertEquals(1, small.segment().get(JAVA_BYTE, 999));
      assertEquals(1, large.segment().get(JAVA_BYTE, 1009));
      file.write(50_000, filled(50_000, 2));
      assertEquals(0, large.segment().get(JAVA_BYTE, 1010));
      assertEquals(2, large.segment().get(JAVA_BYTE, 99_999));
      file.resize(995);
      file.resize(2000);
      assertEquals(1, small.segment().get(JAVA_BYTE, 994));
      assertEquals(0, small.segment().get(JAVA_BYTE, 995));
    }
  }

  @Test
  void whoeverTouchesAMappingPastTheFilesEndSeesNonsense() throws IOException {
    try (DiskFile file = disk.open(DB, Access.CREATE);
        FileMapping mapping = file.map(8192)) {
      file.resize(4096);
      assertEquals(0, mapping.segment().get(JAVA_BYTE, 4095));
      assertEquals((byte) 0xEF, mapping.segment().get(JAVA_BYTE, 4096));
      file.resize(100);
      assertEquals((byte) 0xEF, mapping.segment().get(JAVA_BYTE, 100));
    }
  }

  @Test
  void aMappingIsReadOnlyAndRefusedOnceItIsClosed() throws IOException {
    DiskFile file = disk.open(DB, Access.CREATE);
    file.write(0, filled(10, 7));
    FileMapping mapping = file.map(10);
    MemorySegment slice = mapping.segment().asSlice(3, 3);
    file.close();
    assertEquals(7, slice.get(JAVA_BYTE, 0));
    assertThrows(IllegalArgumentException.class, () -> slice.set(JAVA_BYTE, 0, (byte) 1));
    mapping.close();
    mapping.close();
    assertThrows(IllegalStateException.class, () -> slice.get(JAVA_BYTE, 0));
    try (DiskFile again = disk.open(DB, Access.WRITE)) {
      again.write(0, filled(10, 8));
    }
  }

  @Test
  void locksExcludeOtherOpensAndEndWithTheFile() throws IOException {
    DiskFile first = disk.open(DB, Access.CREATE);
    DiskFile second = disk.open(DB, Access.READ);
    assertTrue(first.tryLock(Lock.SHARED));
    assertTrue(second.tryLock(Lock.SHARED));
    assertFalse(second.tryLock(Lock.EXCLUSIVE));
    assertTrue(first.tryLock(Lock.EXCLUSIVE), "the failed attempt gave the shared lock up");
    assertFalse(second.tryLock(Lock.SHARED));
    first.close();
    assertTrue(second.tryLock(Lock.EXCLUSIVE));
  }

  @Test
  void theNthOperationOfItsKindFails() throws IOException {
    try (DiskFile file = disk.open(DB, Access.CREATE)) {
      disk.faults().failNth(DiskOperation.RESIZE, 2);
      disk.faults().failNth(DiskOperation.ALLOCATE, 1);
      disk.faults().failNth(DiskOperation.READ, 1);
      disk.faults().failNth(DiskOperation.MAP, 1);
      file.resize(10);
      IOException failure = assertThrows(IOException.class, () -> file.resize(20));
      assertEquals("/data/db: RESIZE: injected failure", failure.getMessage());
      assertThrows(IOException.class, () -> file.allocate(0, 100));
      assertThrows(IOException.class, () -> file.read(0, filled(1, 0)));
      assertThrows(IOException.class, () -> file.map(10));
      assertEquals(10, file.size());
      file.resize(30);
      file.allocate(0, 100);
      file.read(0, filled(1, 0));
      file.map(10).close();
    }
    disk.faults().failNth(DiskOperation.OPEN, 1);
    assertThrows(IOException.class, () -> disk.open(DB, Access.READ));
    disk.faults().failNth(DiskOperation.OPEN, 1);
    disk.faults().clear();
    disk.open(DB, Access.READ).close();
  }

  @Test
  void aWriteThatFailsLeavesAPartOfItself() throws IOException {
    try (DiskFile file = disk.open(DB, Access.CREATE)) {
      file.write(0, filled(4096, 1));
      disk.faults().failNth(DiskOperation.WRITE, 1);
      assertThrows(IOException.class, () -> file.write(0, filled(4096, 2)));
      assertEquals(2, disk.content(DB)[2047]);
      assertEquals(1, disk.content(DB)[2048]);
    }
  }

  @Test
  void onlyASyncMakesDurable() throws IOException {
    try (DiskFile file = disk.open(DB, Access.CREATE)) {
      file.write(0, filled(5000, 1));
      assertEquals(0, disk.durableContent(DB).length);
      assertEquals(
          List.of(
              new DiskEvent(DiskOperation.RESIZE, DB, 0, 5000),
              new DiskEvent(DiskOperation.WRITE, DB, 0, 4096),
              new DiskEvent(DiskOperation.WRITE, DB, 4096, 904)),
          disk.unsynced(DB));
      disk.faults().loseNthSync(1);
      file.sync();
      assertEquals(0, disk.durableContent(DB).length);
      file.sync();
      assertArrayEquals(filled(5000, 1).toArray(JAVA_BYTE), disk.durableContent(DB));
      assertEquals(List.of(), disk.unsynced(DB));
    }
  }

  @Test
  void aLaterSyncDoesNotRescueWhatAFailedOneLeftUnlessItIsWrittenAgain() throws IOException {
    try (DiskFile file = disk.open(DB, Access.CREATE)) {
      file.resize(8192);
      file.sync();
      file.write(0, filled(8192, 1));
      disk.faults().failNth(DiskOperation.SYNC, 1);
      assertThrows(IOException.class, file::sync);
      file.write(5000, filled(1, 2));
      file.sync();
      byte[] durable = disk.durableContent(DB);
      assertEquals(0, durable[4095]);
      assertEquals(1, durable[4096]);
      assertEquals(2, durable[5000]);
      assertEquals(1, disk.content(DB)[0]);
    }
  }

  @Test
  void whatAFailedSyncLeftMayBeForgottenAtAnyTime() throws IOException {
    try (DiskFile file = disk.open(DB, Access.CREATE);
        FileMapping mapping = file.map(8192)) {
      file.write(0, filled(8192, 1));
      file.sync();
      file.write(0, filled(8192, 2));
      disk.faults().failNth(DiskOperation.SYNC, 1);
      assertThrows(IOException.class, file::sync);
      file.write(5000, filled(1, 3));
      assertEquals(2, mapping.segment().get(JAVA_BYTE, 0));
      disk.dropCaches();
      assertEquals(1, disk.content(DB)[0]);
      assertEquals(1, mapping.segment().get(JAVA_BYTE, 0));
      assertEquals(2, disk.content(DB)[4096], "the page that was written again");
      assertEquals(3, disk.content(DB)[5000]);
      file.sync();
      assertEquals(2, disk.durableContent(DB)[4096]);
    }
  }

  @Test
  void aFailureMayLastAndMayLeaveNothing() throws IOException {
    try (DiskFile file = disk.open(DB, Access.CREATE)) {
      file.write(0, filled(4096, 1));
      disk.faults().failAt(2, Failure.REFUSED);
      file.sync();
      assertThrows(IOException.class, () -> file.write(0, filled(4096, 2)));
      assertEquals(1, disk.content(DB)[0]);
      file.write(0, filled(4096, 2));
      disk.faults().failFrom(1, Failure.HALF_DONE);
      assertThrows(IOException.class, () -> file.write(0, filled(4096, 3)));
      assertThrows(IOException.class, file::sync);
      assertThrows(IOException.class, () -> file.resize(1));
      assertEquals(3, disk.content(DB)[0]);
      assertEquals(2, disk.content(DB)[2048]);
      disk.faults().clear();
      file.resize(1);
      assertEquals(1, file.size());
    }
  }

  @Test
  void withoutPowerNothingGoesOnAndTheLastChangeMayBeHalfDone() throws IOException {
    DiskFile file = disk.open(DB, Access.CREATE);
    file.resize(4096);
    file.sync();
    disk.faults().powerOffAfter(1);
    file.write(0, filled(4096, 1));
    file.read(0, filled(1, 0));
    assertThrows(PowerOffException.class, file::sync);
    assertTrue(disk.faults().isPowerOff());
    assertThrows(PowerOffException.class, () -> file.read(0, filled(1, 0)));
    assertThrows(PowerOffException.class, () -> disk.open(DB, Access.READ));
    file.close();
    assertThrows(FileClosedException.class, file::sync);
    assertArrayEquals(new byte[4096], disk.durableContent(DB));
    SimulatedDisk after = disk.powerCut(new SplitMix64(1));
    after.open(DB, Access.READ).close();
  }

  @Test
  void operationsAreCountedAndObserved() throws IOException {
    List<DiskEvent> events = new ArrayList<>();
    disk.observe(events::add);
    try (DiskFile file = disk.open(DB, Access.CREATE)) {
      file.write(7, filled(3, 1));
      file.sync();
    }
    assertEquals(
        List.of(
            new DiskEvent(DiskOperation.OPEN, DB, 0, 0),
            new DiskEvent(DiskOperation.WRITE, DB, 7, 3),
            new DiskEvent(DiskOperation.SYNC, DB, 0, 0)),
        events);
    assertEquals(1, disk.count(DiskOperation.SYNC));
    assertEquals(0, disk.count(DiskOperation.RESIZE));
  }
}
