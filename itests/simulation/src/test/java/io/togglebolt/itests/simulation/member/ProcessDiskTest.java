package io.togglebolt.itests.simulation.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.DiskFile;
import io.togglebolt.runtime.FileMapping;
import io.togglebolt.testkit.DiskOperation;
import io.togglebolt.testkit.SimulatedDisk;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProcessDiskTest {
  private static final Path FILE = Path.of("/file");
  private static final Set<Plant> NONE = EnumSet.noneOf(Plant.class);

  private final SimulatedDisk inner = new SimulatedDisk();

  private static void write(DiskFile file) throws IOException {
    file.write(0, MemorySegment.ofArray(new byte[] {1, 2, 3}));
  }

  @Test
  void aDeadProcessHasNoEffectAndNoLocks() throws IOException {
    ProcessDisk disk = new ProcessDisk(inner, NONE);
    DiskFile file = disk.open(FILE, Disk.Access.CREATE);
    assertTrue(file.tryLock(DiskFile.Lock.EXCLUSIVE));
    write(file);
    disk.die();
    assertThrows(IOException.class, () -> write(file));
    assertThrows(IOException.class, () -> disk.open(FILE, Disk.Access.READ));
    assertEquals(0, disk.failures());
    assertArrayLength(3);
    DiskFile next = new ProcessDisk(inner, NONE).open(FILE, Disk.Access.WRITE);
    assertTrue(next.tryLock(DiskFile.Lock.EXCLUSIVE));
  }

  private void assertArrayLength(int expected) throws IOException {
    assertEquals(expected, inner.content(FILE).length);
  }

  @Test
  void mappingsAreGivenBack() throws IOException {
    ProcessDisk disk = new ProcessDisk(inner, NONE);
    DiskFile file = disk.open(FILE, Disk.Access.CREATE);
    write(file);
    FileMapping mapping = file.map(3);
    disk.die();
    assertTrue(mapping.segment().scope().isAlive());
    disk.unmap();
    assertFalse(mapping.segment().scope().isAlive());
  }

  @Test
  void refusalsOfTheDiskAreCounted() throws IOException {
    ProcessDisk disk = new ProcessDisk(inner, NONE);
    DiskFile file = disk.open(FILE, Disk.Access.CREATE);
    inner.faults().failNth(DiskOperation.SYNC, 1);
    assertThrows(IOException.class, file::sync);
    assertEquals(1, disk.failures());
  }

  @Test
  void aPlantedProcessSyncsNothing() throws IOException {
    ProcessDisk disk = new ProcessDisk(inner, EnumSet.of(Plant.NO_SYNC));
    DiskFile file = disk.open(FILE, Disk.Access.CREATE);
    write(file);
    file.sync();
    file.writeDurably(0, MemorySegment.ofArray(new byte[] {4}));
    assertEquals(0, inner.durableContent(FILE).length);
  }

  @Test
  void aPlantedProcessTakesAFailedSyncForDone() throws IOException {
    ProcessDisk disk = new ProcessDisk(inner, EnumSet.of(Plant.FAILED_SYNC_IGNORED));
    DiskFile file = disk.open(FILE, Disk.Access.CREATE);
    write(file);
    inner.faults().failNth(DiskOperation.SYNC, 1);
    file.sync();
    assertEquals(1, disk.failures());
    assertEquals(0, inner.durableContent(FILE).length);
  }
}
