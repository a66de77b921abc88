package io.togglebolt.disk.nio.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.Disk.Access;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What is the real disk's own about directories; the rest is in the contract of all disks. */
class NativeDirectoriesTest {
  @TempDir Path folder;

  private final Disk disk = new NativeDisk();

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void newDirectoriesAreTheirOwnersOnlyAndOldOnesKeepTheirPermissions() throws IOException {
    Path old = Files.createDirectory(folder.resolve("old"));
    Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rwxr-x---"));
    disk.createDirectories(old.resolve("a/b"));
    disk.createDirectories(old);
    assertEquals("rwxr-x---", permissions(old));
    assertEquals("rwx------", permissions(old.resolve("a")));
    assertEquals("rwx------", permissions(old.resolve("a/b")));
    disk.createDirectories(Path.of("/"));
  }

  @Test
  void aLinkToADirectoryIsOne() throws IOException {
    Path directory = Files.createDirectory(folder.resolve("directory"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), directory);
    disk.createDirectories(link);
    disk.createDirectories(link.resolve("below"));
    assertTrue(Files.isDirectory(directory.resolve("below")));
    assertEquals(List.of("below"), disk.list(link));
    disk.syncDirectory(link);
  }

  @Test
  void deletingALinkLeavesWhatItPointsTo() throws IOException {
    Path directory = Files.createDirectory(folder.resolve("directory"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), directory);
    disk.delete(link);
    assertEquals(List.of("directory"), disk.list(folder));
  }

  @Test
  void aRelativePathStartsWhereJavaThinksItIs() throws IOException {
    Path relative = Path.of("").toAbsolutePath().relativize(folder);
    assumeFalse(relative.isAbsolute(), "a relative path is needed");
    disk.createDirectories(relative.resolve("a/b"));
    disk.rename(relative.resolve("a"), relative.resolve("c"));
    disk.syncDirectory(relative);
    assertTrue(Files.isDirectory(folder.resolve("c/b")));
    disk.delete(relative.resolve("c/b"));
    assertEquals(List.of("c"), disk.list(relative));
  }

  @Test
  void manyNamesAndNamesBeyondAsciiAreListed() throws IOException {
    Set<String> expected = new TreeSet<>();
    IntStream.range(0, 2000).forEach(i -> expected.add("name" + i));
    if (PathNames.CHARSET.newEncoder().canEncode("gr\u00fc\u00df \u6587")) {
      expected.add("gr\u00fc\u00df \u6587");
    }
    for (String name : expected) {
      Files.createFile(folder.resolve(name));
    }
    List<String> found = disk.list(folder);
    assertEquals(expected.size(), found.size());
    assertEquals(expected, new TreeSet<>(found));
  }

  @Test
  void namesThatTheSystemRefusesAreErrorsWithItsReason() {
    Path path = folder.resolve("x".repeat(300));
    List<Executable> calls =
        List.of(
            () -> disk.list(path),
            () -> disk.createDirectories(path),
            () -> disk.rename(path, folder.resolve("y")),
            () -> disk.delete(path),
            () -> disk.syncDirectory(path));
    for (Executable call : calls) {
      FileSystemException failure = assertThrows(FileSystemException.class, call);
      assertTrue(failure.getMessage().startsWith(path + ": "), failure.getMessage());
      assertTrue(failure.getMessage().endsWith(": File name too long"), failure.getMessage());
    }
  }

  @Test
  void aRenameToAnotherFileSystemIsRefusedAndLeavesTheFile() throws IOException {
    Path other = Path.of("/dev/shm");
    assumeTrue(Files.isWritable(other), "a second file system at /dev/shm is needed");
    assumeFalse(
        Files.getFileStore(other).equals(Files.getFileStore(folder)),
        "a second file system at /dev/shm is needed");
    Path file = Files.writeString(folder.resolve("file"), "x");
    Path there = other.resolve(folder.getFileName() + "-rename-test");
    FileSystemException failure =
        assertThrows(FileSystemException.class, () -> disk.rename(file, there));
    assertEquals(
        file + ": rename to " + there + ": Invalid cross-device link", failure.getMessage());
    assertEquals("x", Files.readString(file));
    assertFalse(Files.exists(there));
  }

  @Test
  void withoutPermissionEverythingIsAccessDenied() throws IOException {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Path file = Files.createFile(closed.resolve("file"));
    Files.setPosixFilePermissions(closed, Set.of());
    try {
      assumeFalse(Files.isReadable(closed), "this user may do everything, as root may");
      List<Executable> calls =
          List.of(
              () -> disk.list(closed),
              () -> disk.createDirectories(closed.resolve("a/b")),
              () -> disk.rename(file, folder.resolve("y")),
              () -> disk.delete(file),
              () -> disk.syncDirectory(closed));
      for (Executable call : calls) {
        AccessDeniedException failure = assertThrows(AccessDeniedException.class, call);
        assertTrue(failure.getMessage().endsWith(": Permission denied"), failure.getMessage());
      }
    } finally {
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void aDirectoryThatMayBeWrittenButNotReadTakesNewNamesButCannotBeSynced() throws IOException {
    Path directory = Files.createDirectory(folder.resolve("directory"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("-wx------"));
    try {
      assumeFalse(Files.isReadable(directory), "this user may read everything, as root may");
      disk.createDirectories(directory.resolve("a"));
      disk.open(directory.resolve("b"), Access.CREATE).close();
      assertThrows(AccessDeniedException.class, () -> disk.syncDirectory(directory));
    } finally {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void aFileSystemThatTakesNoNamesSaysSo() {
    Path system = Path.of("/sys");
    assumeTrue(Files.isDirectory(system.resolve("kernel")), "/sys is needed");
    assertThrows(
        AccessDeniedException.class, () -> disk.createDirectories(system.resolve("togglebolt")));
  }

  @Test
  void moreCallsAtOnceThanThereIsScratchMemoryGetTheirOwn() {
    List<Scratch> taken = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Scratch scratch = Scratch.take();
      assertFalse(taken.contains(scratch), "given out twice");
      taken.add(scratch);
    }
    taken.forEach(Scratch::giveBack);
    Scratch first = Scratch.take();
    assertTrue(taken.contains(first), "what was given back is given out again");
    first.giveBack();
  }
}
