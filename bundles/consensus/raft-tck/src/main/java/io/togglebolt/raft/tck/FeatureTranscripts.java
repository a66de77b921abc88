package io.togglebolt.raft.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The transcripts that come with this kit: one a feature of Raft, written to be read. */
public final class FeatureTranscripts {
  private static final String FOLDER = "transcripts";

  private FeatureTranscripts() {}

  /**
   * All that are about whole clusters, in the order of their names.
   *
   * @throws UncheckedIOException when they cannot be read
   */
  public static List<Transcript> all() {
    return in(FOLDER);
  }

  /**
   * Those about one part of an implementation, in the order of their names. They need the commands
   * of that part, see {@link TranscriptLanguage}.
   *
   * @param part the part, such as {@code quorum} or {@code confchange}
   * @throws UncheckedIOException when they cannot be read
   */
  public static List<Transcript> of(String part) {
    return in(FOLDER + "/" + part);
  }

  private static List<Transcript> in(String folder) {
    try {
      URI place =
          FeatureTranscripts.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      Path root = Path.of(place);
      if (Files.isDirectory(root)) {
        return below(root.resolve(folder));
      }
      try (FileSystem jar = FileSystems.newFileSystem(root)) {
        return below(jar.getPath("/", folder));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the place of the transcripts is no path", e);
    }
  }

  private static List<Transcript> below(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".txt"))
          .sorted()
          .map(FeatureTranscripts::read)
          .toList();
    }
  }

  private static Transcript read(Path file) {
    try {
      return Transcript.parse(
          file.getFileName().toString(), Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
