package io.togglebolt.cli.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeployedJarsComponentTest {
  private static final Logger LOGGER = Logger.getLogger(DeployedJarsComponent.class.getName());

  @TempDir private Path folder;
  private final List<String> said = new ArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          said.add(new SimpleFormatter().formatMessage(record));
        }

        @Override
        public void flush() {
          // Nothing is kept back.
        }

        @Override
        public void close() {
          // Nothing is open.
        }
      };

  @BeforeEach
  void listen() {
    LOGGER.setUseParentHandlers(false);
    LOGGER.addHandler(handler);
  }

  @AfterEach
  void listenNoMore() {
    LOGGER.removeHandler(handler);
    LOGGER.setUseParentHandlers(true);
  }

  private static byte[] jar(String name, String value) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue(name, value);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new JarOutputStream(bytes, manifest).close();
    return bytes.toByteArray();
  }

  @Test
  void aWholeBundleIsNotSpokenOf() throws IOException {
    Path file = Files.write(folder.resolve("a.jar"), jar("Bundle-SymbolicName", "a"));
    assertEquals(Optional.empty(), DeployedJarsComponent.problem(file.toFile()));
    assertFalse(new DeployedJarsComponent().canHandle(file.toFile()));
    assertEquals(List.of(), said);
  }

  @Test
  void aHalfWrittenJarIsToldOfOnceForEachStateOfIt() throws IOException {
    byte[] whole = jar("Bundle-SymbolicName", "a");
    Path file = folder.resolve("a.jar");
    DeployedJarsComponent component = new DeployedJarsComponent();
    for (int bytes : new int[] {whole.length / 3, whole.length / 2}) {
      Files.write(file, Arrays.copyOf(whole, bytes));
      assertFalse(component.canHandle(file.toFile()));
      assertFalse(component.canHandle(file.toFile()));
    }
    Files.write(file, whole);
    assertFalse(component.canHandle(file.toFile()));
    assertEquals(2, said.size(), said::toString);
    assertTrue(said.getFirst().startsWith(file + " is not deployed: it is no whole jar ("));
  }

  @Test
  void aJarThatIsNoBundleIsToldOf() throws IOException {
    Path file = Files.write(folder.resolve("a.jar"), jar("Created-By", "a"));
    new DeployedJarsComponent().canHandle(file.toFile());
    assertTrue(said.getFirst().contains("has no Bundle-SymbolicName"), said::toString);
  }

  @Test
  void otherFilesAreNotLookedAt() throws IOException {
    Path file = Files.writeString(folder.resolve("README.md"), "no jar");
    new DeployedJarsComponent().canHandle(file.toFile());
    assertEquals(List.of(), said);
  }
}
