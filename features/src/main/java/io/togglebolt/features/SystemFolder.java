package io.togglebolt.features;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The list as the folder that the launcher reads: a folder for each start level, its jars in it.
 */
final class SystemFolder {
  private SystemFolder() {}

  /** Replaces the folder and everything in it. */
  static void write(Path folder, List<ResolvedBundle> bundles) throws IOException {
    delete(folder);
    for (ResolvedBundle bundle : bundles) {
      Path level = folder.resolve("%02d".formatted(bundle.listed().startLevel()));
      Files.createDirectories(level);
      Files.copy(
          bundle.file(),
          level.resolve(bundle.listed().artifact() + "-" + bundle.version() + ".jar"),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
