package io.togglebolt.disk.nio.internal;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * The way of bytes to one open file and back: loops until all are moved. Its file keeps the
 * descriptor open while a method runs.
 */
final class Transfer {
  /**
   * Bytes of Java heap that go to or from the disk in one call, through native memory that lives as
   * long as the call.
   */
  private static final long TRANSFER_BYTES = 256 * 1024;

  private final Path path;
  private final int descriptor;

  /** Whether the kernel or the file system cannot write and sync in one call. */
  private volatile boolean syncsApart;

  Transfer(Path path, int descriptor) {
    this.path = path;
    this.descriptor = descriptor;
  }

  /** Fills the buffer. */
  void read(long offset, MemorySegment target) throws IOException {
    if (target.isNative()) {
      readFully(offset, target);
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(Math.min(target.byteSize(), TRANSFER_BYTES));
      for (long done = 0; done < target.byteSize(); done += TRANSFER_BYTES) {
        long length = Math.min(TRANSFER_BYTES, target.byteSize() - done);
        readFully(offset + done, buffer.asSlice(0, length));
        MemorySegment.copy(buffer, 0, target, done, length);
      }
    }
  }

  private void readFully(long offset, MemorySegment target) throws IOException {
    long done = 0;
    while (done < target.byteSize()) {
      long count = Native.pread(descriptor, rest(target, done), offset + done);
      if (count < 0) {
        throw Failures.of(path, describe("pread", offset, target), count);
      }
      if (count == 0) {
        throw new EOFException(
            path
                + ": the file ends at "
                + status().sizeBytes()
                + ", read "
                + target.byteSize()
                + " bytes from "
                + offset);
      }
      done += count;
    }
  }

  /** Writes the whole buffer. */
  void write(long offset, MemorySegment source) throws IOException {
    write(offset, source, false);
  }

  /** Writes the whole buffer, which is durable then. */
  void writeDurably(long offset, MemorySegment source) throws IOException {
    write(offset, source, true);
    if (syncsApart) {
      check("fdatasync", Native.fdatasync(descriptor));
    }
  }

  private void write(long offset, MemorySegment source, boolean durably) throws IOException {
    if (source.isNative()) {
      writeFully(offset, source, durably);
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(Math.min(source.byteSize(), TRANSFER_BYTES));
      for (long done = 0; done < source.byteSize(); done += TRANSFER_BYTES) {
        long length = Math.min(TRANSFER_BYTES, source.byteSize() - done);
        MemorySegment.copy(source, done, buffer, 0, length);
        writeFully(offset + done, buffer.asSlice(0, length), durably);
      }
    }
  }

  /** The whole is no new object: nearly every call is done with its buffer at once. */
  private static MemorySegment rest(MemorySegment buffer, long done) {
    return done == 0 ? buffer : buffer.asSlice(done);
  }

  private void writeFully(long offset, MemorySegment source, boolean durably) throws IOException {
    long done = 0;
    while (done < source.byteSize()) {
      long count = writeSome(offset + done, rest(source, done), durably);
      if (count < 0) {
        throw Failures.of(path, describe("pwrite", offset, source), count);
      }
      if (count == 0) {
        throw new IOException(path + ": " + describe("pwrite", offset, source) + ": wrote nothing");
      }
      done += count;
    }
  }

  private long writeSome(long offset, MemorySegment source, boolean durably) {
    if (durably && !syncsApart) {
      long count = Native.pwriteDurably(descriptor, source, offset);
      if (count != -Linux.EOPNOTSUPP && count != -Linux.ENOSYS && count != -Linux.EINVAL) {
        return count;
      }
      // Said before anything was written. A wrong offset is EINVAL too, as it is to pwrite.
      syncsApart = true;
    }
    return Native.pwrite(descriptor, source, offset);
  }

  /** What the system knows of the file now. */
  Native.Status status() throws IOException {
    Native.Status[] status = new Native.Status[1];
    check("statx", Native.statx(descriptor, status));
    return status[0];
  }

  private void check(String call, long result) throws IOException {
    if (result < 0) {
      throw Failures.of(path, call, result);
    }
  }

  private static String describe(String call, long offset, MemorySegment buffer) {
    return call + " of " + buffer.byteSize() + " bytes at " + offset;
  }
}
