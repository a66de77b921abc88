package io.togglebolt.features;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds the listed bundles among what Maven resolved: a folder laid out like a Maven repository
 * that holds one version of each.
 */
public final class ResolvedBundles {
  private ResolvedBundles() {}

  /**
   * The jars of all listed bundles, in the list's order.
   *
   * @param repository a folder made by {@code dependency:copy-dependencies} in repository layout
   * @throws IOException when a bundle is missing or there are several versions of it; the message
   *     names it
   */
  public static List<ResolvedBundle> in(Path repository) throws IOException {
    List<ResolvedBundle> resolved = new ArrayList<>();
    for (ListedBundle bundle : BundleList.read()) {
      resolved.add(resolve(repository, bundle));
    }
    return List.copyOf(resolved);
  }

  private static ResolvedBundle resolve(Path repository, ListedBundle bundle) throws IOException {
    Path versions = repository.resolve(bundle.group().replace('.', '/')).resolve(bundle.artifact());
    List<Path> found = Files.isDirectory(versions) ? children(versions) : List.of();
    if (found.size() != 1) {
      throw new IOException(
          bundle.coordinates()
              + " is in bundles.list, and "
              + found.size()
              + " versions of it are in "
              + repository
              + "; expected 1: name it among the dependencies of the features module, and after a"
              + " change of versions build with `mvn clean`");
    }
    String version = String.valueOf(found.getFirst().getFileName());
    Path jar = found.getFirst().resolve(bundle.artifact() + "-" + version + ".jar");
    return new ResolvedBundle(bundle, version, jar);
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.sorted().toList();
    }
  }
}
