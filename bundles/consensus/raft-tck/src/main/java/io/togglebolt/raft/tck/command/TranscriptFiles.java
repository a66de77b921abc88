package io.togglebolt.raft.tck.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds transcripts. */
final class TranscriptFiles {
  private static final String SUFFIX = ".txt";

  private TranscriptFiles() {}

  /** The transcripts below a directory, or the file itself, in the order of their names. */
  static List<Path> below(Path place) throws IOException {
    try (Stream<Path> files = Files.walk(place)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.toString().endsWith(SUFFIX))
          .sorted()
          .toList();
    }
  }
}
