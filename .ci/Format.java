import com.google.googlejavaformat.java.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks or mends the format of every Java source of the tree. The build runs it as a source file
 * on the JDK that it compiles with, because the formatter must understand that JDK's syntax.
 */
final class Format {
  private static final List<String> ROOTS =
      List.of(".ci", "bundles", "features", "runtime", "itests");

  private Format() {}

  /** Takes {@code check} or {@code mend}, in the root of the tree. */
  public static void main(String[] arguments) throws Exception {
    List<String> sources = sources();
    boolean mend = List.of("mend").equals(List.of(arguments));
    Stream<String> options =
        mend ? Stream.of("--replace") : Stream.of("--dry-run", "--set-exit-if-changed");
    StringWriter named = new StringWriter();
    PrintWriter out = new PrintWriter(named);
    int exitCode =
        new Main(out, new PrintWriter(System.err, true), System.in)
            .format(Stream.concat(options, sources.stream()).toArray(String[]::new));
    out.flush();
    if (exitCode != 0) {
      System.err.print(named);
      System.err.println(
          "The files named above are not formatted: `mvn -N -Pformat initialize` formats the"
              + " tree.");
      System.exit(1);
    }
    System.out.println(sources.size() + " source files are formatted.");
  }

  private static List<String> sources() throws IOException {
    try (Stream<Path> files = ROOTS.stream().map(Path::of).flatMap(Format::below)) {
      return files
          .map(Path::toString)
          .filter(file -> file.endsWith(".java") && !file.contains("/target/"))
          .sorted()
          .toList();
    }
  }

  private static Stream<Path> below(Path root) {
    try {
      return Files.isDirectory(root) ? Files.walk(root) : Stream.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
