package io.togglebolt.wal.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.testkit.readme.ShownProgram;
import io.togglebolt.wal.ReplayedLog;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.Wal;
import io.togglebolt.wal.WalOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows to those who begin is compiled and run as it stands there. */
class ReadmeTest {
  private static final Path README = Path.of("../wal-api/README.md");
  private static final Path OF_ALL = Path.of("../../../README.md");

  @TempDir private Path folder;

  @Test
  void whatTheReadmeShowsMakesALogAndGoesOnWithIt() throws Exception {
    Path directory = folder.resolve("my-log");
    ShownProgram.firstOf(README)
        .with("Path.of(\"my-log\")", "Path.of(\"" + directory + "\")")
        .run(folder, 3);
    ReplayedLog found = new ReplayedLog();
    try (Wal log =
        new LogFactory().open(directory, SnapshotMark.BEGINNING, found, WalOptions.defaults())) {
      assertEquals(3, log.status().lastIndex());
      assertEquals("hello", new String(found.entries().getLast().data(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void theReadmeOfAllShowsTheSame() throws Exception {
    assertTrue(Files.readString(OF_ALL).contains(ShownProgram.firstOf(README).text()));
  }
}
