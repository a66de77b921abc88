package io.togglebolt.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
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
    System.clearProperty("togglebolt.configured.logs");
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

  @Test
  void whoeverNamesNoLogIsToldOfTheConfiguredOnes() throws Exception {
    String lasting =
        "configure it in etc/io.togglebolt.log-NAME.cfg, or pipe several commands into one"
            + " togglebolt, wal:open DIR first";
    for (String command : List.of("status", "load", "list")) {
      assertEquals(
          "say which log: none is open in this process, which is there for one command only; "
              + lasting,
          console.fail("wal:" + command));
    }
    assertTrue(console.run("wal:logs").contains(lasting));
    assertTrue(
        console
            .run("wal:open --create foo")
            .contains("closed again  with this one command; to use it with others, " + lasting));
    console.run("wal:close foo");
    System.setProperty("togglebolt.configured.logs", "main");
    assertEquals(
        "say which log: none is open; name one of the configured: main",
        console.fail("wal:status"));
    console.run("wal:open --create a");
    assertEquals(
        "writer of a: dsync took over from segmented, for this one command only; to keep it, write"
            + " writer = dsync in etc/io.togglebolt.log-a.cfg, or give the command in the shell of"
            + " the container that serves",
        console.run("wal:use dsync"));
  }
}
