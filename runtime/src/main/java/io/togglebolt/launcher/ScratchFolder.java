package io.togglebolt.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A folder for one run of the framework. Each run has its own, so that a command runs beside a
 * container that serves, and so that what is configured is what stands in {@code etc/}.
 *
 * @param path the folder
 */
record ScratchFolder(Path path) implements AutoCloseable {

  /** Makes a new one among the system's temporary files. */
  static ScratchFolder create() throws IOException {
    return new ScratchFolder(Files.createTempDirectory("togglebolt-"));
  }

  /** Deletes it with all that is in it. */
  @Override
  public void close() throws IOException {
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
