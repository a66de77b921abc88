package io.togglebolt.storage.engine.internal;

import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.DiskFile;
import io.togglebolt.runtime.FileMapping;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** A disk that tells of each change after it was done, and counts the mappings in use. */
final class WatchedDisk implements Disk {
  private final Disk inner;
  private final Runnable changed;
  private final AtomicInteger mappings = new AtomicInteger();

  WatchedDisk(Disk inner, Runnable changed) {
    this.inner = inner;
    this.changed = changed;
  }

  int mappings() {
    return mappings.get();
  }

  @Override
  public DiskFile open(Path path, Access access) throws IOException {
    return new WatchedFile(inner.open(path, access));
  }

  @Override
  public void delete(Path path) throws IOException {
    inner.delete(path);
  }

  private final class WatchedMapping implements FileMapping {
    private final FileMapping mapping;

    WatchedMapping(FileMapping mapping) {
      this.mapping = mapping;
      mappings.incrementAndGet();
    }

    @Override
    public MemorySegment segment() {
      return mapping.segment();
    }

    @Override
    public void close() {
      mappings.decrementAndGet();
      mapping.close();
    }
  }

  private final class WatchedFile implements DiskFile {
    private final DiskFile file;

    WatchedFile(DiskFile file) {
      this.file = file;
    }

    @Override
    public void read(long offset, MemorySegment target) throws IOException {
      file.read(offset, target);
    }

    @Override
    public void write(long offset, MemorySegment source) throws IOException {
      file.write(offset, source);
      changed.run();
    }

    /** Told of twice: once before what was written is durable. */
    @Override
    public void writeDurably(long offset, MemorySegment source) throws IOException {
      write(offset, source);
      file.writeDurably(offset, source);
      changed.run();
    }

    @Override
    public void sync() throws IOException {
      file.sync();
      changed.run();
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void resize(long sizeBytes) throws IOException {
      file.resize(sizeBytes);
      changed.run();
    }

    @Override
    public void allocate(long offset, long lengthBytes) throws IOException {
      file.allocate(offset, lengthBytes);
      changed.run();
    }

    @Override
    public FileMapping map(long lengthBytes) throws IOException {
      return new WatchedMapping(file.map(lengthBytes));
    }

    @Override
    public boolean tryLock(Lock lock) throws IOException {
      return file.tryLock(lock);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
