package io.togglebolt.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.DiskFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What a durable write keeps through a power cut, and what it does not. */
class DurableWriteTest {
  private static final Path PATH = Path.of("/d/file");
  private static final int PAGE = 4096;

  private final SimulatedDisk disk = new SimulatedDisk();
  private final DiskFile file = open();

  private DiskFile open() {
    disk.put(PATH, new byte[3 * PAGE]);
    try {
      return disk.open(PATH, Disk.Access.WRITE);
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static MemorySegment bytes(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return MemorySegment.ofArray(bytes);
  }

  @Test
  void onlyItsRangeIsDurable() throws IOException {
    file.write(0, bytes(PAGE, 1));
    file.write(PAGE, bytes(PAGE, 2));
    file.writeDurably(PAGE, bytes(PAGE, 3));
    byte[] expected = new byte[3 * PAGE];
    Arrays.fill(expected, PAGE, 2 * PAGE, (byte) 3);
    assertArrayEquals(expected, disk.durableContent(PATH));
    assertEquals(1, disk.unsynced(PATH).size());
    for (long seed = 0; seed < 50; seed++) {
      byte[] left = disk.powerCut(new SplitMix64(seed)).content(PATH);
      assertEquals(3, left[PAGE], "an older write must not come back");
    }
    file.sync();
    assertEquals(1, disk.durableContent(PATH)[0]);
  }

  @Test
  void aLongerFileIsDurableWithIt() throws IOException {
    file.resize(5 * PAGE);
    file.writeDurably(4 * PAGE, bytes(PAGE, 4));
    assertEquals(5 * PAGE, disk.durableContent(PATH).length);
    for (long seed = 0; seed < 50; seed++) {
      assertEquals(4, disk.powerCut(new SplitMix64(seed)).content(PATH)[4 * PAGE]);
    }
  }

  @Test
  void itFailsAsAWriteOrAsASync() throws IOException {
    disk.faults().failNth(DiskOperation.WRITE, 1);
    assertThrows(IOException.class, () -> file.writeDurably(0, bytes(PAGE, 5)));
    disk.faults().failNth(DiskOperation.SYNC, 1);
    assertThrows(IOException.class, () -> file.writeDurably(0, bytes(PAGE, 6)));
    file.sync();
    assertEquals(0, disk.durableContent(PATH)[0], "what failed once is not synced later");
  }

  @Test
  void thePowerCanGoInTheMiddleOfIt() {
    disk.faults().powerOffAfter(0);
    assertThrows(PowerOffException.class, () -> file.writeDurably(0, bytes(PAGE, 7)));
    boolean torn = false;
    for (long seed = 0; seed < 50; seed++) {
      byte[] left = contentAfterCut(seed);
      boolean some = false;
      boolean all = true;
      for (int i = 0; i < PAGE; i++) {
        some |= left[i] == 7;
        all &= left[i] == 7;
      }
      torn |= some && !all;
    }
    assertTrue(torn, "no cut tore the write");
  }

  private byte[] contentAfterCut(long seed) {
    try {
      return disk.powerCut(new SplitMix64(seed)).content(PATH);
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
