package io.togglebolt.testkit;

import io.togglebolt.runtime.DiskFile;
import io.togglebolt.runtime.FileClosedException;
import io.togglebolt.runtime.FileMapping;
import io.togglebolt.testkit.DiskFaults.Verdict;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Arrays;

/** One open of a simulated file. Every call holds the disk's lock. */
final class SimulatedFile implements DiskFile {
  private final SimulatedDisk disk;
  private final Path path;
  private final Inode inode;
  private final boolean writable;
  private boolean closed;

  SimulatedFile(SimulatedDisk disk, Path path, Inode inode, boolean writable) {
    this.disk = disk;
    this.path = path;
    this.inode = inode;
    this.writable = writable;
  }

  @Override
  public void read(long offset, MemorySegment target) throws IOException {
    requireNotNegative("offset", offset);
    if (target.isReadOnly()) {
      throw new IllegalArgumentException("the buffer to read into is read-only");
    }
    synchronized (disk.lock) {
      requireOpen();
      failIfAsked(DiskOperation.READ, offset, target.byteSize());
      if (target.byteSize() == 0) {
        return;
      }
      if (offset + target.byteSize() > inode.size()) {
        throw new EOFException(
            path
                + ": the file ends at "
                + inode.size()
                + ", read "
                + target.byteSize()
                + " bytes from "
                + offset);
      }
      inode.read(offset, target);
    }
  }

  @Override
  public void write(long offset, MemorySegment source) throws IOException {
    requireNotNegative("offset", offset);
    requireWritable();
    synchronized (disk.lock) {
      requireOpen();
      writeOpen(offset, source);
    }
  }

  private void writeOpen(long offset, MemorySegment source) throws IOException {
    byte[] bytes = source.toArray(ValueLayout.JAVA_BYTE);
    Verdict verdict = disk.decide(DiskOperation.WRITE, path, offset, bytes.length);
    switch (verdict) {
      case FAILS_HALF_DONE -> {
        int half = bytes.length / 2;
        inode.write(offset, Arrays.copyOf(bytes, half - half % Unsynced.SECTOR_BYTES));
      }
      case FAILS -> {}
      case DONE, IS_LOST, POWER_IS_OFF -> inode.write(offset, bytes);
    }
    conclude(verdict, DiskOperation.WRITE);
  }

  /** A write and then a sync of its range, each of which can fail, be the last or be lost. */
  @Override
  public void writeDurably(long offset, MemorySegment source) throws IOException {
    requireNotNegative("offset", offset);
    requireWritable();
    synchronized (disk.lock) {
      requireOpen();
      writeOpen(offset, source);
      long end = offset + source.byteSize();
      Verdict verdict = disk.decide(DiskOperation.SYNC, path, offset, source.byteSize());
      switch (verdict) {
        case DONE -> inode.syncRange(offset, end);
        case FAILS, FAILS_HALF_DONE -> inode.syncRangeFailed(offset, end);
        case IS_LOST, POWER_IS_OFF -> {}
      }
      conclude(verdict, DiskOperation.SYNC);
    }
  }

  @Override
  public void sync() throws IOException {
    synchronized (disk.lock) {
      requireOpen();
      Verdict verdict = disk.decide(DiskOperation.SYNC, path, 0, 0);
      switch (verdict) {
        case DONE -> inode.sync();
        case FAILS, FAILS_HALF_DONE -> inode.syncFailed();
        case IS_LOST, POWER_IS_OFF -> {}
      }
      conclude(verdict, DiskOperation.SYNC);
    }
  }

  @Override
  public long size() throws IOException {
    synchronized (disk.lock) {
      requireOpen();
      return inode.size();
    }
  }

  @Override
  public void resize(long sizeBytes) throws IOException {
    requireNotNegative("size", sizeBytes);
    requireWritable();
    synchronized (disk.lock) {
      requireOpen();
      Verdict verdict = disk.decide(DiskOperation.RESIZE, path, 0, sizeBytes);
      if (!verdict.fails()) {
        inode.resize(sizeBytes);
      }
      conclude(verdict, DiskOperation.RESIZE);
    }
  }

  @Override
  public void allocate(long offset, long lengthBytes) throws IOException {
    requireNotNegative("offset", offset);
    requireNotNegative("length", lengthBytes);
    requireWritable();
    synchronized (disk.lock) {
      requireOpen();
      Verdict verdict = disk.decide(DiskOperation.ALLOCATE, path, offset, lengthBytes);
      long end = Math.addExact(offset, lengthBytes);
      if (!verdict.fails() && lengthBytes > 0 && end > inode.size()) {
        inode.resize(end);
      }
      conclude(verdict, DiskOperation.ALLOCATE);
    }
  }

  @Override
  public FileMapping map(long lengthBytes) throws IOException {
    if (lengthBytes <= 0) {
      throw new IllegalArgumentException(path + ": the mapping's length is " + lengthBytes);
    }
    synchronized (disk.lock) {
      requireOpen();
      failIfAsked(DiskOperation.MAP, 0, lengthBytes);
      return inode.map(disk.lock, lengthBytes);
    }
  }

  @Override
  public boolean tryLock(Lock lock) throws IOException {
    synchronized (disk.lock) {
      requireOpen();
      failIfAsked(DiskOperation.LOCK, 0, 0);
      return inode.locks().exchange(this, lock);
    }
  }

  @Override
  public boolean tryRecordLock(Lock lock) throws IOException {
    if (lock == Lock.EXCLUSIVE) {
      requireWritable();
    }
    synchronized (disk.lock) {
      requireOpen();
      failIfAsked(DiskOperation.LOCK, 0, 0);
      return inode.recordLocks().convert(this, lock);
    }
  }

  @Override
  public void close() {
    synchronized (disk.lock) {
      closed = true;
      inode.locks().release(this);
      inode.recordLocks().release(this);
    }
  }

  private void failIfAsked(DiskOperation operation, long offset, long length) throws IOException {
    conclude(disk.decide(operation, path, offset, length), operation);
  }

  private void conclude(Verdict verdict, DiskOperation operation) throws IOException {
    DiskFaults.conclude(verdict, operation, path);
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

  @Override
  public String toString() {
    return path.toString();
  }
}
