package io.togglebolt.itests.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.FreelistPersistence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** bbolt's own check finds nothing wrong with what we write, and reads in it what we put there. */
@Timeout(300)
final class AcceptanceTest {
  private static final int REOPENS = 4;
  private static final int TRANSACTIONS = 60;

  @TempDir Path folder;

  static Stream<Arguments> histories() {
    return IntStream.of(1024, 2048, 4096, 8192, 16_384, 32_768, 65_536)
        .boxed()
        .flatMap(pageSize -> Seeds.upTo(2).mapToObj(seed -> Arguments.of(pageSize, seed)));
  }

  private static DatabaseOptions options(int pageSize) {
    return DatabaseOptions.defaults().withPageSize(pageSize).withNoSync(true);
  }

  @ParameterizedTest(name = "page size {0}, seed {1}")
  @MethodSource("histories")
  void bboltAcceptsWhatWeWrite(int pageSize, long seed) throws IOException, InterruptedException {
    BoltPeer peer = BoltPeer.bbolt();
    Path file = folder.resolve("ours.db");
    ModelTree model = new ModelTree();
    TreeHistory history = new TreeHistory(seed, pageSize, model, true);
    for (int i = 0; i < REOPENS; i++) {
      String where = "seed " + seed + ", page size " + pageSize + ", round " + i;
      FreelistPersistence[] modes = FreelistPersistence.values();
      DatabaseOptions options =
          options(pageSize).withFreelistPersistence(modes[(int) ((seed + i) % modes.length)]);
      try (EngineSession session = EngineSession.open(file, options)) {
        session.run(history.next(TRANSACTIONS));
        assertEquals(List.of(), session.problems(), where);
        assertEquals(model.dump(), session.dump(), where);
      }
      assertEquals(model.dump(), peer.checkAndDump(file), where);
    }
  }

  /** The count of ids then does not fit where it usually stands. */
  @ParameterizedTest
  @EnumSource(FreelistPersistence.class)
  void bboltAcceptsAFreelistOfMoreThan65534Pages(FreelistPersistence mode)
      throws IOException, InterruptedException {
    BoltPeer peer = BoltPeer.bbolt();
    Path file = folder.resolve("ours.db");
    List<String> bucket = List.of("b");
    List<Operation> history =
        List.of(
            new Operation.Begin(),
            new Operation.MakeBucket(bucket),
            new Operation.Put(bucket, "large", 70_000 * 1024, 1),
            new Operation.Put(bucket, "small", 10, 1),
            new Operation.Commit(),
            new Operation.Begin(),
            new Operation.Delete(bucket, "large"),
            new Operation.Commit());
    ModelTree model = new ModelTree();
    model.apply(history);
    try (EngineSession session =
        EngineSession.open(file, options(1024).withFreelistPersistence(mode))) {
      session.run(history);
    }
    assertEquals(model.dump(), peer.checkAndDump(file));

    List<Operation> more =
        List.of(
            new Operation.Begin(),
            new Operation.Put(bucket, "more", 5000, 1),
            new Operation.Commit());
    model.apply(more);
    peer.run(file, more);
    try (EngineSession session =
        EngineSession.open(file, options(1024).withFreelistPersistence(mode))) {
      assertEquals(List.of(), session.problems());
      assertEquals(model.dump(), session.dump());
    }
  }
}
