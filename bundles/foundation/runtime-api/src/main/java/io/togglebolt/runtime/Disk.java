package io.togglebolt.runtime;

import java.io.IOException;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Opens files. Implementations are thread-safe.
 *
 * <p>Errors are {@link IOException}s whose message names the path and the system's own reason; a
 * missing file is a {@link java.nio.file.NoSuchFileException}, a refused one a {@link
 * java.nio.file.AccessDeniedException}; where no file can be opened at all it is a {@link
 * DiskUnavailableException} that says what to change.
 */
@ProviderType
public interface Disk {

  /** What an opened file may be used for. */
  enum Access {
    /** The file must exist and is never changed. */
    READ,
    /** The file must exist. */
    WRITE,
    /**
     * The file is created empty when it is missing, with owner-only permissions (0600). Its name is
     * durable when the call returns.
     */
    CREATE,
    /**
     * The same, but the file must not exist; else it is a {@link
     * java.nio.file.FileAlreadyExistsException}.
     */
    CREATE_NEW
  }

  /**
   * Opens a regular file.
   *
   * @return the open file, owned by the caller, who closes it
   */
  DiskFile open(Path path, Access access) throws IOException;

  /**
   * Takes a file's name away, so that what was half made is not mistaken for the whole. Whoever has
   * it open keeps it. The loss of the name is not made durable. A disk that only opens files
   * refuses it.
   */
  default void delete(Path path) throws IOException {
    throw new IOException(path + ": this disk deletes no files");
  }
}
