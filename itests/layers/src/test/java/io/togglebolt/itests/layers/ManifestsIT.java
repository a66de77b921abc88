package io.togglebolt.itests.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.features.ResolvedBundle;
import io.togglebolt.features.ResolvedBundles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the bundles that are shipped say of themselves. */
final class ManifestsIT {

  @Test
  void implementationsAreNeitherExportedNorImported() throws IOException {
    List<String> problems = new ArrayList<>();
    for (ResolvedBundle bundle : ResolvedBundles.in(Path.of("target", "repository"))) {
      if (bundle.listed().isOurs()) {
        try (JarFile jar = new JarFile(bundle.file().toFile())) {
          problems.addAll(problems(bundle.id(), jar.getManifest().getMainAttributes()));
        }
      }
    }
    assertEquals(List.of(), problems);
  }

  @Test
  void anExportedOrImportedImplementationIsFound() {
    Attributes bad = new Attributes();
    bad.putValue("Export-Package", "io.togglebolt.a.internal;version=\"1.0\",io.togglebolt.b");
    bad.putValue("Import-Package", "io.togglebolt.c.internal");
    assertEquals(
        List.of(
            "a exports io.togglebolt.a.internal",
            "a exports io.togglebolt.b without a version",
            "a imports io.togglebolt.c.internal"),
        problems("a", bad));
  }

  @Test
  void everyBundleHasAReadme() throws IOException {
    List<Path> without = new ArrayList<>();
    try (Stream<Path> poms = Files.walk(Path.of("..", "..", "bundles"), 3)) {
      for (Path pom : poms.filter(path -> path.endsWith("pom.xml")).toList()) {
        if (!Files.isRegularFile(pom.resolveSibling("README.md"))) {
          without.add(pom.resolveSibling("README.md"));
        }
      }
    }
    assertTrue(without.isEmpty(), () -> "missing: " + without);
  }

  private static List<String> problems(String bundle, Attributes manifest) {
    List<String> problems = new ArrayList<>();
    for (String clause : clauses(manifest.getValue("Export-Package"))) {
      String name = clause.split(";")[0];
      if (name.contains(".internal")) {
        problems.add(bundle + " exports " + name);
      } else if (!clause.contains(";version=")) {
        problems.add(bundle + " exports " + name + " without a version");
      }
    }
    for (String clause : clauses(manifest.getValue("Import-Package"))) {
      String name = clause.split(";")[0];
      if (name.startsWith("io.togglebolt.") && name.contains(".internal")) {
        problems.add(bundle + " imports " + name);
      }
    }
    return problems;
  }

  /** Splits at the commas that are not in quotes. */
  private static List<String> clauses(@Nullable String header) {
    return header == null ? List.of() : List.of(header.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)"));
  }
}
