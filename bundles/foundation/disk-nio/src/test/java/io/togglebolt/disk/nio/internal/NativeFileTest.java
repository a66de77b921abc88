package io.togglebolt.disk.nio.internal;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.Disk.Access;
import io.togglebolt.runtime.DiskFile;
import io.togglebolt.runtime.FileClosedException;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class NativeFileTest {
  @TempDir Path folder;

  private final Disk disk = new NativeDisk();
  private Path path = Path.of("");
  private DiskFile file = new NativeFile(path, -1, false);

  @BeforeEach
  void open() throws IOException {
    path = folder.resolve("db");
    file = disk.open(path, Access.CREATE);
  }

  @AfterEach
  void close() throws IOException {
    file.close();
  }

  @Test
  void whatWasWrittenIsReadAtItsOffset() throws IOException {
    file.write(5, Bytes.of("world"));
    file.write(0, Bytes.of("hello"));
    file.sync();
    assertEquals("helloworld", Bytes.read(file, 0, 10));
    assertEquals("lowo", Bytes.read(file, 3, 4));
    assertEquals(10, file.size());
    assertEquals("helloworld", Files.readString(path));
  }

  @Test
  void whatIsWrittenDurablyIsReadAtItsOffset() throws IOException {
    file.writeDurably(5, Bytes.of("world"));
    byte[] large = new byte[300_000];
    new Random(7).nextBytes(large);
    file.writeDurably(10, MemorySegment.ofArray(large));
    assertEquals("world", Bytes.read(file, 5, 5));
    byte[] back = new byte[large.length];
    file.read(10, MemorySegment.ofArray(back));
    assertArrayEquals(large, back);
    try (DiskFile readOnly = disk.open(path, Access.READ)) {
      assertThrows(AccessDeniedException.class, () -> readOnly.writeDurably(0, Bytes.of("no")));
    }
  }

  @Test
  void heapAndNativeMemoryOfAnySizeGoBothWays() throws IOException {
    long seed = 25;
    for (int size : List.of(1, 511, 256 * 1024 - 1, 256 * 1024, 256 * 1024 + 1, 1_000_003)) {
      byte[] bytes = new byte[size];
      new Random(seed + size).nextBytes(bytes);
      try (Arena arena = Arena.ofConfined()) {
        file.write(7, MemorySegment.ofArray(bytes));
        MemorySegment read = arena.allocate(size);
        file.read(7, read);
        assertArrayEquals(bytes, read.toArray(JAVA_BYTE), "heap to native, size " + size);

        file.write(7_000_000, read);
        byte[] back = new byte[size + 2];
        file.read(7_000_000, MemorySegment.ofArray(back).asSlice(1, size));
        assertEquals(0, back[0]);
        assertEquals(0, back[size + 1]);
        assertEquals(
            -1,
            MemorySegment.ofArray(back).asSlice(1, size).mismatch(MemorySegment.ofArray(bytes)),
            "native to heap, size " + size);
      }
    }
  }

  @Test
  void emptyBuffersDoNothing() throws IOException {
    file.write(100, MemorySegment.ofArray(new byte[0]));
    file.read(100, MemorySegment.ofArray(new byte[0]));
    assertEquals(0, file.size());
  }

  @Test
  void aReadPastTheEndIsAnEndOfFileThatSaysWhereTheFileEnds() throws IOException {
    file.write(0, Bytes.of("12345"));
    EOFException failure = assertThrows(EOFException.class, () -> Bytes.read(file, 3, 4));
    assertEquals(path + ": the file ends at 5, read 4 bytes from 3", failure.getMessage());
    assertThrows(EOFException.class, () -> Bytes.read(file, 1000, 1));
    try (Arena arena = Arena.ofConfined()) {
      assertThrows(EOFException.class, () -> file.read(0, arena.allocate(6)));
    }
  }

  @Test
  void resizeCutsAndExtendsWithZeros() throws IOException {
    file.write(0, Bytes.of("12345"));
    file.resize(2);
    file.resize(4);
    assertEquals("12\0\0", Bytes.read(file, 0, 4));
    assertEquals(4, file.size());
  }

  @Test
  void allocateExtendsButNeverCuts() throws IOException {
    file.write(0, Bytes.of("12345"));
    file.allocate(1, 2);
    assertEquals(5, file.size());
    file.allocate(4096, 65536);
    assertEquals(4096 + 65536, file.size());
    assertEquals("12345\0", Bytes.read(file, 0, 6));
    file.allocate(0, 0);
  }

  @Test
  void withoutFallocateTheFileIsExtendedButNeverCut() throws IOException {
    file.write(0, Bytes.of("12345"));
    ((NativeFile) file).extend(3);
    assertEquals(5, file.size());
    ((NativeFile) file).extend(7);
    assertEquals("12345\0\0", Files.readString(path));
  }

  @Test
  void aFileOpenedForReadingIsNeverChanged() throws IOException {
    file.write(0, Bytes.of("12345"));
    try (DiskFile readOnly = disk.open(path, Access.READ)) {
      List<Executable> changes =
          List.of(
              () -> readOnly.write(0, Bytes.of("x")),
              () -> readOnly.resize(0),
              () -> readOnly.allocate(0, 100));
      for (Executable change : changes) {
        AccessDeniedException failure = assertThrows(AccessDeniedException.class, change);
        assertEquals(path + ": it was opened for reading only", failure.getMessage());
      }
      assertEquals("12345", Bytes.read(readOnly, 0, 5));
      readOnly.sync();
    }
    assertEquals("12345", Files.readString(path));
  }

  @Test
  void everyCallOnAClosedFileNamesIt() throws IOException {
    file.close();
    file.close();
    List<Executable> calls =
        List.of(
            () -> file.read(0, MemorySegment.ofArray(new byte[1])),
            () -> file.write(0, Bytes.of("x")),
            () -> file.sync(),
            () -> file.size(),
            () -> file.resize(1),
            () -> file.allocate(0, 1),
            () -> file.map(4096),
            () -> file.tryLock(DiskFile.Lock.SHARED),
            () -> file.tryRecordLock(DiskFile.Lock.SHARED),
            () -> file.writeDurably(0, Bytes.of("x")),
            () -> ((NativeFile) file).extend(1));
    for (Executable call : calls) {
      FileClosedException failure = assertThrows(FileClosedException.class, call);
      assertEquals(path + ": the file is closed", failure.getMessage());
    }
  }

  @Test
  void senselessArgumentsAreRefusedBeforeTheSystemSeesThem() {
    List<Executable> calls =
        List.of(
            () -> file.read(-1, MemorySegment.ofArray(new byte[1])),
            () -> file.read(0, Bytes.of("x").asReadOnly()),
            () -> file.write(-1, Bytes.of("x")),
            () -> file.resize(-1),
            () -> file.allocate(-1, 1),
            () -> file.allocate(0, -1),
            () -> file.map(0),
            () -> file.map(-1));
    for (Executable call : calls) {
      assertThrows(IllegalArgumentException.class, call);
    }
  }

  @Test
  void memoryThatBelongsToAnotherThreadOrIsGoneIsRefused() {
    Arena arena = Arena.ofConfined();
    MemorySegment gone = arena.allocate(10);
    arena.close();
    assertThrows(IllegalStateException.class, () -> file.write(0, gone));
    assertThrows(IllegalStateException.class, () -> file.writeDurably(0, gone));
    assertThrows(IllegalStateException.class, () -> file.read(0, gone));
    try (Arena confined = Arena.ofConfined()) {
      MemorySegment mine = confined.allocate(10);
      List<Executable> calls =
          List.of(
              () -> file.write(0, mine),
              () -> file.writeDurably(0, mine),
              () -> file.read(0, mine));
      for (Executable call : calls) {
        CompletableFuture<WrongThreadException> refused =
            CompletableFuture.supplyAsync(() -> assertThrows(WrongThreadException.class, call));
        assertNotNull(refused.join());
      }
    }
  }

  @Test
  void aFullDiskIsAnErrorWithTheSystemsReason() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "/dev/full is needed");
    long descriptor = NativeNames.open("/dev/full", Linux.O_RDWR | Linux.O_CLOEXEC, 0);
    try (DiskFile device = new NativeFile(full, (int) descriptor, true)) {
      FileSystemException failure =
          assertThrows(FileSystemException.class, () -> device.write(512, Bytes.of("abc")));
      assertEquals(
          "/dev/full: pwrite of 3 bytes at 512: No space left on device", failure.getMessage());
    }
  }

  @Test
  void aRangeThatNoFileCanHaveIsRefusedByTheSystem() throws IOException {
    IOException failure =
        assertThrows(IOException.class, () -> file.allocate(Long.MAX_VALUE - 4096, 4000));
    assertTrue(failure.getMessage().startsWith(path + ": fallocate of 4000 bytes at "));
    assertEquals(0, file.size());
  }

  /** Writes 64 KiB where the shell's limit allows 8 KiB, and prints what it is told. */
  static final class OverTheLimit {
    private OverTheLimit() {}

    public static void main(String[] arguments) throws IOException {
      try (DiskFile file = new NativeDisk().open(Path.of(arguments[0]), Access.CREATE)) {
        file.write(0, MemorySegment.ofArray(new byte[65536]));
        System.out.println("written");
      } catch (FileSystemException expected) {
        System.out.println(expected.getReason());
      }
    }
  }

  @Test
  void aWriteThatIsCutShortGoesOnAndThenReportsTheReason() throws Exception {
    Path limited = folder.resolve("limited");
    try (ForkedJava java =
        ForkedJava.start(
            List.of("bash", "-c", "ulimit -f 8; exec \"$@\"", "bash"),
            List.of("--enable-native-access=ALL-UNNAMED", "-XX:-UsePerfData"),
            OverTheLimit.class,
            limited)) {
      assertEquals("pwrite of 65536 bytes at 0: File too large", java.readAll());
    }
    assertEquals(8192, Files.size(limited));
  }
}
