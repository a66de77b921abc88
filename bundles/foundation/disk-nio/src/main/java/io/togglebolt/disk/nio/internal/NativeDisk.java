package io.togglebolt.disk.nio.internal;

import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.DiskFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Files and names of the machine's own file system. Holds nothing itself; thread-safe. */
@Component(service = Disk.class)
public final class NativeDisk implements Disk {
  private static final int OWNER_ONLY = 0600;

  /**
   * No call waits for the other end of a pipe or takes a terminal over, and no child process
   * inherits a descriptor, which would keep the file's lock alive.
   */
  private static final int ALWAYS = Linux.O_CLOEXEC | Linux.O_NONBLOCK | Linux.O_NOCTTY;

  /** For {@link java.util.ServiceLoader} and Declarative Services. */
  public NativeDisk() {}

  @Override
  public DiskFile open(Path path, Access access) throws IOException {
    NativeSupport.require(path);
    boolean writable = access != Access.READ;
    String name = PathNames.of(path);
    int mode = writable ? Linux.O_RDWR : Linux.O_RDONLY;
    if (access == Access.CREATE_NEW) {
      int create = Linux.O_CREAT | Linux.O_EXCL;
      return checked(
          path, NativeNames.open(name, ALWAYS | mode | create, OWNER_ONLY), writable, true);
    }
    long opened = NativeNames.open(name, ALWAYS | mode, 0);
    if (opened == -Linux.ENOENT && access == Access.CREATE) {
      opened = NativeNames.open(name, ALWAYS | mode | Linux.O_CREAT, OWNER_ONLY);
      return checked(path, opened, writable, true);
    }
    return checked(path, opened, writable, false);
  }

  @Override
  public void delete(Path path) throws IOException {
    NativeSupport.require(path);
    NativeDirectories.delete(path);
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    NativeSupport.require(directory);
    return NativeDirectories.list(directory);
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    NativeSupport.require(directory);
    NativeDirectories.create(directory);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    NativeSupport.require(from);
    NativeDirectories.rename(from, to);
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    NativeSupport.require(directory);
    NativeDirectories.sync(directory);
  }

  private static NativeFile checked(Path path, long opened, boolean writable, boolean created)
      throws IOException {
    if (opened == -Linux.EISDIR) {
      throw Failures.notRegular(path, true);
    }
    if (opened < 0) {
      throw Failures.of(path, "open", opened);
    }
    NativeFile file = new NativeFile(path, (int) opened, writable);
    try {
      int type = file.status().mode() & Linux.S_IFMT;
      if (type != Linux.S_IFREG) {
        throw Failures.notRegular(path, type == Linux.S_IFDIR);
      }
      if (created) {
        // A sync of the file itself does not promise that its name is durable.
        NativeDirectories.syncIfReadable(path.toAbsolutePath().getParent());
      }
      return file;
    } catch (IOException | RuntimeException | Error failure) {
      closeAfter(failure, file);
      throw failure;
    }
  }

  private static void closeAfter(Throwable failure, NativeFile file) {
    try {
      file.close();
    } catch (IOException second) {
      failure.addSuppressed(second);
    }
  }
}
