package io.togglebolt.storage.engine.internal;

import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.DiskFile;
import io.togglebolt.runtime.FileMapping;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A disk as one process sees it, which tells of each change after it was done, and which can die
 * like a process that is killed: what it wrote stays in the system's cache, its locks are gone, and
 * nothing that is called in it has an effect any more.
 */
final class MortalDisk implements Disk {
  private final Disk inner;
  private final Runnable changed;
  private final List<DiskFile> files = new ArrayList<>();
  private long changesUntilDeath = Long.MAX_VALUE;
  private boolean dead;

  MortalDisk(Disk inner, Runnable changed) {
    this.inner = inner;
    this.changed = changed;
  }

  /** Lets so many more changes pass; of a write that is the next one only half is done. */
  void dieAfter(long changes) {
    changesUntilDeath = changes;
  }

  boolean isDead() {
    return dead;
  }

  /** Dies now. */
  void die() throws IOException {
    dead = true;
    for (DiskFile file : files) {
      file.close();
    }
  }

  @Override
  public DiskFile open(Path path, Access access) throws IOException {
    requireAlive();
    DiskFile file = inner.open(path, access);
    files.add(file);
    return new MortalFile(file);
  }

  private void requireAlive() throws IOException {
    if (dead) {
      throw new IOException("the process is dead");
    }
  }

  private boolean isTheLast() throws IOException {
    requireAlive();
    return changesUntilDeath-- == 0;
  }

  private void change(Change change) throws IOException {
    if (isTheLast()) {
      die();
    }
    requireAlive();
    change.run();
    changed.run();
  }

  private interface Change {
    void run() throws IOException;
  }

  private final class MortalFile implements DiskFile {
    private final DiskFile file;

    MortalFile(DiskFile file) {
      this.file = file;
    }

    @Override
    public void read(long offset, MemorySegment target) throws IOException {
      requireAlive();
      file.read(offset, target);
    }

    @Override
    public void write(long offset, MemorySegment source) throws IOException {
      if (isTheLast()) {
        file.write(offset, source.asSlice(0, source.byteSize() / 2));
        die();
      }
      requireAlive();
      file.write(offset, source);
      changed.run();
    }

    @Override
    public void writeDurably(long offset, MemorySegment source) throws IOException {
      write(offset, source);
      change(() -> file.writeDurably(offset, source));
    }

    @Override
    public void sync() throws IOException {
      change(file::sync);
    }

    @Override
    public long size() throws IOException {
      requireAlive();
      return file.size();
    }

    @Override
    public void resize(long sizeBytes) throws IOException {
      change(() -> file.resize(sizeBytes));
    }

    @Override
    public void allocate(long offset, long lengthBytes) throws IOException {
      change(() -> file.allocate(offset, lengthBytes));
    }

    @Override
    public FileMapping map(long lengthBytes) throws IOException {
      requireAlive();
      return file.map(lengthBytes);
    }

    @Override
    public boolean tryLock(Lock lock) throws IOException {
      requireAlive();
      return file.tryLock(lock);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
