package io.togglebolt.disk.nio.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.Disk.Access;
import io.togglebolt.runtime.DiskFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class NativeDiskTest {
  @TempDir Path folder;

  private final Disk disk = new NativeDisk();

  @Test
  void aCreatedFileIsEmptyAndItsOwnersOnly() throws IOException {
    Path path = folder.resolve("db");
    try (DiskFile file = disk.open(path, Access.CREATE)) {
      assertEquals(0, file.size());
    }
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
  }

  @Test
  void creatingAnExistingFileKeepsItsBytesAndPermissions() throws IOException {
    Path path = Files.writeString(folder.resolve("db"), "kept");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-----"));
    try (DiskFile file = disk.open(path, Access.CREATE)) {
      assertEquals("kept", Bytes.read(file, 0, 4));
    }
    assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
  }

  @Test
  void aMissingFileIsNamedAndNotCreated() {
    Path path = folder.resolve("missing");
    for (Access access : new Access[] {Access.READ, Access.WRITE}) {
      NoSuchFileException failure =
          assertThrows(NoSuchFileException.class, () -> disk.open(path, access));
      assertEquals(path + ": open: No such file or directory", failure.getMessage());
    }
    assertFalse(Files.exists(path));
  }

  @Test
  void aMissingFolderIsAMissingFile() {
    assertThrows(
        NoSuchFileException.class,
        () -> disk.open(folder.resolve("none").resolve("db"), Access.CREATE));
  }

  @Test
  void aDirectoryIsRefusedHoweverItIsOpened() {
    for (Access access : List.of(Access.READ, Access.WRITE, Access.CREATE)) {
      FileSystemException failure =
          assertThrows(FileSystemException.class, () -> disk.open(folder, access));
      assertEquals(
          folder + ": open: it is a directory, a regular file is needed", failure.getMessage());
    }
  }

  @Test
  void whatIsThereIsNoNewFile() throws IOException {
    Path file = Files.createFile(folder.resolve("there"));
    for (Path there : List.of(folder, file)) {
      assertThrows(
          FileAlreadyExistsException.class, () -> disk.open(there, Access.CREATE_NEW).close());
    }
    disk.open(folder.resolve("new"), Access.CREATE_NEW).close();
    assertTrue(Files.exists(folder.resolve("new")));
  }

  @Test
  void aDeviceIsRefused() {
    FileSystemException failure =
        assertThrows(
            FileSystemException.class, () -> disk.open(Path.of("/dev/null"), Access.WRITE));
    assertEquals(
        "/dev/null: open: it is a device, pipe or socket, a regular file is needed",
        failure.getMessage());
  }

  @Test
  @Timeout(30)
  void aPipeIsRefusedWithoutWaitingForItsOtherEnd() throws Exception {
    Path pipe = folder.resolve("pipe");
    Process mkfifo = new ProcessBuilder("mkfifo", pipe.toString()).start();
    assumeTrue(mkfifo.waitFor(10, TimeUnit.SECONDS) && mkfifo.exitValue() == 0, "mkfifo is needed");
    FileSystemException failure =
        assertThrows(FileSystemException.class, () -> disk.open(pipe, Access.READ));
    assertTrue(failure.getMessage().contains("device, pipe or socket"), failure.getMessage());
  }

  @Test
  void aFileWithoutPermissionIsAccessDenied() throws IOException {
    Path path = Files.writeString(folder.resolve("db"), "secret");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(path), "this user may read everything, as root may");
    AccessDeniedException failure =
        assertThrows(AccessDeniedException.class, () -> disk.open(path, Access.READ));
    assertEquals(path + ": open: Permission denied", failure.getMessage());
  }

  @Test
  void errorNumbersThatRefuseAreAccessDenied() {
    for (int error : new int[] {Linux.EACCES, Linux.EPERM, Linux.EROFS}) {
      IOException failure = Failures.of(Path.of("db"), "open", -error);
      assertInstanceOf(AccessDeniedException.class, failure);
      assertEquals("db: open: " + Native.message(error), failure.getMessage());
    }
    assertEquals("Read-only file system", Native.message(Linux.EROFS));
  }

  @Test
  void aRelativePathStartsWhereJavaThinksItIs() throws IOException {
    Path relative = Path.of("").toAbsolutePath().relativize(folder.resolve("db"));
    assumeFalse(relative.isAbsolute(), "a relative path is needed");
    disk.open(relative, Access.CREATE).close();
    assertTrue(Files.exists(folder.resolve("db")));
  }

  @Test
  void aNameBeyondAsciiIsTheSameFileForJava() throws IOException {
    assumeTrue(
        PathNames.CHARSET.newEncoder().canEncode("gr\u00fc\u00df \u6587"),
        "the system's encoding is " + PathNames.CHARSET);
    Path path = folder.resolve("gr\u00fc\u00df \u6587");
    disk.open(path, Access.CREATE).close();
    assertTrue(Files.exists(path));
  }

  @Test
  void theSystemsOwnReasonIsInTheMessage() {
    Path path = folder.resolve("x".repeat(300));
    IOException failure = assertThrows(IOException.class, () -> disk.open(path, Access.CREATE));
    assertEquals(path + ": open: File name too long", failure.getMessage());
  }
}
