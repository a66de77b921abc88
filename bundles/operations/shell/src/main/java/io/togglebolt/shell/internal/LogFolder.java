package io.togglebolt.shell.internal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory that may hold a log. */
final class LogFolder {
  private LogFolder() {}

  /** Whether there is something like a segment in it. */
  static boolean hasSegments(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return false;
    }
    try (DirectoryStream<Path> segments = Files.newDirectoryStream(directory, "*.wal")) {
      return segments.iterator().hasNext();
    }
  }
}
