package io.togglebolt.itests.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.DatabaseRepair;
import io.togglebolt.storage.DatabaseRepair.Output;
import io.togglebolt.storage.Inspection;
import io.togglebolt.storage.Inspection.MetaInfo;
import io.togglebolt.storage.Inspection.PageInfo;
import io.togglebolt.storage.Inspection.Use;
import io.togglebolt.storage.RepairRefusedException;
import io.togglebolt.storage.RepairReport;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of bbolt are damaged and repaired by us; bbolt finds nothing wrong and goes on. */
@Timeout(300)
final class RepairedFilesTest {
  private static final int TRANSACTIONS = 80;
  private static final List<String> LISTED = List.of("-freelist", "array");
  private static final List<String> UNLISTED = List.of("-freelist", "hashmap", "-nofreelistsync");

  /** The bucket {@code lost+found} in a dump. */
  private static final String LOST_AND_FOUND = "/6c6f73742b666f756e64";

  @TempDir Path folder;

  private final ModelTree model = new ModelTree();
  private final DatabaseRepair repair =
      ServiceLoader.load(DatabaseRepair.class).findFirst().orElseThrow();
  private String beforeTheLast = "";

  static Stream<Arguments> files() {
    return Stream.of(LISTED, List.of("-freelist", "hashmap"), List.of("-nofreelistsync"), UNLISTED)
        .flatMap(
            mode ->
                Stream.of(1024, 4096)
                    .flatMap(
                        size -> Seeds.upTo(1).mapToObj(seed -> Arguments.of(size, mode, seed))));
  }

  /** A file whose last commit changed something; tells what it held before that one. */
  private Path writtenByBbolt(BoltPeer peer, int pageSize, List<String> mode, long seed)
      throws IOException, InterruptedException {
    Path file = folder.resolve("bbolt.db");
    TreeHistory history = new TreeHistory(seed * 17 + pageSize, pageSize, model, false);
    peer.run(file, history.next(TRANSACTIONS), flags(pageSize, mode));
    do {
      beforeTheLast = model.dump();
      peer.run(file, history.next(1), flags(pageSize, mode));
    } while (model.dump().equals(beforeTheLast));
    assertEquals(model.dump(), peer.checkAndDump(file));
    return file;
  }

  private static String[] flags(int pageSize, List<String> mode) {
    return Stream.concat(Stream.of("-pagesize", String.valueOf(pageSize)), mode.stream())
        .toArray(String[]::new);
  }

  private static void spoil(Path file, long offset, int bytes) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      byte[] noise = new byte[bytes];
      Arrays.fill(noise, (byte) 0xA5);
      open.seek(offset);
      open.write(noise);
    }
  }

  private static MetaInfo newestMeta(Path file) {
    try (EngineSession session = EngineSession.open(file, readOnly())) {
      return session.metas().stream()
          .max(Comparator.comparingLong(MetaInfo::transaction))
          .orElseThrow();
    }
  }

  private static DatabaseOptions readOnly() {
    return DatabaseOptions.defaults().asReadOnly();
  }

  private static List<PageInfo> pages(Path file, Use use) {
    List<PageInfo> found = new ArrayList<>();
    try (EngineSession session = EngineSession.open(file, readOnly())) {
      for (PageInfo page : session.pages()) {
        if (page.use() == use) {
          found.add(page);
        }
      }
    }
    return found;
  }

  /** Both find the file sound and the same in it; bbolt and we go on. */
  private void accepted(BoltPeer peer, Path file, String due)
      throws IOException, InterruptedException {
    assertEquals(due, peer.checkAndDump(file));
    try (EngineSession session = EngineSession.open(file, DatabaseOptions.defaults())) {
      assertEquals(List.<Inspection.Problem>of(), session.problems());
      assertEquals(due, session.dump());
    }
    List<String> bucket = List.of("after the repair");
    List<Operation> more =
        List.of(
            new Operation.Begin(),
            new Operation.MakeBucket(bucket),
            new Operation.Put(bucket, "k", 5_000, 1),
            new Operation.Commit());
    peer.run(file, more);
    String gone = peer.checkAndDump(file);
    try (EngineSession session = EngineSession.open(file, DatabaseOptions.defaults())) {
      assertEquals(gone, session.dump());
      session.run(more);
    }
    peer.checkAndDump(file);
  }

  @ParameterizedTest(name = "page size {0}, bbolt with {1}, seed {2}")
  @MethodSource("files")
  void aListWrittenAnewIsRight(int pageSize, List<String> mode, long seed)
      throws IOException, InterruptedException {
    BoltPeer peer = BoltPeer.bbolt();
    Path file = writtenByBbolt(peer, pageSize, mode, seed);
    long list = newestMeta(file).freelistPage();
    if (list >= 0) {
      spoil(file, list * pageSize + 8, 200);
    }
    Path copy = folder.resolve("copy.db");
    repair.rebuildFreelist(file, new Output.NewFile(copy));
    accepted(peer, copy, model.dump());
    repair.rebuildFreelist(file, new Output.InPlace());
    accepted(peer, file, model.dump());
  }

  @ParameterizedTest(name = "page size {0}, bbolt with {1}, seed {2}")
  @MethodSource("files")
  void aListThatWasGivenUpIsFoundAgain(int pageSize, List<String> mode, long seed)
      throws IOException, InterruptedException {
    BoltPeer peer = BoltPeer.bbolt();
    Path file = writtenByBbolt(peer, pageSize, mode, seed);
    long list = newestMeta(file).freelistPage();
    if (list >= 0) {
      spoil(file, list * pageSize + 8, 200);
    }
    Path copy = folder.resolve("copy.db");
    repair.abandonFreelist(file, new Output.NewFile(copy));
    assertEquals(-1, newestMeta(copy).freelistPage());
    accepted(peer, copy, model.dump());
    repair.abandonFreelist(file, new Output.InPlace());
    accepted(peer, file, model.dump());
  }

  @ParameterizedTest(name = "page size {0}, bbolt with {1}, seed {2}")
  @MethodSource("files")
  void theLastCommitIsUndone(int pageSize, List<String> mode, long seed)
      throws IOException, InterruptedException {
    BoltPeer peer = BoltPeer.bbolt();
    Path file = writtenByBbolt(peer, pageSize, mode, seed);
    Path copy = folder.resolve("copy.db");
    repair.revertMeta(file, new Output.NewFile(copy));
    accepted(peer, copy, beforeTheLast);
    repair.revertMeta(file, new Output.InPlace());
    accepted(peer, file, beforeTheLast);
  }

  @ParameterizedTest(name = "page size {0}, bbolt with {1}, seed {2}")
  @MethodSource("files")
  void aBrokenMetaLeavesTheStateOfTheOther(int pageSize, List<String> mode, long seed)
      throws IOException, InterruptedException {
    BoltPeer peer = BoltPeer.bbolt();
    Path file = writtenByBbolt(peer, pageSize, mode, seed);
    spoil(file, newestMeta(file).page() * pageSize + 16, 64);
    Path rebuilt = folder.resolve("rebuilt.db");
    Path saved = folder.resolve("saved.db");
    repair.rebuildFreelist(file, new Output.NewFile(rebuilt));
    accepted(peer, rebuilt, beforeTheLast);
    RepairReport report = repair.salvage(file, saved);
    assertTrue(report.lost().isEmpty(), report::toString);
    accepted(peer, saved, beforeTheLast);
  }

  @ParameterizedTest(name = "page size {0}, bbolt with {1}, seed {2}")
  @MethodSource("files")
  void whatIsSavedFromADamagedTreeIsSound(int pageSize, List<String> mode, long seed)
      throws IOException, InterruptedException {
    BoltPeer peer = BoltPeer.bbolt();
    Path file = writtenByBbolt(peer, pageSize, mode, seed);
    List<PageInfo> leaves = pages(file, Use.LEAF);
    PageInfo leaf = leaves.get(leaves.size() / 2);
    Set<String> before = new HashSet<>(model.dump().lines().toList());
    spoil(file, leaf.id() * pageSize, 200);
    RepairRefusedException refused =
        assertThrows(
            RepairRefusedException.class, () -> repair.rebuildFreelist(file, new Output.InPlace()));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("page " + leaf.id()), refused::toString);
    Path saved = folder.resolve("saved.db");
    RepairReport report = repair.salvage(file, saved);
    assertFalse(report.lost().isEmpty(), report::toString);
    String found = peer.checkAndDump(saved);
    assertNotEquals(model.dump(), found);
    List<String> invented =
        found
            .lines()
            .filter(line -> line.startsWith("K ") && !line.startsWith("K " + LOST_AND_FOUND))
            .filter(line -> !before.contains(line))
            .toList();
    assertEquals(List.of(), invented);
    accepted(peer, saved, found);
  }
}
