package io.togglebolt.itests.container;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * The distribution's bundles as the build lays them out: a folder for each start level. Known
 * inside the container too, where the folder is named by a system property.
 */
final class Distribution {
  static final String FOLDER = "togglebolt.itests.system";

  /**
   * The highest start level that a command needs; above it is what a container or a terminal adds.
   */
  static final int LEAN_LEVEL = 50;

  private Distribution() {}

  /** One bundle. */
  record Jar(int startLevel, Path file) {
    String symbolicName() {
      try (JarFile jar = new JarFile(file.toFile())) {
        String name = jar.getManifest().getMainAttributes().getValue("Bundle-SymbolicName");
        return name.replaceFirst(";.*", "").strip();
      } catch (IOException unreadable) {
        throw new UncheckedIOException(file.toString(), unreadable);
      }
    }
  }

  static Path folder() {
    return Path.of(System.getProperty(FOLDER, "target/system")).toAbsolutePath();
  }

  /** All bundles, in the order in which they are installed. */
  static List<Jar> jars() {
    try (Stream<Path> found = Files.walk(folder(), 2)) {
      return found
          .filter(file -> file.toString().endsWith(".jar"))
          .sorted()
          .map(file -> new Jar(Integer.parseInt(file.getParent().getFileName().toString()), file))
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(folder() + ": no bundles", unreadable);
    }
  }

  static Jar jar(String symbolicName) {
    return jars().stream()
        .filter(jar -> jar.symbolicName().equals(symbolicName))
        .findFirst()
        .orElseThrow(() -> new AssertionError(symbolicName + " is not in " + folder()));
  }
}
