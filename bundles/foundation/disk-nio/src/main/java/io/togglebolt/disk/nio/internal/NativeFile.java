package io.togglebolt.disk.nio.internal;

import io.togglebolt.runtime.DiskFile;
import io.togglebolt.runtime.FileClosedException;
import io.togglebolt.runtime.FileMapping;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.concurrent.locks.StampedLock;

/**
 * An open file descriptor.
 *
 * <p>A descriptor is a small number that the system gives to the next file as soon as it is closed,
 * so a call that runs while another thread closes could reach a stranger's file. Every call
 * therefore holds {@link #use} for reading, which costs one compare-and-set; {@link #close()} holds
 * it for writing and so waits for the calls that run. The lock is never taken twice by one thread,
 * and nothing else is locked while it is held.
 */
final class NativeFile implements DiskFile {
  private final Path path;
  private final int descriptor;
  private final boolean writable;
  private final Transfer transfer;
  private final FileLocks locks;
  private final StampedLock use = new StampedLock();
  private boolean closed;

  /** Takes over an open descriptor. */
  NativeFile(Path path, int descriptor, boolean writable) {
    this.path = path;
    this.descriptor = descriptor;
    this.writable = writable;
    transfer = new Transfer(path, descriptor);
    locks = new FileLocks(path, descriptor);
  }

  @Override
  public void read(long offset, MemorySegment target) throws IOException {
    requireNotNegative("offset", offset);
    if (target.isReadOnly()) {
      throw new IllegalArgumentException("the buffer to read into is read-only");
    }
    long stamp = enter();
    try {
      transfer.read(offset, target);
    } finally {
      use.unlockRead(stamp);
    }
  }

  @Override
  public void write(long offset, MemorySegment source) throws IOException {
    requireNotNegative("offset", offset);
    requireWritable();
    long stamp = enter();
    try {
      transfer.write(offset, source);
    } finally {
      use.unlockRead(stamp);
    }
  }

  @Override
  public void writeDurably(long offset, MemorySegment source) throws IOException {
    requireNotNegative("offset", offset);
    requireWritable();
    long stamp = enter();
    try {
      transfer.writeDurably(offset, source);
    } finally {
      use.unlockRead(stamp);
    }
  }

  @Override
  public void sync() throws IOException {
    long stamp = enter();
    try {
      check("fdatasync", Native.fdatasync(descriptor));
    } finally {
      use.unlockRead(stamp);
    }
  }

  @Override
  public long size() throws IOException {
    return status().sizeBytes();
  }

  /** The file's mode bits and length. */
  Native.Status status() throws IOException {
    long stamp = enter();
    try {
      return transfer.status();
    } finally {
      use.unlockRead(stamp);
    }
  }

  @Override
  public void resize(long sizeBytes) throws IOException {
    requireNotNegative("size", sizeBytes);
    requireWritable();
    long stamp = enter();
    try {
      check("ftruncate to " + sizeBytes + " bytes", Native.ftruncate(descriptor, sizeBytes));
    } finally {
      use.unlockRead(stamp);
    }
  }

  @Override
  public void allocate(long offset, long lengthBytes) throws IOException {
    requireNotNegative("offset", offset);
    requireNotNegative("length", lengthBytes);
    requireWritable();
    long result;
    long stamp = enter();
    try {
      result = lengthBytes == 0 ? 0 : Native.fallocate(descriptor, offset, lengthBytes);
    } finally {
      use.unlockRead(stamp);
    }
    if (result == -Linux.EOPNOTSUPP || result == -Linux.ENOSYS) {
      extend(Math.addExact(offset, lengthBytes));
      return;
    }
    check("fallocate of " + lengthBytes + " bytes at " + offset, result);
  }

  /**
   * Extends the file where it is shorter. Alone in the file: a write that extended it further,
   * between the look at its length and the call, would be cut off again.
   */
  void extend(long endBytes) throws IOException {
    long stamp = use.writeLock();
    try {
      requireOpen();
      if (transfer.status().sizeBytes() < endBytes) {
        check("ftruncate to " + endBytes + " bytes", Native.ftruncate(descriptor, endBytes));
      }
    } finally {
      use.unlockWrite(stamp);
    }
  }

  @Override
  public FileMapping map(long lengthBytes) throws IOException {
    if (lengthBytes <= 0) {
      throw new IllegalArgumentException(path + ": the mapping's length is " + lengthBytes);
    }
    long stamp = enter();
    try {
      long address = Native.mmap(descriptor, lengthBytes);
      check("mmap of " + lengthBytes + " bytes", address);
      return new NativeMapping(address, lengthBytes);
    } finally {
      use.unlockRead(stamp);
    }
  }

  @Override
  public boolean tryLock(Lock lock) throws IOException {
    long stamp = enter();
    try {
      return locks.tryLock(lock);
    } finally {
      use.unlockRead(stamp);
    }
  }

  @Override
  public boolean tryRecordLock(Lock lock) throws IOException {
    if (lock == Lock.EXCLUSIVE) {
      requireWritable();
    }
    long stamp = enter();
    try {
      return locks.tryRecordLock(lock);
    } finally {
      use.unlockRead(stamp);
    }
  }

  @Override
  public void close() throws IOException {
    long stamp = use.writeLock();
    try {
      if (closed) {
        return;
      }
      // Linux gives the descriptor free even when it reports an error.
      closed = true;
      long unlocked = locks.release();
      check("close", Native.close(descriptor));
      check("unlock", unlocked);
    } finally {
      use.unlockWrite(stamp);
    }
  }

  private long enter() throws FileClosedException {
    long stamp = use.readLock();
    try {
      requireOpen();
      return stamp;
    } catch (FileClosedException failure) {
      use.unlockRead(stamp);
      throw failure;
    }
  }

  private void requireOpen() throws FileClosedException {
    if (closed) {
      throw new FileClosedException(path);
    }
  }

  private void requireWritable() throws AccessDeniedException {
    if (!writable) {
      throw new AccessDeniedException(path.toString(), null, "it was opened for reading only");
    }
  }

  private void requireNotNegative(String what, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(path + ": the " + what + " is " + value);
    }
  }

  private void check(String call, long result) throws IOException {
    if (result < 0) {
      throw Failures.of(path, call, result);
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
