package io.togglebolt.disk.nio.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.Disk.Access;
import io.togglebolt.runtime.DiskFile;
import io.togglebolt.runtime.DiskFile.Lock;
import io.togglebolt.runtime.FileMapping;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Record locks between processes; those within one are in the contract of all disks. */
@Timeout(120)
class NativeRecordLockTest {
  @TempDir Path folder;

  private final Disk disk = new NativeDisk();

  /** Takes the lock, says whether it got it, and keeps it until it is told to end. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws IOException {
      try (DiskFile file = new NativeDisk().open(Path.of(arguments[0]), Access.WRITE)) {
        System.out.println(file.tryRecordLock(Lock.valueOf(arguments[1])));
        System.in.read();
      }
    }
  }

  /** The same by way of Java's own locks, which are fcntl(2)'s older kind. */
  static final class ForeignHolder {
    private ForeignHolder() {}

    public static void main(String[] arguments) throws IOException {
      boolean shared = Lock.valueOf(arguments[1]) == Lock.SHARED;
      try (FileChannel channel =
              FileChannel.open(
                  Path.of(arguments[0]), StandardOpenOption.READ, StandardOpenOption.WRITE);
          FileLock lock = channel.tryLock(0, Long.MAX_VALUE, shared)) {
        System.out.println(lock != null);
        System.in.read();
      }
    }
  }

  private ForkedJava hold(Class<?> holder, Path path, Lock lock) throws IOException {
    return ForkedJava.start(
        List.of(), List.of("--enable-native-access=ALL-UNNAMED"), holder, path, lock);
  }

  private Path file() throws IOException {
    return Files.writeString(folder.resolve("segment"), "x");
  }

  @Test
  void anotherProcessIsExcludedUntilTheLockEnds() throws Exception {
    Path path = file();
    try (DiskFile file = disk.open(path, Access.WRITE)) {
      assertTrue(file.tryRecordLock(Lock.EXCLUSIVE));
      try (ForkedJava refused = hold(Holder.class, path, Lock.SHARED)) {
        assertEquals("false", refused.readLine());
      }
    }
    try (ForkedJava holder = hold(Holder.class, path, Lock.EXCLUSIVE);
        DiskFile file = disk.open(path, Access.WRITE)) {
      assertEquals("true", holder.readLine());
      assertFalse(file.tryRecordLock(Lock.SHARED));
      holder.writeLine("end");
      assertEquals(0, holder.exitCode());
      assertTrue(file.tryRecordLock(Lock.EXCLUSIVE));
    }
  }

  @Test
  void aProcessThatIsKilledHoldsNoLock() throws Exception {
    Path path = file();
    try (ForkedJava holder = hold(Holder.class, path, Lock.EXCLUSIVE);
        DiskFile file = disk.open(path, Access.WRITE)) {
      assertEquals("true", holder.readLine());
      holder.kill();
      assertTrue(file.tryRecordLock(Lock.EXCLUSIVE));
    }
  }

  @Test
  void processesShareALockAndALockFollowsItsFileToANewName() throws Exception {
    Path path = file();
    Path renamed = folder.resolve("renamed");
    try (ForkedJava holder = hold(Holder.class, path, Lock.SHARED);
        DiskFile file = disk.open(path, Access.READ)) {
      assertEquals("true", holder.readLine());
      assertTrue(file.tryRecordLock(Lock.SHARED));
      disk.rename(path, renamed);
      try (DiskFile other = disk.open(renamed, Access.WRITE)) {
        assertFalse(other.tryRecordLock(Lock.EXCLUSIVE));
      }
    }
  }

  @Test
  void whoeverUsesTheOlderLocksOfFcntlIsExcludedToo() throws Exception {
    Path path = file();
    try (ForkedJava holder = hold(ForeignHolder.class, path, Lock.SHARED);
        DiskFile file = disk.open(path, Access.WRITE)) {
      assertEquals("true", holder.readLine());
      assertFalse(file.tryRecordLock(Lock.EXCLUSIVE));
      assertTrue(file.tryRecordLock(Lock.SHARED));
      holder.kill();
      assertTrue(file.tryRecordLock(Lock.EXCLUSIVE));
      try (ForkedJava refused = hold(ForeignHolder.class, path, Lock.SHARED)) {
        assertEquals("false", refused.readLine());
      }
    }
  }

  @Test
  void aMappingThatOutlivesItsFileDoesNotKeepTheLock() throws IOException {
    DiskFile file = disk.open(file(), Access.WRITE);
    try (FileMapping mapping = file.map(4096);
        DiskFile other = disk.open(folder.resolve("segment"), Access.WRITE)) {
      assertTrue(file.tryRecordLock(Lock.EXCLUSIVE));
      file.close();
      assertTrue(
          other.tryRecordLock(Lock.EXCLUSIVE), "mapped bytes: " + mapping.segment().byteSize());
    }
  }

  @Test
  void aChildProcessDoesNotKeepTheLockOfAClosedFile() throws Exception {
    DiskFile file = disk.open(file(), Access.WRITE);
    assertTrue(file.tryRecordLock(Lock.EXCLUSIVE));
    Process child = new ProcessBuilder("cat").start();
    try (DiskFile other = disk.open(folder.resolve("segment"), Access.WRITE)) {
      file.close();
      assertTrue(other.tryRecordLock(Lock.EXCLUSIVE));
    } finally {
      child.destroy();
      child.waitFor(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void aSystemWithoutSuchLocksIsToldOfInOneSentence() {
    for (int error : new int[] {Linux.EINVAL, Linux.ENOSYS, Linux.EOPNOTSUPP}) {
      IOException failure = Failures.ofRecordLock(Path.of("segment"), -error);
      assertInstanceOf(FileSystemException.class, failure);
      assertEquals(
          "segment: fcntl F_OFD_SETLK: "
              + Native.message(error)
              + ": this kernel or file system has no locks of open file descriptions; Linux 3.15"
              + " or later and a local file system are needed",
          failure.getMessage());
    }
  }

  @Test
  void whatCannotBeLockedIsAnErrorAndNotALockThatAnotherHolds() throws IOException {
    FileLocks locks = new FileLocks(Path.of("segment"), -1);
    IOException failure =
        assertThrows(IOException.class, () -> locks.tryRecordLock(Lock.EXCLUSIVE));
    assertEquals("segment: fcntl F_OFD_SETLK: Bad file descriptor", failure.getMessage());
  }
}
