package io.togglebolt.disk.nio.internal;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Path;

/** Turns a path into the name by which the system knows it. */
final class PathNames {
  /** The encoding in which this Java process itself writes file names. */
  static final Charset CHARSET =
      Charset.forName(System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name()));

  private PathNames() {}

  /**
   * The absolute name: the process may have another working directory than Java thinks.
   *
   * @throws FileSystemException when the name can't be written in the system's encoding: it would
   *     name another file
   */
  static String of(Path path) throws IOException {
    if (path.getFileSystem() != FileSystems.getDefault()) {
      throw new FileSystemException(
          path.toString(), null, "not a path of the machine's own file system");
    }
    String name = path.toAbsolutePath().toString();
    if (!CHARSET.newEncoder().canEncode(name)) {
      throw new FileSystemException(
          path.toString(), null, "the name can't be written in the system's encoding " + CHARSET);
    }
    return name;
  }
}
