package io.togglebolt.itests.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files that this process has open, as the system shows them. */
final class OpenFiles {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  private OpenFiles() {}

  /** Those in a folder, deleted ones included. */
  static List<Path> below(Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
      for (Path each : descriptors.toList()) {
        Path file = target(each);
        if (file.startsWith(folder)) {
          found.add(file);
        }
      }
    }
    return found;
  }

  private static Path target(Path descriptor) throws IOException {
    try {
      return Files.readSymbolicLink(descriptor);
    } catch (NoSuchFileException closedMeanwhile) {
      return descriptor;
    }
  }
}
