package io.togglebolt.disk.nio.internal;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.Disk.Access;
import io.togglebolt.runtime.DiskFile;
import io.togglebolt.runtime.FileMapping;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeMappingTest {
  private static final long LENGTH = 1L << 20;

  @TempDir Path folder;

  private final Disk disk = new NativeDisk();

  @Test
  void aMappingPastTheEndSeesLaterWritesAndDoesNotExtendTheFile() throws IOException {
    try (DiskFile file = disk.open(folder.resolve("db"), Access.CREATE)) {
      file.write(0, Bytes.of("first"));
      try (FileMapping mapping = file.map(LENGTH)) {
        MemorySegment memory = mapping.segment();
        assertEquals(LENGTH, memory.byteSize());
        assertEquals(5, file.size());
        assertEquals("first", Bytes.text(memory, 0, 5));
        file.write(LENGTH - 4, Bytes.of("last"));
        file.write(0, Bytes.of("FIRST"));
        assertEquals("last", Bytes.text(memory, LENGTH - 4, 4));
        assertEquals("FIRST", Bytes.text(memory, 0, 5));
      }
    }
  }

  @Test
  void aMappingMayBeMadeOfAFileOpenedForReading() throws IOException {
    Path path = Files.writeString(folder.resolve("db"), "text");
    try (DiskFile file = disk.open(path, Access.READ);
        FileMapping mapping = file.map(4)) {
      assertEquals("text", Bytes.text(mapping.segment(), 0, 4));
    }
  }

  @Test
  void nothingIsWrittenThroughAMapping() throws IOException {
    try (DiskFile file = disk.open(folder.resolve("db"), Access.CREATE)) {
      file.resize(4096);
      try (FileMapping mapping = file.map(4096)) {
        assertTrue(mapping.segment().isReadOnly());
        assertThrows(
            IllegalArgumentException.class, () -> mapping.segment().set(JAVA_BYTE, 0, (byte) 1));
      }
    }
  }

  @Test
  void aMappingOutlivesItsFile() throws IOException {
    DiskFile file = disk.open(folder.resolve("db"), Access.CREATE);
    file.write(0, Bytes.of("still here"));
    try (FileMapping mapping = file.map(LENGTH)) {
      file.close();
      assertEquals("still here", Bytes.text(mapping.segment(), 0, 10));
    }
  }

  @Test
  void aClosedMappingIsUnmappedOnceAndItsMemoryIsRefused() throws IOException {
    Path path = folder.resolve("db");
    try (DiskFile file = disk.open(path, Access.CREATE)) {
      file.resize(4096);
      FileMapping mapping = file.map(4096);
      MemorySegment slice = mapping.segment().asSlice(100, 10);
      assertTrue(isMapped(path));
      mapping.close();
      assertFalse(isMapped(path));
      mapping.close();
      assertThrows(IllegalStateException.class, () -> slice.get(JAVA_BYTE, 0));
    }
  }

  @Test
  void writingFromAMappingsUntouchableEndIsAnErrorAndNoCrash() throws IOException {
    try (DiskFile file = disk.open(folder.resolve("db"), Access.CREATE);
        FileMapping mapping = file.map(LENGTH)) {
      IOException failure =
          assertThrows(
              IOException.class, () -> file.write(0, mapping.segment().asSlice(8192, 100)));
      assertTrue(failure.getMessage().endsWith(": Bad address"), failure.getMessage());
    }
  }

  @Test
  void mappingsOfDifferentLengthsShowTheSameFile() throws IOException {
    try (DiskFile file = disk.open(folder.resolve("db"), Access.CREATE);
        FileMapping small = file.map(4096)) {
      file.write(0, Bytes.of("one"));
      try (FileMapping large = file.map(LENGTH)) {
        file.write(0, Bytes.of("two"));
        assertEquals("two", Bytes.text(large.segment(), 0, 3));
      }
      assertEquals("two", Bytes.text(small.segment(), 0, 3));
    }
  }

  private static boolean isMapped(Path path) throws IOException {
    return Files.readString(Path.of("/proc/self/maps")).contains(path.toRealPath().toString());
  }
}
