package com.example.slow;

import io.togglebolt.wal.spi.PagedWalWriter;
import io.togglebolt.wal.spi.WalSegment;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.function.LongConsumer;

/** Writes pages, syncs them, and then says so later than it could. */
final class SlowWalWriter extends PagedWalWriter {
  private static final int MOST_BYTES = 1 << 20;

  private final SlowWalWriterFactory.Delays delays;
  private final LongConsumer pause;
  private long syncs;

  /**
   * A writer without a segment.
   *
   * @param pause waits so many milliseconds
   */
  SlowWalWriter(SlowWalWriterFactory.Delays delays, LongConsumer pause) {
    super(MOST_BYTES);
    this.delays = delays;
    this.pause = pause;
  }

  @Override
  protected void write(WalSegment segment, long offset, MemorySegment pages) throws IOException {
    segment.write(offset, pages);
  }

  @Override
  protected void makeDurable(WalSegment segment) throws IOException {
    segment.sync();
    syncs++;
    boolean hiccup = delays.hiccupEvery() > 0 && syncs % delays.hiccupEvery() == 0;
    pause.accept(hiccup ? delays.hiccupMillis() : delays.delayMillis());
  }
}
