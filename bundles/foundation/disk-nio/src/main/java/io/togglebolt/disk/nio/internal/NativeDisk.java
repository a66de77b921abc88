package io.togglebolt.disk.nio.internal;

import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.DiskFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Component;

/** Opens files of the machine's own file system. Holds nothing itself; thread-safe. */
@Component(service = Disk.class)
public final class NativeDisk implements Disk {
  private static final int OWNER_ONLY = 0600;

  /**
   * No call waits for the other end of a pipe or takes a terminal over, and no child process
   * inherits a descriptor, which would keep the file's lock alive.
   */
  private static final int ALWAYS = Native.O_CLOEXEC | Native.O_NONBLOCK | Native.O_NOCTTY;

  /** For {@link java.util.ServiceLoader} and Declarative Services. */
  public NativeDisk() {}

  @Override
  public DiskFile open(Path path, Access access) throws IOException {
    NativeSupport.require(path);
    boolean writable = access != Access.READ;
    String name = PathNames.of(path);
    int mode = writable ? Native.O_RDWR : Native.O_RDONLY;
    if (access == Access.CREATE_NEW) {
      int create = Native.O_CREAT | Native.O_EXCL;
      return checked(path, Native.open(name, ALWAYS | mode | create, OWNER_ONLY), writable, true);
    }
    long opened = Native.open(name, ALWAYS | mode, 0);
    if (opened == -Native.ENOENT && access == Access.CREATE) {
      opened = Native.open(name, ALWAYS | mode | Native.O_CREAT, OWNER_ONLY);
      return checked(path, opened, writable, true);
    }
    return checked(path, opened, writable, false);
  }

  @Override
  public void delete(Path path) throws IOException {
    Files.delete(path);
  }

  private static NativeFile checked(Path path, long opened, boolean writable, boolean created)
      throws IOException {
    if (opened == -Native.EISDIR) {
      throw Failures.notRegular(path, true);
    }
    if (opened < 0) {
      throw Failures.of(path, "open", opened);
    }
    NativeFile file = new NativeFile(path, (int) opened, writable);
    try {
      int type = file.status().mode() & Native.S_IFMT;
      if (type != Native.S_IFREG) {
        throw Failures.notRegular(path, type == Native.S_IFDIR);
      }
      if (created) {
        syncDirectory(path);
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

  /**
   * Makes a new file's name durable: a sync of the file itself does not promise that. A directory
   * that may be written but not read can't be opened, and some file systems can't sync one; there
   * the name is as durable as the system makes it by itself.
   */
  private static void syncDirectory(Path path) throws IOException {
    Path directory = path.toAbsolutePath().getParent();
    long opened = Native.open(PathNames.of(directory), Native.O_CLOEXEC | Native.O_RDONLY, 0);
    if (opened == -Native.EACCES) {
      return;
    }
    if (opened < 0) {
      throw Failures.of(directory, "open", opened);
    }
    try {
      long result = Native.fsync((int) opened);
      if (result < 0 && result != -Native.EINVAL) {
        throw Failures.of(directory, "fsync", result);
      }
    } finally {
      Native.close((int) opened);
    }
  }
}
