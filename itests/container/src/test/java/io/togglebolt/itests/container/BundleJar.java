package io.togglebolt.itests.container;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A small bundle, made in memory from classes of these tests. */
final class BundleJar {
  private final Manifest manifest = new Manifest();
  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  private BundleJar(String symbolicName) {
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    header("Bundle-ManifestVersion", "2");
    header("Bundle-SymbolicName", symbolicName);
  }

  static BundleJar named(String symbolicName) {
    return new BundleJar(symbolicName);
  }

  BundleJar header(String name, String value) {
    manifest.getMainAttributes().putValue(name, value);
    return this;
  }

  /** Adds classes; nested and anonymous ones are to be named like any other. */
  BundleJar classes(Class<?>... classes) {
    for (Class<?> each : classes) {
      String path = each.getName().replace('.', '/') + ".class";
      try (InputStream in = each.getClassLoader().getResourceAsStream(path)) {
        entries.put(path, Objects.requireNonNull(in, path).readAllBytes());
      } catch (IOException unreadable) {
        throw new UncheckedIOException(path, unreadable);
      }
    }
    return this;
  }

  BundleJar text(String path, String content) {
    entries.put(path, content.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        jar.putNextEntry(new JarEntry(entry.getKey()));
        jar.write(entry.getValue());
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  InputStream stream() {
    return new ByteArrayInputStream(bytes());
  }
}
