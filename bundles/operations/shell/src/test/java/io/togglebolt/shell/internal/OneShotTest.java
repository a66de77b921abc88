package io.togglebolt.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands say in a process that ends with them. */
class OneShotTest {
  @TempDir private Path folder;
  private Console console;

  @BeforeEach
  void start() {
    console = new Console(folder);
    System.setProperty("togglebolt.mode", "command");
    System.setProperty("togglebolt.configured", "main, other");
  }

  @AfterEach
  void stop() {
    System.clearProperty("togglebolt.mode");
    System.clearProperty("togglebolt.configured");
    console.close();
  }

  @Test
  void aPinThatEndsWithTheProcessIsCalledThatAndTheLastingWayIsNamed() throws Exception {
    console.run("bolt:open a.db --create --name a");
    assertEquals(
        "freelist of a: legacy took over from exact, for this one command only; to keep it, write"
            + " freelist = legacy in etc/io.togglebolt.database-a.cfg, or give the command in the"
            + " shell of the container that serves",
        console.run("freelist:use legacy a"));
    assertTrue(console.run("allocator:use first-fit").contains("write allocator = first-fit in "));
    System.setProperty("togglebolt.mode", "shell");
    assertEquals("freelist of a: range took over from legacy", console.run("freelist:use range"));
  }

  @Test
  void whoeverNamesNoDatabaseIsToldOfTheConfiguredOnes() {
    String line = "none is open; name one of the configured: main, other";
    assertEquals("say which database: " + line, console.fail("freelist:status"));
    assertTrue(console.fail("bolt:stats mian").endsWith(line), console.fail("bolt:stats mian"));
    System.setProperty("togglebolt.configured", "");
    assertTrue(console.fail("bolt:readers").contains("none is open (bolt:open PATH opens one"));
  }
}
