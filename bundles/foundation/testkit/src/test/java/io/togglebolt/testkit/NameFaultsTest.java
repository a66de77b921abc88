package io.togglebolt.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.runtime.Disk.Access;
import io.togglebolt.runtime.DiskFile;
import io.togglebolt.runtime.DiskFile.Lock;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What is done to names and locks can fail, is seen by an observer and counts as a change. */
class NameFaultsTest {
  private static final Path TOP = Path.of("/top");
  private static final Path FILE = TOP.resolve("file");

  private final SimulatedDisk disk = new SimulatedDisk();

  private Map<DiskOperation, Executable> calls(DiskFile file) {
    return Map.of(
        DiskOperation.LIST, () -> disk.list(TOP),
        DiskOperation.CREATE_DIRECTORIES, () -> disk.createDirectories(TOP.resolve("new")),
        DiskOperation.RENAME, () -> disk.rename(FILE, TOP.resolve("renamed")),
        DiskOperation.DELETE, () -> disk.delete(FILE),
        DiskOperation.SYNC_DIRECTORY, () -> disk.syncDirectory(TOP),
        DiskOperation.LOCK, () -> file.tryRecordLock(Lock.EXCLUSIVE));
  }

  @Test
  void whatFailsIsNotDone() throws IOException {
    disk.createDirectories(TOP);
    try (DiskFile file = disk.open(FILE, Access.CREATE)) {
      calls(file)
          .forEach(
              (operation, call) -> {
                disk.faults().failNth(operation, 1);
                String message = assertThrows(IOException.class, call).getMessage();
                assertTrue(message.endsWith(operation + ": injected failure"), message);
              });
      disk.faults().failNth(DiskOperation.LOCK, 1);
      assertThrows(IOException.class, () -> file.tryLock(Lock.SHARED));
      assertEquals(List.of("file"), disk.list(TOP));
      try (DiskFile other = disk.open(FILE, Access.WRITE)) {
        assertTrue(other.tryRecordLock(Lock.EXCLUSIVE), "a lock that failed is not held");
      }
    }
  }

  @Test
  void withoutPowerNothingGoesOnAndEachChangeMayBeTheLast() throws IOException {
    Set<DiskOperation> changes =
        EnumSet.of(
            DiskOperation.CREATE_DIRECTORIES,
            DiskOperation.RENAME,
            DiskOperation.DELETE,
            DiskOperation.SYNC_DIRECTORY);
    disk.createDirectories(TOP);
    try (DiskFile file = disk.open(FILE, Access.CREATE)) {
      Map<DiskOperation, Executable> calls = calls(file);
      for (DiskOperation operation : calls.keySet()) {
        assertEquals(changes.contains(operation), operation.changes(), operation::name);
      }
      disk.faults().powerOffAfter(1);
      disk.createDirectories(TOP);
      assertThrows(PowerOffException.class, () -> disk.delete(FILE));
      calls.values().forEach(call -> assertThrows(PowerOffException.class, call));
    }
  }

  @Test
  void eachCallIsObservedBeforeItIsDone() throws IOException {
    List<DiskEvent> events = new ArrayList<>();
    disk.observe(events::add);
    disk.createDirectories(TOP);
    try (DiskFile file = disk.open(FILE, Access.CREATE)) {
      file.tryRecordLock(Lock.EXCLUSIVE);
    }
    disk.list(TOP);
    disk.rename(FILE, TOP.resolve("renamed"));
    disk.syncDirectory(TOP);
    disk.delete(TOP.resolve("renamed"));
    assertEquals(
        List.of(
            new DiskEvent(DiskOperation.CREATE_DIRECTORIES, TOP, 0, 0),
            new DiskEvent(DiskOperation.OPEN, FILE, 0, 0),
            new DiskEvent(DiskOperation.LOCK, FILE, 0, 0),
            new DiskEvent(DiskOperation.LIST, TOP, 0, 0),
            new DiskEvent(DiskOperation.RENAME, FILE, 0, 0),
            new DiskEvent(DiskOperation.SYNC_DIRECTORY, TOP, 0, 0),
            new DiskEvent(DiskOperation.DELETE, TOP.resolve("renamed"), 0, 0)),
        events);
  }

  @Test
  void directoriesMatterOnceOneWasMade() throws IOException {
    disk.open(Path.of("/anywhere/at/all/file"), Access.CREATE).close();
    disk.put(Path.of("/elsewhere/file"), new byte[1]);
    disk.rename(Path.of("/elsewhere/file"), Path.of("/renamed/file"));
    assertEquals(List.of("file"), disk.list(Path.of("/anywhere/at/all")));
    assertEquals(List.of(), disk.list(Path.of("/elsewhere")));
    disk.createDirectories(TOP);
    Path missing = Path.of("/missing/file");
    assertThrows(NoSuchFileException.class, () -> disk.open(missing, Access.CREATE));
    assertThrows(NoSuchFileException.class, () -> disk.rename(Path.of("/renamed/file"), missing));
    disk.open(Path.of("/anywhere/at/other"), Access.CREATE).close();
  }

  @Test
  void theTopIsADirectoryThatStaysWhereItIs() throws IOException {
    Path top = Path.of("/");
    disk.createDirectories(top);
    disk.syncDirectory(top);
    assertEquals(List.of(), disk.list(top));
    assertThrows(FileSystemException.class, () -> disk.delete(top));
    assertThrows(FileSystemException.class, () -> disk.rename(top, TOP));
    assertThrows(FileSystemException.class, () -> disk.open(top, Access.READ));
  }

  @Test
  void aFileIsPutInNoOtherFile() {
    disk.put(FILE, new byte[1]);
    assertThrows(
        IllegalArgumentException.class, () -> disk.put(FILE.resolve("below"), new byte[1]));
  }
}
