package io.togglebolt.raft.core.internal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.testkit.readme.ShownProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows to those who begin is compiled and run as it stands there. */
class ReadmeTest {
  private static final Path README = Path.of("../raft-api/README.md");
  private static final Path OF_ALL = Path.of("../../../README.md");
  private static final String APPLY = "System.out.println(new String(entry.data()))";

  @TempDir private Path folder;

  @Test
  void theMemberThatTheReadmeShowsAppliesWhatWasProposed() throws Exception {
    ShownProgram.firstOf(README)
        .with(APPLY, "System.setProperty(\"shown\", new String(entry.data()))")
        .run(folder, 1);
    assertTrue("hello".equals(System.clearProperty("shown")));
  }

  @Test
  void theReadmeOfAllShowsTheSame() throws Exception {
    assertTrue(Files.readString(OF_ALL).contains(ShownProgram.firstOf(README).text()));
  }
}
