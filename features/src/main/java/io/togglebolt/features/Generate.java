package io.togglebolt.features;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Run by the build to make from the list what others need. */
final class Generate {
  private Generate() {}

  /**
   * Takes {@code descriptors VERSION REPOSITORY FOLDER} for the Karaf and OSGi features, or {@code
   * system REPOSITORY FOLDER} for the distribution's bundles.
   */
  public static void main(String[] arguments) throws IOException {
    switch (List.of(arguments)) {
      case List<String> words when words.size() == 4 && words.get(0).equals("descriptors") ->
          descriptors(words.get(1), Path.of(words.get(2)), Path.of(words.get(3)));
      case List<String> words when words.size() == 3 && words.get(0).equals("system") ->
          SystemFolder.write(Path.of(words.get(2)), ResolvedBundles.in(Path.of(words.get(1))));
      case List<String> words ->
          throw new IllegalArgumentException(
              "found "
                  + words
                  + "; expected `descriptors VERSION REPOSITORY FOLDER` or `system"
                  + " REPOSITORY FOLDER`");
    }
  }

  private static void descriptors(String version, Path repository, Path folder) throws IOException {
    List<ResolvedBundle> bundles = ResolvedBundles.in(repository);
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("features.xml"), KarafFeatures.xml(version, bundles));
    Files.writeString(folder.resolve("feature.json"), OsgiFeature.json(version, bundles));
  }
}
