package io.togglebolt.itests.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseFactory;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.FreelistPersistence;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * bbolt's own check finds nothing wrong with backups, compacted and shrunk files, and goes on from
 * them.
 */
@Timeout(300)
final class CopiesTest {
  private static final int TRANSACTIONS = 80;

  @TempDir Path folder;

  @ParameterizedTest(name = "list of free pages {0}")
  @EnumSource(FreelistPersistence.class)
  void bboltAcceptsAShrunkFile(FreelistPersistence mode) throws IOException, InterruptedException {
    BoltPeer peer = BoltPeer.bbolt();
    Path file = folder.resolve("ours.db");
    ModelTree model = new ModelTree();
    List<String> large = List.of("large");
    List<Operation> ballast =
        List.of(
            new Operation.Begin(),
            new Operation.MakeBucket(large),
            new Operation.Put(large, "ballast", 400_000, 1),
            new Operation.Commit());
    TreeHistory history = new TreeHistory(9, 1024, model, false);
    DatabaseOptions options =
        DatabaseOptions.defaults()
            .withPageSize(1024)
            .withNoSync(true)
            .withFreelistPersistence(mode);
    model.apply(ballast);
    long before;
    try (EngineSession session = EngineSession.open(file, options)) {
      session.run(ballast);
      session.run(history.next(TRANSACTIONS));
      List<Operation> dropped =
          List.of(
              new Operation.Begin(),
              new Operation.Delete(large, "ballast"),
              new Operation.Commit());
      model.apply(dropped);
      session.run(dropped);
      before = Files.size(file);
    }
    // Opened again, so that no reader of the history holds pages back.
    try (EngineSession session = EngineSession.open(file, options)) {
      session.shrink();
      assertEquals(List.of(), session.problems());
    }
    assertTrue(Files.size(file) < before - 300_000, () -> "the file is still " + before);
    assertEquals(model.dump(), peer.checkAndDump(file));
    peer.run(file, history.next(TRANSACTIONS));
    assertEquals(model.dump(), peer.checkAndDump(file));
  }

  @ParameterizedTest(name = "page size {0}, seed {1}")
  @CsvSource({"1024, 1", "4096, 2", "4096, 3", "65536, 4"})
  void bboltAcceptsCopies(int pageSize, long seed) throws IOException, InterruptedException {
    BoltPeer peer = BoltPeer.bbolt();
    Path file = folder.resolve("ours.db");
    ModelTree model = new ModelTree();
    TreeHistory history = new TreeHistory(seed, pageSize, model, false);
    DatabaseOptions options = DatabaseOptions.defaults().withPageSize(pageSize).withNoSync(true);
    try (EngineSession session = EngineSession.open(file, options)) {
      session.run(history.next(TRANSACTIONS));
    }
    Path backup = folder.resolve("backup.db");
    Path stream = folder.resolve("stream.db");
    Path compacted = folder.resolve("compacted.db");
    DatabaseFactory factory = ServiceLoader.load(DatabaseFactory.class).findFirst().orElseThrow();
    try (Database database = factory.open(file, options);
        OutputStream out = Files.newOutputStream(stream)) {
      database.backup(backup);
      database.backup(out);
      database.compactTo(compacted);
    }
    String due = model.dump();
    String where = "page size " + pageSize + ", seed " + seed;
    assertEquals(due, peer.checkAndDump(backup), where);
    assertEquals(due, peer.checkAndDump(stream), where);
    assertEquals(due, peer.checkAndDump(compacted), where);
    var more = history.next(TRANSACTIONS);
    for (Path copy : new Path[] {backup, compacted}) {
      peer.run(copy, more);
      assertEquals(model.dump(), peer.checkAndDump(copy), where);
    }
  }
}
