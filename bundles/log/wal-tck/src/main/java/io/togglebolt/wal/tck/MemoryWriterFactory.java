package io.togglebolt.wal.tck;

import io.togglebolt.wal.spi.WalSegment;
import io.togglebolt.wal.spi.WalWriter;
import io.togglebolt.wal.spi.WalWriterFactory;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A writer for tests that need no disk that keeps anything: {@value #NAME}. Each append goes into
 * the file, that is, into the system's memory, and nothing is ever synced. So a log that is closed
 * and opened again, or whose writer is swapped, loses nothing while the machine runs, and
 * everything that no one else has synced when the power fails.
 *
 * <p>It says that it is not durable, so no log chooses it by its ranking.
 */
public final class MemoryWriterFactory implements WalWriterFactory {
  /** The name by which it is chosen. */
  public static final String NAME = "memory";

  /** Holds nothing. */
  public MemoryWriterFactory() {}

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
    return new MemoryWriter();
  }

  private static final class MemoryWriter implements WalWriter {
    private @Nullable WalSegment segment;
    private long end;
    private boolean failed;

    @Override
    public void begin(WalSegment next, long offset) {
      segment = next;
      end = offset;
      failed = false;
    }

    @Override
    public void append(MemorySegment frames) throws IOException {
      if (segment == null) {
        throw new IllegalStateException("no segment has been begun");
      }
      if (failed) {
        throw new IOException(segment.path() + ": nothing can be appended after a failure");
      }
      failed = true;
      segment.write(end, frames);
      end += frames.byteSize();
      failed = false;
    }

    @Override
    public void close() {
      segment = null;
    }
  }
}
