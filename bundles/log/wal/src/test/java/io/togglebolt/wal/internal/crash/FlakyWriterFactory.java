package io.togglebolt.wal.internal.crash;

import io.togglebolt.wal.spi.WalSegment;
import io.togglebolt.wal.spi.WalWriter;
import io.togglebolt.wal.spi.WalWriterFactory;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * Makes writers that work as another one does, until they fail in the middle, by a mistake of their
 * own, with half of the bytes in the file. For one thread.
 */
final class FlakyWriterFactory implements WalWriterFactory {
  private final WalWriterFactory sound;
  private int callsUntilFailure = Integer.MAX_VALUE;

  FlakyWriterFactory(WalWriterFactory sound) {
    this.sound = sound;
  }

  /** Lets so many more calls of the writers succeed. */
  void failAfter(int calls) {
    callsUntilFailure = calls;
  }

  @Override
  public String name() {
    return "flaky";
  }

  @Override
  public int ranking() {
    return -100;
  }

  @Override
  public WalWriter create() {
    return new FlakyWriter(sound.create());
  }

  private boolean fails() {
    return callsUntilFailure-- <= 0;
  }

  private final class FlakyWriter implements WalWriter {
    private final WalWriter writer;
    private WalSegment segment;
    private long offset;

    FlakyWriter(WalWriter writer) {
      this.writer = writer;
    }

    @Override
    public void begin(WalSegment newSegment, long newOffset) throws IOException {
      segment = newSegment;
      offset = newOffset;
      if (fails()) {
        throw new IllegalStateException("a flaky writer cannot begin");
      }
      writer.begin(newSegment, newOffset);
    }

    @Override
    public void append(MemorySegment frames) throws IOException {
      if (fails()) {
        // Such a mistake may leave anything behind what is durable.
        segment.write(offset + 8, frames.asSlice(0, frames.byteSize() / 2));
        throw new IllegalStateException("a flaky writer makes a mistake");
      }
      writer.append(frames);
      offset += frames.byteSize();
    }

    @Override
    public void prepare(WalSegment prepared, long sizeBytes) throws IOException {
      if (fails()) {
        throw new IllegalStateException("a flaky writer cannot prepare");
      }
      writer.prepare(prepared, sizeBytes);
    }

    @Override
    public void close() {
      writer.close();
    }
  }
}
