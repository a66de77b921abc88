package io.togglebolt.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list, as Maven resolved it, on a real framework. */
final class BundlesResolveIT {
  private static final Path REPOSITORY = Path.of("target", "repository");

  @TempDir private Path folder;

  @Test
  void everyListedBundleResolvesAndIsUsed() throws Exception {
    assertEquals(List.of(), Resolution.problems(ResolvedBundles.in(REPOSITORY), folder));
  }

  @Test
  void aMissingBundleIsReportedByThoseThatNeedIt() throws Exception {
    List<ResolvedBundle> bundles = new ArrayList<>(ResolvedBundles.in(REPOSITORY));
    assertTrue(
        bundles.removeIf(bundle -> bundle.listed().artifact().equals("org.osgi.util.promise")));

    List<String> problems = Resolution.problems(bundles, folder);

    assertTrue(
        problems.stream()
            .anyMatch(
                line ->
                    line.startsWith("org.osgi:org.osgi.service.component:")
                        && line.contains("org.osgi.util.promise")),
        problems::toString);
  }

  @Test
  void aBundleThatNobodyNeedsIsReported() throws Exception {
    List<ResolvedBundle> bundles = new ArrayList<>(ResolvedBundles.in(REPOSITORY));
    Path jar = emptyBundle(folder.resolve("idle.jar"));
    ListedBundle idle = new ListedBundle(10, "core", "nobody", "idle", false);
    bundles.add(new ResolvedBundle(idle, "1.0.0", jar));

    assertEquals(
        List.of("nobody:idle:1.0.0 is needed by no other bundle and is not marked as a root"),
        Resolution.problems(bundles, folder.resolve("storage")));
  }

  @Test
  void theDescriptorsNameEveryListedBundle() throws Exception {
    String karaf = Files.readString(Path.of("target", "features.xml"));
    String feature = Files.readString(Path.of("target", "feature.json"));
    for (ResolvedBundle bundle : ResolvedBundles.in(REPOSITORY)) {
      assertTrue(karaf.contains(">" + bundle.mavenUrl() + "<"), bundle.mavenUrl());
      assertTrue(feature.contains("\"" + bundle.id() + "\""), bundle.id());
    }
  }

  private static Path emptyBundle(Path jar) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Bundle-ManifestVersion", "2");
    attributes.putValue("Bundle-SymbolicName", "idle");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream bundle = new JarOutputStream(out, manifest)) {
      bundle.finish();
    }
    return jar;
  }
}
