package io.togglebolt.wal.internal.files;

import io.togglebolt.runtime.DiskFile;
import io.togglebolt.runtime.FileClosedException;
import io.togglebolt.wal.spi.WalSegment;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A segment as one writer sees it, until it is revoked: from then on every call is refused, and
 * none that was under way before is so any more. Thread-safe.
 */
public final class RevocableSegment implements WalSegment {
  private final SegmentFile segment;

  /** Held for reading by each call on the file, for writing by the one that revokes. */
  private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();

  private boolean revoked;

  RevocableSegment(SegmentFile segment) {
    this.segment = segment;
  }

  /** What a call does with the file. */
  private interface Use {
    void on(DiskFile file) throws IOException;
  }

  private void use(Use what) throws IOException {
    use.readLock().lock();
    try {
      if (revoked) {
        throw new FileClosedException(segment.path());
      }
      what.on(segment.file());
    } finally {
      use.readLock().unlock();
    }
  }

  /** Takes it away from whoever has it. Waits for calls that are under way. */
  public void revoke() {
    use.writeLock().lock();
    try {
      revoked = true;
    } finally {
      use.writeLock().unlock();
    }
  }

  @Override
  public Path path() {
    return segment.path();
  }

  @Override
  public void read(long offset, MemorySegment target) throws IOException {
    use(file -> file.read(offset, target));
  }

  @Override
  public void write(long offset, MemorySegment source) throws IOException {
    use(file -> file.write(offset, source));
  }

  @Override
  public void writeDurably(long offset, MemorySegment source) throws IOException {
    use(file -> file.writeDurably(offset, source));
  }

  @Override
  public void sync() throws IOException {
    use(DiskFile::sync);
  }

  @Override
  public void allocate(long offset, long lengthBytes) throws IOException {
    use(file -> file.allocate(offset, lengthBytes));
  }

  @Override
  public long size() throws IOException {
    use.readLock().lock();
    try {
      if (revoked) {
        throw new FileClosedException(segment.path());
      }
      return segment.file().size();
    } finally {
      use.readLock().unlock();
    }
  }
}
