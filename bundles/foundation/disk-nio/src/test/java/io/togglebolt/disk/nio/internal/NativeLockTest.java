package io.togglebolt.disk.nio.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.Disk.Access;
import io.togglebolt.runtime.DiskFile;
import io.togglebolt.runtime.DiskFile.Lock;
import io.togglebolt.runtime.FileMapping;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class NativeLockTest {
  @TempDir Path folder;

  private final Disk disk = new NativeDisk();

  /** Takes the lock, says whether it got it, and keeps it until it is told to end. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws IOException {
      try (DiskFile file = new NativeDisk().open(Path.of(arguments[0]), Access.CREATE)) {
        System.out.println(file.tryLock(Lock.valueOf(arguments[1])));
        System.in.read();
      }
    }
  }

  private ForkedJava hold(Path path, Lock lock) throws IOException {
    return ForkedJava.start(
        List.of(), List.of("--enable-native-access=ALL-UNNAMED"), Holder.class, path, lock);
  }

  @Test
  void twoOpensInOneProcessExcludeEachOther() throws IOException {
    Path path = folder.resolve("db");
    try (DiskFile other = disk.open(path, Access.CREATE)) {
      try (DiskFile first = disk.open(path, Access.WRITE)) {
        assertTrue(first.tryLock(Lock.EXCLUSIVE));
        assertFalse(other.tryLock(Lock.EXCLUSIVE));
        assertFalse(other.tryLock(Lock.SHARED));
      }
      assertTrue(other.tryLock(Lock.EXCLUSIVE), "closing gave the lock up");
    }
  }

  @Test
  void aMappingThatOutlivesItsFileDoesNotKeepTheLock() throws IOException {
    Path path = folder.resolve("db");
    DiskFile file = disk.open(path, Access.CREATE);
    try (FileMapping mapping = file.map(4096);
        DiskFile other = disk.open(path, Access.WRITE)) {
      assertTrue(file.tryLock(Lock.EXCLUSIVE));
      file.close();
      assertTrue(other.tryLock(Lock.EXCLUSIVE), "mapped bytes: " + mapping.segment().byteSize());
    }
  }

  @Test
  void manyShareALockAndNoneExcludesThem() throws IOException {
    Path path = folder.resolve("db");
    try (DiskFile first = disk.open(path, Access.CREATE);
        DiskFile second = disk.open(path, Access.READ);
        DiskFile third = disk.open(path, Access.WRITE)) {
      assertTrue(first.tryLock(Lock.SHARED));
      assertTrue(second.tryLock(Lock.SHARED));
      assertFalse(third.tryLock(Lock.EXCLUSIVE));
    }
  }

  @Test
  void anotherProcessIsExcludedUntilTheLockEnds() throws Exception {
    Path path = folder.resolve("db");
    try (DiskFile file = disk.open(path, Access.CREATE)) {
      assertTrue(file.tryLock(Lock.EXCLUSIVE));
      try (ForkedJava refused = hold(path, Lock.SHARED)) {
        assertEquals("false", refused.readLine());
      }
    }
    try (ForkedJava holder = hold(path, Lock.EXCLUSIVE);
        DiskFile file = disk.open(path, Access.WRITE)) {
      assertEquals("true", holder.readLine());
      assertFalse(file.tryLock(Lock.SHARED));
      holder.writeLine("end");
      assertEquals(0, holder.exitCode());
      assertTrue(file.tryLock(Lock.EXCLUSIVE));
    }
  }

  @Test
  void aChildProcessDoesNotKeepTheLockOfAClosedFile() throws Exception {
    Path path = folder.resolve("db");
    DiskFile file = disk.open(path, Access.CREATE);
    assertTrue(file.tryLock(Lock.EXCLUSIVE));
    Process child = new ProcessBuilder("cat").start();
    try (DiskFile other = disk.open(path, Access.WRITE)) {
      file.close();
      assertTrue(other.tryLock(Lock.EXCLUSIVE));
    } finally {
      child.destroy();
      child.waitFor(10, TimeUnit.SECONDS);
    }
  }
}
