package io.togglebolt.itests.container.trial;

import io.togglebolt.wal.spi.WalSegment;
import io.togglebolt.wal.spi.WalWriter;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Writes what it is given where it is to stand, and fails half-way when it is told to. */
final class TrialWriter implements WalWriter {
  private final boolean durable;
  private int appendsLeft;
  private @Nullable WalSegment segment;
  private long end;

  TrialWriter(boolean durable, int appendsBeforeFailure) {
    this.durable = durable;
    appendsLeft = appendsBeforeFailure;
  }

  @Override
  public void begin(WalSegment next, long offset) {
    segment = next;
    end = offset;
  }

  @Override
  public void append(MemorySegment frames) throws IOException {
    WalSegment target = segment;
    if (target == null) {
      throw new IllegalStateException("no segment has been begun");
    }
    if (appendsLeft == 0) {
      target.write(end, frames.asSlice(0, frames.byteSize() / 2));
      throw new IllegalStateException("fails as it was told to");
    }
    appendsLeft--;
    target.write(end, frames);
    if (durable) {
      target.sync();
    }
    end += frames.byteSize();
  }

  @Override
  public void close() {
    segment = null;
  }
}
