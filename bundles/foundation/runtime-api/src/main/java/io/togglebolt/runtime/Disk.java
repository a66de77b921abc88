package io.togglebolt.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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

  /**
   * The names in a directory, in no particular order; directories among them, but not "." and "..".
   *
   * @throws java.nio.file.NoSuchFileException when it is missing
   */
  default List<String> list(Path directory) throws IOException {
    throw new IOException(directory + ": this disk lists no directories");
  }

  /**
   * Makes a directory (0700) where it is missing, and those above it. The new names are durable
   * when the call returns.
   */
  default void createDirectories(Path directory) throws IOException {
    throw new IOException(directory + ": this disk makes no directories");
  }

  /**
   * Gives a file or a directory another name on the same file system, in the place of a file of
   * that name or of an empty directory: rename(2). Whoever looks sees either the old or the new
   * name. Durable only after {@link #syncDirectory} of the directories of both; until then a crash
   * may undo it, whole.
   */
  default void rename(Path from, Path to) throws IOException {
    throw new IOException(from + ": this disk renames nothing");
  }

  /**
   * Makes the names in a directory durable, and the loss of those that were taken away: fsync(2) of
   * the directory itself.
   */
  default void syncDirectory(Path directory) throws IOException {
    throw new IOException(directory + ": this disk syncs no directories");
  }
}
