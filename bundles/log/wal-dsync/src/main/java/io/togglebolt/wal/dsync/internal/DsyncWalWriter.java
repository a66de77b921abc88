package io.togglebolt.wal.dsync.internal;

import io.togglebolt.wal.spi.PagedWalWriter;
import io.togglebolt.wal.spi.WalSegment;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Writes whole pages that are durable when the write returns: one system call for a batch. Segments
 * are filled with zeros beforehand, so that such a write changes nothing but the bytes.
 */
final class DsyncWalWriter extends PagedWalWriter {
  /**
   * How large its buffer grows. A larger append is synced in several pieces, one after the other,
   * so this is above what a log gathers while one append is under way.
   */
  static final int MOST_BYTES = 4 << 20;

  /** How many zeros are written at once: an append that goes on meanwhile waits behind no more. */
  static final int ZEROS_BYTES = 256 << 10;

  DsyncWalWriter() {
    super(MOST_BYTES);
  }

  @Override
  protected void write(WalSegment target, long offset, MemorySegment pages) throws IOException {
    target.writeDurably(offset, pages);
  }

  @Override
  protected void makeDurable(WalSegment target) {
    // The write has done so.
  }

  /**
   * Reserves the space and writes zeros. A file system keeps account of what of a reserved space
   * has been written: without the zeros every append would change that account, and a synchronous
   * one would have to wait for the file system's journal, too.
   */
  @Override
  public void prepare(WalSegment prepared, long sizeBytes) throws IOException {
    prepared.allocate(0, sizeBytes);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment zeros = arena.allocate(Math.min(sizeBytes, ZEROS_BYTES), PAGE_BYTES);
      for (long offset = 0; offset < sizeBytes; offset += zeros.byteSize()) {
        long length = Math.min(zeros.byteSize(), sizeBytes - offset);
        prepared.writeDurably(offset, zeros.asSlice(0, length));
      }
    }
  }
}
