package io.togglebolt.disk.nio.internal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Turns error numbers into exceptions that name the path, the call and the system's reason. */
final class Failures {
  private Failures() {}

  /**
   * The exception for a failed call.
   *
   * @param result what the call gave: the negated error number
   * @param call the call's name, with what it was asked to do where that helps
   */
  static IOException of(Path path, String call, long result) {
    int error = (int) -result;
    String reason = call + ": " + Native.message(error);
    return switch (error) {
      case Linux.ENOENT -> new NoSuchFileException(path.toString(), null, reason);
      case Linux.EEXIST -> new FileAlreadyExistsException(path.toString(), null, reason);
      case Linux.EACCES, Linux.EPERM, Linux.EROFS ->
          new AccessDeniedException(path.toString(), null, reason);
      default -> new FileSystemException(path.toString(), null, reason);
    };
  }

  /** The exception for a record lock that could not be asked for. */
  static IOException ofRecordLock(Path path, long result) {
    return switch ((int) -result) {
      case Linux.EINVAL, Linux.ENOSYS, Linux.EOPNOTSUPP ->
          new FileSystemException(
              path.toString(),
              null,
              "fcntl F_OFD_SETLK: "
                  + Native.message((int) -result)
                  + ": this kernel or file system has no locks of open file descriptions; Linux"
                  + " 3.15 or later and a local file system are needed");
      default -> of(path, "fcntl F_OFD_SETLK", result);
    };
  }

  /** The exception for a file that is there but is no regular file. */
  static IOException notRegular(Path path, boolean directory) {
    String kind = directory ? "it is a directory" : "it is a device, pipe or socket";
    return new FileSystemException(
        path.toString(), null, "open: " + kind + ", a regular file is needed");
  }
}
