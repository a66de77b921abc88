package io.togglebolt.wal.internal.files;

import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.DiskFile;
import io.togglebolt.wal.WalLockedException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * A file of a log, open for writing and locked as etcd locks it, so that neither another process
 * nor another log of this one has it open. Whoever opened it closes it, which gives up the lock.
 */
public final class SegmentFile implements AutoCloseable {
  private static final Logger LOG = System.getLogger(SegmentFile.class.getName());

  /** Read and zeroed at a time. */
  private static final int BLOCK_BYTES = 1 << 20;

  private static final int PAGE_BYTES = 4_096;

  private final DiskFile file;
  private volatile Path path;

  private SegmentFile(DiskFile file, Path path) {
    this.file = file;
    this.path = path;
  }

  /**
   * Opens a file and locks it.
   *
   * @throws WalLockedException when somebody else holds it
   */
  public static SegmentFile open(Disk disk, Path path, Disk.Access access) throws IOException {
    DiskFile file = disk.open(path, access);
    boolean locked = false;
    try {
      locked = file.tryRecordLock(DiskFile.Lock.EXCLUSIVE);
    } finally {
      if (!locked) {
        file.close();
      }
    }
    if (!locked) {
      throw new WalLockedException(
          path + " is locked: another process, or another log of this one, has it open");
    }
    return new SegmentFile(file, path);
  }

  /**
   * How long a file is made whose segment is to hold so many bytes: whole words, as frames are, for
   * a reader takes less than a word at a file's end for half of a record.
   */
  public static long bytesFor(long segmentBytes) {
    return Math.ceilDiv(segmentBytes, Long.BYTES) * Long.BYTES;
  }

  /** Where it is now. */
  public Path path() {
    return path;
  }

  /** The file itself, for the log alone. */
  public DiskFile file() {
    return file;
  }

  /** The file as a writer may use it. */
  public RevocableSegment lend() {
    return new RevocableSegment(this);
  }

  /** Gives it another name. Not durable before the directories are synced. */
  public void rename(Disk disk, Path to) throws IOException {
    disk.rename(path, to);
    path = to;
  }

  /** The directory that it is in has another name now. */
  void moved(Path to) {
    path = to;
  }

  /** Makes it durable. */
  public void sync() throws IOException {
    file.sync();
  }

  /**
   * Sees to it that the file is no longer than it needs to be, durably: to look for what is not
   * zero in gigabytes of reserved space would take long.
   */
  public void cutTo(long mostBytes) throws IOException {
    long size = file.size();
    if (size > mostBytes) {
      LOG.log(
          Level.WARNING,
          "{0} is {1} bytes long; what is behind {2} bytes holds no records and is cut off",
          path,
          Long.toString(size),
          Long.toString(mostBytes));
      file.resize(mostBytes);
      sync();
    }
  }

  /**
   * Sees to it that there is nothing but zeros behind an offset. Where there is anything else it is
   * overwritten and made durable.
   *
   * @return how many bytes, in whole pages, held something else
   */
  public long zeroBehind(long offset) throws IOException {
    long zeroed = 0;
    long size = file.size();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment block = arena.allocate(BLOCK_BYTES);
      MemorySegment zeros = arena.allocate(PAGE_BYTES);
      for (long at = offset; at < size; at += BLOCK_BYTES) {
        MemorySegment part = block.asSlice(0, Math.min(BLOCK_BYTES, size - at));
        file.read(at, part);
        zeroed += zeroPages(part, at, zeros);
      }
    }
    if (zeroed > 0) {
      sync();
    }
    return zeroed;
  }

  private long zeroPages(MemorySegment part, long offset, MemorySegment zeros) throws IOException {
    long zeroed = 0;
    for (long at = 0; at < part.byteSize(); at += PAGE_BYTES) {
      long bytes = Math.min(PAGE_BYTES, part.byteSize() - at);
      boolean clean = MemorySegment.mismatch(part, at, at + bytes, zeros, 0, bytes) < 0;
      if (!clean) {
        file.write(offset + at, zeros.asSlice(0, bytes));
        zeroed += bytes;
      }
    }
    return zeroed;
  }

  /**
   * Overwrites all of it with zeros and makes that durable. The space stays written, unlike space
   * that was only reserved, so later syncs have less to record.
   */
  public void overwriteWithZeros() throws IOException {
    long size = file.size();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment zeros = arena.allocate(BLOCK_BYTES);
      for (long at = 0; at < size; at += BLOCK_BYTES) {
        file.write(at, zeros.asSlice(0, Math.min(BLOCK_BYTES, size - at)));
      }
    }
    file.sync();
  }

  /** Gives up the file and its lock. */
  @Override
  public void close() throws IOException {
    file.close();
  }
}
