package io.togglebolt.wal.internal;

import io.togglebolt.wal.spi.WalSegment;
import io.togglebolt.wal.spi.WalWriter;
import io.togglebolt.wal.spi.WalWriterFactory;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writers that never sync. */
final class LossyWriters implements WalWriterFactory {
  static final String NAME = "lossy";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean durable() {
    return false;
  }

  @Override
  public WalWriter create() {
    return new Writer();
  }

  private static final class Writer implements WalWriter {
    private @Nullable WalSegment segment;
    private long end;

    @Override
    public void begin(WalSegment next, long offset) {
      segment = next;
      end = offset;
    }

    @Override
    public void append(MemorySegment frames) throws IOException {
      Objects.requireNonNull(segment).write(end, frames);
      end += frames.byteSize();
    }

    @Override
    public void close() {}
  }
}
