package io.togglebolt.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsTest {
  @TempDir private Path home;

  @BeforeEach
  void configure() throws Exception {
    Path etc = Files.createDirectories(home.resolve("etc"));
    Files.writeString(etc.resolve("framework.properties"), "a = ${togglebolt.home}/x\n");
    Files.writeString(etc.resolve("io.togglebolt.database-main.cfg"), "name = main\n");
    Files.writeString(etc.resolve("io.togglebolt.database-other.cfg"), "name = other\n");
  }

  @Test
  void theDistributionsFolderIsPutIn() throws Exception {
    assertEquals(home + "/x", Settings.read(home).get("a"));
  }

  @Test
  void aCommandSeesOnlyTheDatabasesThatItNames() {
    Invocation put = Invocation.of(List.of("bolt:put", "main", "k.db", "a b", "$("), true);
    String watched = Settings.watchedFiles(home, put);
    assertTrue("io.togglebolt.database-main.cfg".matches(watched), watched);
    assertFalse("io.togglebolt.database-other.cfg".matches(watched), watched);
    assertTrue("io.togglebolt.freelist.range.cfg".matches(watched), watched);
    assertTrue("policy.jar".matches(watched), watched);
    assertFalse("logging.properties".matches(watched), watched);
  }

  @Test
  void aCommandForLogsSeesOnlyTheLogsThatItNames() throws Exception {
    for (String log : List.of("main", "app")) {
      Files.writeString(home.resolve("etc/io.togglebolt.log-" + log + ".cfg"), "name = x\n");
    }
    assertEquals(List.of("app", "main"), Settings.logs(home));
    String watched =
        Settings.watchedFiles(home, Invocation.of(List.of("wal:status", "main"), true));
    assertTrue("io.togglebolt.log-main.cfg".matches(watched), watched);
    assertFalse("io.togglebolt.log-app.cfg".matches(watched), watched);
    assertFalse("io.togglebolt.database-main.cfg".matches(watched), watched);
    watched = Settings.watchedFiles(home, Invocation.of(List.of("bolt:check", "main"), true));
    assertTrue("io.togglebolt.database-main.cfg".matches(watched), watched);
    assertFalse("io.togglebolt.log-main.cfg".matches(watched), watched);
  }

  @Test
  void theConfiguredDatabasesAreKnownByTheirFiles() throws Exception {
    Files.writeString(home.resolve("etc/io.togglebolt.database-off.cfg.old"), "name = off\n");
    assertEquals(List.of("main", "other"), Settings.databases(home));
  }

  @Test
  void theContainerSeesAllDatabases() {
    String watched = Settings.watchedFiles(home, Invocation.of(List.of(), true));
    assertTrue("io.togglebolt.database-main.cfg".matches(watched), watched);
    assertTrue("io.togglebolt.database-other.cfg".matches(watched), watched);
  }

  @Test
  void aRecordWithCausesIsOneLine() {
    LogRecord record = new LogRecord(Level.WARNING, "slow\ndisk");
    record.setLoggerName("disk");
    record.setThrown(new IllegalStateException("outer", new RuntimeException("inner\nmost")));
    String line = new OneLineFormatter().format(record);
    assertTrue(
        line.endsWith(
            " WARNING disk: slow disk: java.lang.IllegalStateException: outer:"
                + " java.lang.RuntimeException: inner most\n"),
        line);
    assertEquals(1, line.lines().count(), line);
  }
}
