package io.togglebolt.testkit;

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
 * nothing that is called in it has an effect any more. A durable write counts as two changes, for
 * it may be in the cache and not yet durable. For one thread.
 */
public final class MortalDisk implements Disk {
  private final Disk inner;
  private final Runnable changed;
  private final List<DiskFile> files = new ArrayList<>();
  private long changesUntilDeath = Long.MAX_VALUE;
  private boolean dead;

  /**
   * A process that lives.
   *
   * @param changed is called after each change, and may look at the inner disk
   */
  public MortalDisk(Disk inner, Runnable changed) {
    this.inner = inner;
    this.changed = changed;
  }

  /** Lets so many more changes pass; of a write that is the next one only half is done. */
  public void dieAfter(long changes) {
    changesUntilDeath = changes;
  }

  /** Whether it has died. */
  public boolean isDead() {
    return dead;
  }

  /** Dies now. */
  public void die() throws IOException {
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
    if (access == Access.CREATE || access == Access.CREATE_NEW) {
      changed.run();
    }
    return new MortalFile(file);
  }

  @Override
  public void delete(Path path) throws IOException {
    change(() -> inner.delete(path));
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    requireAlive();
    return inner.list(directory);
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    change(() -> inner.createDirectories(directory));
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    change(() -> inner.rename(from, to));
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    change(() -> inner.syncDirectory(directory));
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
    public boolean tryRecordLock(Lock lock) throws IOException {
      requireAlive();
      return file.tryRecordLock(lock);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
