package io.togglebolt.wal.segmented.internal;

import io.togglebolt.wal.spi.PagedWalWriter;
import io.togglebolt.wal.spi.WalSegment;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** Writes whole pages to the system's cache, then has them brought to the disk by fdatasync. */
final class SegmentedWalWriter extends PagedWalWriter {
  /**
   * How large its buffer grows. A larger append takes several writes but one sync, and next to the
   * sync a write costs little.
   */
  static final int MOST_BYTES = 256 << 10;

  SegmentedWalWriter() {
    super(MOST_BYTES);
  }

  @Override
  protected void write(WalSegment target, long offset, MemorySegment pages) throws IOException {
    target.write(offset, pages);
  }

  @Override
  protected void makeDurable(WalSegment target) throws IOException {
    target.sync();
  }
}
