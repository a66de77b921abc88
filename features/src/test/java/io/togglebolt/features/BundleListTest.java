package io.togglebolt.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BundleListTest {
  @TempDir private Path folder;

  @Test
  void aLineNamesLevelFeatureBundleAndRole() {
    assertEquals(
        List.of(
            new ListedBundle(10, "core", "a.b", "c", false),
            new ListedBundle(60, "shell", "a.b", "d", true)),
        BundleList.parse("# words\n\n10 core a.b:c\n60  shell  a.b:d  root\n"));
  }

  @Test
  void aMalformedLineIsNamed() {
    for (String line :
        List.of("core a:b", "x core a:b", "10 core a", "10 core a:b main", "10 core a:b root x")) {
      var refused =
          assertThrows(
              IllegalArgumentException.class, () -> BundleList.parse("10 core a:a\n" + line));
      assertTrue(
          refused.getMessage().startsWith("bundles.list line 2 is `" + line + "`"),
          refused::getMessage);
    }
  }

  @Test
  void aBundleIsListedOnce() {
    assertThrows(
        IllegalArgumentException.class, () -> BundleList.parse("10 core a:b\n20 shell a:b\n"));
  }

  @Test
  void theSystemFolderHoldsALevelsJarsAndNothingOlder() throws Exception {
    Path jar = Files.writeString(folder.resolve("b.jar"), "jar");
    Path system = folder.resolve("system");
    Files.createDirectories(system.resolve("90"));
    Files.writeString(system.resolve("90/old.jar"), "old");
    ListedBundle listed = new ListedBundle(5, "core", "a", "b", false);

    SystemFolder.write(system, List.of(new ResolvedBundle(listed, "1.0", jar)));

    assertEquals("jar", Files.readString(system.resolve("05/b-1.0.jar")));
    try (var levels = Files.list(system)) {
      assertEquals(List.of(system.resolve("05")), levels.toList());
    }
  }
}
