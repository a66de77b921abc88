package io.togglebolt.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.Disk.Access;
import io.togglebolt.runtime.DiskFile;
import io.togglebolt.runtime.DiskFile.Lock;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What each disk owes about names and record locks, the real and the simulated one. */
abstract class DirectoryContract {
  @TempDir Path temporary;

  private final Disk disk = makeDisk();

  abstract Disk makeDisk();

  private Path folder() throws IOException {
    disk.createDirectories(temporary);
    return temporary;
  }

  private Path write(Path path, String text) throws IOException {
    try (DiskFile file = disk.open(path, Access.CREATE)) {
      file.write(0, MemorySegment.ofArray(text.getBytes(StandardCharsets.UTF_8)));
    }
    return path;
  }

  private String read(Path path) throws IOException {
    try (DiskFile file = disk.open(path, Access.READ)) {
      byte[] bytes = new byte[(int) file.size()];
      file.read(0, MemorySegment.ofArray(bytes));
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private Set<String> names(Path directory) throws IOException {
    return new TreeSet<>(disk.list(directory));
  }

  private static void assertRefused(String message, Executable call) {
    assertEquals(message, assertThrows(FileSystemException.class, call).getMessage());
  }

  @Test
  void directoriesAreMadeWithThoseAboveThemAndListed() throws IOException {
    Path deep = folder().resolve("a/b/c");
    disk.createDirectories(deep);
    disk.createDirectories(deep);
    write(deep.resolve("file"), "x");
    disk.createDirectories(deep.resolve("d"));
    assertEquals(Set.of("file", "d"), names(deep));
    assertEquals(Set.of("b"), names(temporary.resolve("a")));
    assertEquals(Set.of(), names(deep.resolve("d")));
    disk.syncDirectory(deep);
  }

  @Test
  void whatIsMissingIsNamedWithTheSystemsReason() throws IOException {
    Path missing = folder().resolve("missing");
    Path below = missing.resolve("file");
    Path there = write(temporary.resolve("there"), "x");
    assertRefused(missing + ": opendir: No such file or directory", () -> disk.list(missing));
    assertRefused(missing + ": open: No such file or directory", () -> disk.syncDirectory(missing));
    assertRefused(missing + ": unlink: No such file or directory", () -> disk.delete(missing));
    assertRefused(
        below + ": open: No such file or directory", () -> disk.open(below, Access.CREATE));
    assertRefused(
        missing + ": rename to " + there + ": No such file or directory",
        () -> disk.rename(missing, there));
    assertRefused(
        there + ": rename to " + below + ": No such file or directory",
        () -> disk.rename(there, below));
    assertThrows(NoSuchFileException.class, () -> disk.list(missing));
    assertThrows(NoSuchFileException.class, () -> disk.rename(missing, there));
    assertEquals("x", read(there));
  }

  @Test
  void aFileIsNoDirectory() throws IOException {
    Path file = write(folder().resolve("file"), "x");
    Path below = file.resolve("below");
    assertRefused(file + ": opendir: Not a directory", () -> disk.list(file));
    assertRefused(file + ": open: Not a directory", () -> disk.syncDirectory(file));
    assertRefused(below + ": mkdir: Not a directory", () -> disk.createDirectories(below));
    assertRefused(file + ": mkdir: File exists", () -> disk.createDirectories(file));
    assertThrows(FileAlreadyExistsException.class, () -> disk.createDirectories(file));
    assertRefused(below + ": open: Not a directory", () -> disk.open(below, Access.CREATE));
    assertRefused(below + ": unlink: Not a directory", () -> disk.delete(below));
    assertEquals("x", read(file));
  }

  @Test
  void aDirectoryIsNoFile() throws IOException {
    Path directory = folder().resolve("directory");
    disk.createDirectories(directory);
    for (Access access : new Access[] {Access.READ, Access.WRITE, Access.CREATE}) {
      assertRefused(
          directory + ": open: it is a directory, a regular file is needed",
          () -> disk.open(directory, access));
    }
    assertThrows(
        FileAlreadyExistsException.class, () -> disk.open(directory, Access.CREATE_NEW).close());
  }

  @Test
  void deletingTakesFilesAndEmptyDirectoriesAway() throws IOException {
    Path directory = folder().resolve("directory");
    disk.createDirectories(directory);
    Path file = write(directory.resolve("file"), "x");
    assertRefused(directory + ": rmdir: Directory not empty", () -> disk.delete(directory));
    try (DiskFile open = disk.open(file, Access.READ)) {
      disk.delete(file);
      assertEquals(1, open.size());
    }
    assertEquals(Set.of(), names(directory));
    disk.delete(directory);
    assertEquals(Set.of(), names(temporary));
    assertThrows(NoSuchFileException.class, () -> disk.open(file, Access.CREATE));
  }

  @Test
  void aRenamedFileKeepsItsContentAndTakesAnothersPlace() throws IOException {
    Path first = write(folder().resolve("first"), "1");
    Path second = write(temporary.resolve("second"), "2");
    Path other = temporary.resolve("other");
    disk.createDirectories(other);
    disk.rename(first, first);
    assertEquals(Set.of("first", "other", "second"), names(temporary));
    try (DiskFile replaced = disk.open(second, Access.READ)) {
      disk.rename(first, second);
      assertEquals(1, replaced.size());
    }
    assertEquals("1", read(second));
    disk.rename(second, other.resolve("third"));
    assertEquals("1", read(other.resolve("third")));
    assertEquals(Set.of("other"), names(temporary));
    disk.syncDirectory(temporary);
    disk.syncDirectory(other);
  }

  @Test
  void aRenamedDirectoryTakesWhatIsInItAlong() throws IOException {
    Path before = folder().resolve("before");
    Path after = temporary.resolve("after");
    disk.createDirectories(before.resolve("deep"));
    write(before.resolve("deep/file"), "x");
    disk.createDirectories(after);
    disk.rename(before, after);
    assertEquals("x", read(after.resolve("deep/file")));
    assertEquals(Set.of("after"), names(temporary));
  }

  @Test
  void aRenameThatMakesNoSenseChangesNothing() throws IOException {
    Path full = folder().resolve("full");
    Path file = write(temporary.resolve("file"), "x");
    Path empty = temporary.resolve("empty");
    disk.createDirectories(full.resolve("inner"));
    disk.createDirectories(empty);
    assertRefusedRename(file, empty, "Is a directory");
    assertRefusedRename(empty, file, "Not a directory");
    assertRefusedRename(empty, full, "Directory not empty");
    assertRefusedRename(full, full.resolve("inner/below"), "Invalid argument");
    assertRefusedRename(full.resolve("inner"), full, "Directory not empty");
    assertRefusedRename(file, file.resolve("below"), "Not a directory");
    assertEquals(Set.of("empty", "file", "full"), names(temporary));
    assertEquals(Set.of("inner"), names(full));
  }

  private void assertRefusedRename(Path from, Path to, String reason) {
    assertRefused(from + ": rename to " + to + ": " + reason, () -> disk.rename(from, to));
  }

  @Test
  void recordLocksExcludeOtherOpensAndEndWithTheFile() throws IOException {
    Path path = write(folder().resolve("file"), "");
    try (DiskFile other = disk.open(path, Access.WRITE)) {
      try (DiskFile file = disk.open(path, Access.WRITE)) {
        assertTrue(file.tryRecordLock(Lock.EXCLUSIVE));
        assertTrue(file.tryRecordLock(Lock.EXCLUSIVE), "the same again");
        assertFalse(other.tryRecordLock(Lock.EXCLUSIVE));
        assertFalse(other.tryRecordLock(Lock.SHARED));
        file.write(1 << 20, MemorySegment.ofArray(new byte[1]));
        assertFalse(other.tryRecordLock(Lock.SHARED), "the file has grown");
      }
      assertTrue(other.tryRecordLock(Lock.EXCLUSIVE), "closing gave the lock up");
    }
  }

  @Test
  void aSharedRecordLockNeedsNoWriteAccessAndAnExclusiveOneDoes() throws IOException {
    Path path = write(folder().resolve("file"), "");
    try (DiskFile second = disk.open(path, Access.WRITE)) {
      try (DiskFile first = disk.open(path, Access.READ)) {
        assertTrue(first.tryRecordLock(Lock.SHARED));
        assertTrue(second.tryRecordLock(Lock.SHARED));
        assertFalse(second.tryRecordLock(Lock.EXCLUSIVE));
        AccessDeniedException failure =
            assertThrows(AccessDeniedException.class, () -> first.tryRecordLock(Lock.EXCLUSIVE));
        assertEquals(path + ": it was opened for reading only", failure.getMessage());
      }
      assertTrue(second.tryRecordLock(Lock.EXCLUSIVE), "shared became exclusive");
    }
  }

  @Test
  void theTwoKindsOfLockKnowNothingOfEachOther() throws IOException {
    Path path = write(folder().resolve("file"), "");
    try (DiskFile first = disk.open(path, Access.WRITE);
        DiskFile second = disk.open(path, Access.WRITE)) {
      assertTrue(first.tryLock(Lock.EXCLUSIVE));
      assertTrue(second.tryRecordLock(Lock.EXCLUSIVE));
      assertFalse(first.tryRecordLock(Lock.EXCLUSIVE));
      assertFalse(second.tryLock(Lock.EXCLUSIVE));
    }
  }

  @Test
  void aLockGoesWithItsFileToTheNewName() throws IOException {
    Path before = write(folder().resolve("0.tmp"), "");
    Path after = temporary.resolve("segment");
    try (DiskFile file = disk.open(before, Access.WRITE)) {
      assertTrue(file.tryRecordLock(Lock.EXCLUSIVE));
      disk.rename(before, after);
      write(before, "another file of the old name");
      try (DiskFile sameFile = disk.open(after, Access.WRITE);
          DiskFile sameName = disk.open(before, Access.WRITE)) {
        assertFalse(sameFile.tryRecordLock(Lock.EXCLUSIVE));
        assertTrue(sameName.tryRecordLock(Lock.EXCLUSIVE));
      }
    }
  }
}
