package io.togglebolt.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A tree that looks like the repository after a build, to type the README's commands in.
 *
 * @param folder its root
 * @param distribution a distribution to itself
 */
record Checkout(Path folder, Distribution distribution) {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /**
   * Makes one in an empty folder.
   *
   * @param example the folder of an example, in the repository
   */
  static Checkout in(Path folder, String example) throws IOException {
    Path home = folder.resolve("runtime/target/togglebolt");
    Files.createDirectories(home);
    Distribution distribution = Distribution.copyTo(home);
    String built = example + "/target/" + Path.of(example).getFileName() + "-1.0.0.jar";
    Files.createDirectories(folder.resolve(built).getParent());
    Files.copy(ROOT.resolve(built), folder.resolve(built));
    distribution.deploy(
        LoadBundle.class, "org.osgi.framework,org.osgi.util.tracker,io.togglebolt.storage");
    return new Checkout(folder, distribution);
  }

  /** A chapter of the repository's main README. */
  static ReadmeChapter chapter(String title) throws IOException {
    return ReadmeChapter.read(ROOT.resolve("README.md"), title);
  }

  /** A file of the repository. */
  static Path original(String path) {
    return ROOT.resolve(path);
  }

  /** Types a line into the system's shell. */
  void type(String line) throws IOException, InterruptedException {
    if (line.startsWith("mvn ")) {
      // The build that runs this test has done that; here it is only looked at.
      requireFolders(line);
      return;
    }
    Process process =
        new ProcessBuilder("bash", "-c", line)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), () -> line + ": " + said);
  }

  /** Every folder that a line names is there. */
  private static void requireFolders(String line) {
    String[] words = line.split(" ");
    for (int i = 1; i < words.length; i++) {
      if (words[i - 1].equals("-f") || words[i - 1].equals("-pl")) {
        Path named = ROOT.resolve(words[i]);
        assertTrue(Files.isRegularFile(named.resolve("pom.xml")), () -> line + ": " + named);
      }
    }
  }
}
