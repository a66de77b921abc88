package io.togglebolt.disk.nio.internal;

import io.togglebolt.runtime.DiskFile.Lock;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The locks of one open file, of both kinds. Its file keeps the descriptor open while a method
 * runs.
 */
final class FileLocks {
  private final Path path;
  private final int descriptor;

  /** Whether there may be a record lock to give up; a system without them is not asked to. */
  private volatile boolean recordLocked;

  FileLocks(Path path, int descriptor) {
    this.path = path;
    this.descriptor = descriptor;
  }

  /** Takes a flock(2) lock when it is free. */
  boolean tryLock(Lock lock) throws IOException {
    int kind =
        switch (lock) {
          case SHARED -> Linux.LOCK_SH;
          case EXCLUSIVE -> Linux.LOCK_EX;
        };
    long result = Native.flock(descriptor, kind | Linux.LOCK_NB);
    if (result == -Linux.EWOULDBLOCK) {
      return false;
    }
    if (result < 0) {
      throw Failures.of(path, "flock", result);
    }
    return true;
  }

  /** Takes an F_OFD_SETLK lock when it is free. */
  boolean tryRecordLock(Lock lock) throws IOException {
    short type =
        switch (lock) {
          case SHARED -> Linux.F_RDLCK;
          case EXCLUSIVE -> Linux.F_WRLCK;
        };
    long result = Native.lockRecord(descriptor, type);
    if (result == -Linux.EWOULDBLOCK || result == -Linux.EACCES) {
      return false;
    }
    if (result < 0) {
      throw Failures.ofRecordLock(path, result);
    }
    recordLocked = true;
    return true;
  }

  /**
   * Gives up what is held; 0, or the first call's error. The end of the descriptor alone would not
   * do: a mapping keeps the open file alive within the system, and with it its locks.
   */
  long release() {
    long unlocked = Native.flock(descriptor, Linux.LOCK_UN);
    long unlockedRecord = recordLocked ? Native.lockRecord(descriptor, Linux.F_UNLCK) : 0;
    return unlocked < 0 ? unlocked : unlockedRecord;
  }
}
