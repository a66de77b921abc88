package io.togglebolt.itests.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.DatabaseLockedException;
import io.togglebolt.storage.DatabaseOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two processes, one file: whoever comes second waits in vain. */
@Timeout(60)
final class FileLockTest {
  private static final DatabaseOptions IMPATIENT = DatabaseOptions.defaults().withLockTimeout(200);
  private static final List<Operation> SOME_WORK =
      List.of(
          new Operation.Begin(), new Operation.MakeBucket(List.of("b")), new Operation.Commit());

  @TempDir Path folder;
  private BoltPeer peer = BoltPeer.require();
  private Path file = folder;

  @BeforeEach
  void makeAFile() throws IOException, InterruptedException {
    file = folder.resolve("shared.db");
    peer.run(file, SOME_WORK);
  }

  @Test
  void bboltTimesOutWhileWeHoldAFile() throws IOException, InterruptedException {
    try (EngineSession session = EngineSession.open(file, IMPATIENT)) {
      BoltPeer.Result refused = peer.open(file, "300ms");
      assertEquals(1, refused.exitCode());
      assertEquals("timeout", refused.errors().strip());
      session.run(SOME_WORK);
    }
    assertEquals(0, peer.open(file, "300ms").exitCode());
  }

  @Test
  void weTimeOutWhileBboltHoldsAFile() throws IOException {
    try (BoltPeer.Holder holder = peer.hold(file)) {
      assertTrue(holder.process().isAlive());
      byte[] before = Files.readAllBytes(file);
      DatabaseLockedException refused =
          assertThrows(
              DatabaseLockedException.class, () -> EngineSession.open(file, IMPATIENT).close());
      assertTrue(refused.getMessage().contains("shared.db"), refused.getMessage());
      assertThrows(
          DatabaseLockedException.class,
          () -> EngineSession.open(file, IMPATIENT.asReadOnly()).close());
      assertTrue(Arrays.equals(before, Files.readAllBytes(file)));
    }
    EngineSession.open(file, IMPATIENT).close();
  }

  @Test
  void readersOfBothKindsShareAFileAndKeepWritersOut() throws IOException, InterruptedException {
    try (EngineSession session = EngineSession.open(file, IMPATIENT.asReadOnly())) {
      assertEquals(session.dump(), peer.checkAndDump(file));
      BoltPeer.Result refused = peer.open(file, "300ms");
      assertEquals(1, refused.exitCode());
      assertEquals("timeout", refused.errors().strip());
    }
  }
}
