package io.togglebolt.wal.internal;

import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.DiskFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A disk that says so before and after each operation on names, so that others can act then. */
record SteppedDisk(Disk disk, Runnable step) implements Disk {

  private interface Operation<T> {
    T run() throws IOException;
  }

  private interface Change {
    void run() throws IOException;
  }

  private <T> T stepped(Operation<T> operation) throws IOException {
    step.run();
    T result = operation.run();
    step.run();
    return result;
  }

  private void change(Change change) throws IOException {
    step.run();
    change.run();
    step.run();
  }

  @Override
  public DiskFile open(Path path, Access access) throws IOException {
    return stepped(() -> disk.open(path, access));
  }

  @Override
  public void delete(Path path) throws IOException {
    change(() -> disk.delete(path));
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    return stepped(() -> disk.list(directory));
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    change(() -> disk.createDirectories(directory));
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    change(() -> disk.rename(from, to));
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    change(() -> disk.syncDirectory(directory));
  }
}
