package io.togglebolt.itests.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.togglebolt.storage.DatabaseOptions;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** bbolt counts the same in a file as we do. */
@Timeout(300)
final class BucketStatsTest {
  private static final int TRANSACTIONS = 80;

  @TempDir Path folder;

  @ParameterizedTest(name = "page size {0}, seed {1}")
  @CsvSource({"1024, 1", "1024, 2", "4096, 3", "4096, 4", "16384, 5"})
  void theFiguresAreThoseOfBbolt(int pageSize, long seed) throws IOException, InterruptedException {
    BoltPeer peer = BoltPeer.bbolt();
    Path file = folder.resolve("ours.db");
    TreeHistory history = new TreeHistory(seed, pageSize, new ModelTree(), true);
    DatabaseOptions options = DatabaseOptions.defaults().withPageSize(pageSize).withNoSync(true);
    try (EngineSession session = EngineSession.open(file, options)) {
      session.run(history.next(TRANSACTIONS));
    }
    try (EngineSession session = EngineSession.open(file, options.asReadOnly())) {
      assertEquals(
          peer.stats(file),
          session.bucketStats(),
          () -> "page size " + pageSize + ", seed " + seed);
    }
  }
}
