package io.togglebolt.metrics.tck;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * Prometheus' own checker of expositions in the text format, of whatever version is installed.
 *
 * @param program where it is
 */
public record Promtool(Path program) {
  private static final int MOST_SECONDS = 60;
  private static final int OBJECTIONS = 3;

  /**
   * What {@code promtool check metrics} said.
   *
   * @param readable whether it could read the exposition, so that Prometheus can
   * @param lines what it said: the error, where it could not read it; else one line for each metric
   *     and rule of style that it breaks, which begins with the metric's name
   */
  public record Verdict(boolean readable, List<String> lines) {
    /** Keeps a copy. */
    public Verdict {
      lines = List.copyOf(lines);
    }

    /** The lines about metrics whose names begin with a text. */
    public List<String> about(String prefix) {
      return lines.stream().filter(line -> line.startsWith(prefix)).toList();
    }
  }

  /** The one on the path; where there is none, the test that asks is skipped and says why. */
  public static Promtool orSkip() {
    Optional<Promtool> found = find();
    Assumptions.assumeTrue(
        found.isPresent(), "no promtool on the PATH: it is in Debian's package prometheus");
    return found.orElseThrow();
  }

  private static Optional<Promtool> find() {
    String path = System.getenv("PATH");
    return Arrays.stream(path == null ? new String[0] : path.split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, "promtool"))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Promtool::new);
  }

  /**
   * Has a whole exposition checked.
   *
   * @throws IOException when promtool cannot be run, or ends in a way that is none of its own
   */
  public Verdict check(String exposition) throws IOException, InterruptedException {
    Path in = Files.createTempFile("exposition", ".txt");
    Path out = Files.createTempFile("promtool", ".txt");
    try {
      Files.writeString(in, exposition);
      Process process =
          new ProcessBuilder(program.toString(), "check", "metrics")
              .redirectInput(in.toFile())
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(program + " did not end within " + MOST_SECONDS + " seconds");
      }
      List<String> lines = Files.readString(out, StandardCharsets.UTF_8).lines().toList();
      return verdict(process.exitValue(), lines);
    } finally {
      Files.delete(in);
      Files.delete(out);
    }
  }

  private Verdict verdict(int exit, List<String> lines) throws IOException {
    return switch (exit) {
      case 0, OBJECTIONS -> new Verdict(true, lines);
      case 1 -> new Verdict(false, lines);
      default ->
          throw new IOException(
              program + " ended with status " + exit + "; expected 0, 1 or 3: " + lines);
    };
  }
}
