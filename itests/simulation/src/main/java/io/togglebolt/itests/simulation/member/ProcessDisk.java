package io.togglebolt.itests.simulation.member;

import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.DiskFile;
import io.togglebolt.runtime.FileMapping;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A disk as one process sees it. When the process ends, however it does, nothing that it still
 * calls has any effect, and the memory that it had mapped is given back.
 */
final class ProcessDisk implements Disk {
  private final Disk inner;
  private final boolean ignoresSyncs;
  private final boolean ignoresFailedSyncs;
  private final List<DiskFile> files = new ArrayList<>();
  private final List<FileMapping> mappings = new ArrayList<>();
  private boolean dead;
  private int failures;

  /**
   * @param plants how the process is to go wrong on purpose
   */
  ProcessDisk(Disk inner, Set<Plant> plants) {
    this.inner = inner;
    ignoresSyncs = plants.contains(Plant.NO_SYNC);
    ignoresFailedSyncs = plants.contains(Plant.FAILED_SYNC_IGNORED);
  }

  /** How many calls the disk refused. */
  int failures() {
    return failures;
  }

  /** The process ends: its locks are gone, what it wrote stays in the system's cache. */
  void die() {
    dead = true;
    for (DiskFile file : files) {
      try {
        file.close();
      } catch (IOException impossible) {
        throw new AssertionError("a simulated file closes", impossible);
      }
    }
  }

  /** Gives back what was mapped, once nobody of the process looks there any more. */
  void unmap() {
    mappings.forEach(FileMapping::close);
    mappings.clear();
  }

  private interface Call<T> {
    T run() throws IOException;
  }

  private interface Change {
    void run() throws IOException;
  }

  private <T> T call(Call<T> call) throws IOException {
    if (dead) {
      throw new IOException("the process has ended");
    }
    try {
      return call.run();
    } catch (IOException refused) {
      if (isInjected(refused)) {
        failures++;
      }
      throw refused;
    }
  }

  private static boolean isInjected(IOException refused) {
    return String.valueOf(refused.getMessage()).contains("injected failure");
  }

  private void change(Change change) throws IOException {
    call(
        () -> {
          change.run();
          return true;
        });
  }

  @Override
  public DiskFile open(Path path, Access access) throws IOException {
    DiskFile file = call(() -> inner.open(path, access));
    files.add(file);
    return new ProcessFile(file);
  }

  @Override
  public void delete(Path path) throws IOException {
    change(() -> inner.delete(path));
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    return call(() -> inner.list(directory));
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
    if (!ignoresSyncs) {
      change(() -> inner.syncDirectory(directory));
    }
  }

  private final class ProcessFile implements DiskFile {
    private final DiskFile file;

    private ProcessFile(DiskFile file) {
      this.file = file;
    }

    @Override
    public void read(long offset, MemorySegment target) throws IOException {
      change(() -> file.read(offset, target));
    }

    @Override
    public void write(long offset, MemorySegment source) throws IOException {
      change(() -> file.write(offset, source));
    }

    @Override
    public void writeDurably(long offset, MemorySegment source) throws IOException {
      if (ignoresSyncs) {
        write(offset, source);
      } else {
        sync(() -> file.writeDurably(offset, source));
      }
    }

    @Override
    public void sync() throws IOException {
      if (!ignoresSyncs) {
        sync(file::sync);
      }
    }

    private void sync(Change sync) throws IOException {
      try {
        change(sync);
      } catch (IOException refused) {
        if (!ignoresFailedSyncs || !isInjected(refused)) {
          throw refused;
        }
      }
    }

    @Override
    public long size() throws IOException {
      return call(file::size);
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
      FileMapping mapping = call(() -> file.map(lengthBytes));
      mappings.add(mapping);
      return mapping;
    }

    @Override
    public boolean tryLock(Lock lock) throws IOException {
      return call(() -> file.tryLock(lock));
    }

    @Override
    public boolean tryRecordLock(Lock lock) throws IOException {
      return call(() -> file.tryRecordLock(lock));
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
