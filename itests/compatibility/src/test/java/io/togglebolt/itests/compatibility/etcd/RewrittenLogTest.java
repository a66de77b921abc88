package io.togglebolt.itests.compatibility.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.HardState;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SplitMix64;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.Wal;
import io.togglebolt.wal.WalFactory;
import io.togglebolt.wal.WalMetadata;
import io.togglebolt.wal.WalOptions;
import io.togglebolt.wal.WalRecord;
import io.togglebolt.wal.WalSummary;
import io.togglebolt.wal.WalTools;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The log of a stopped etcd is written again by each of our writers: the same records, but framed,
 * cut and summed up by us. etcd starts on it, serves every key and goes on writing, and we read the
 * whole again.
 */
@Timeout(300)
final class RewrittenLogTest {
  private static final int KEYS = 330;
  private static final long SEGMENT_BYTES = 100_000;

  @TempDir Path folder;

  @BeforeAll
  static void needsEtcd() {
    EtcdServer.assumeInstalled();
  }

  @ParameterizedTest
  @ValueSource(strings = {"segmented", "dsync"})
  void etcdGoesOnWithALogOfOurs(String writer) {
    Seeds.check(
        2,
        random -> {
          try (HttpClient client = HttpClient.newHttpClient()) {
            rewrite(client, random, writer);
          }
        });
  }

  private void rewrite(HttpClient client, SplitMix64 random, String writer) throws Exception {
    Path data = folder.resolve("data");
    WalMetadata owner;
    String before;
    try (EtcdServer server = EtcdServer.start(client, data)) {
      put(server, random, 0);
      owner = server.identity();
      before = server.allKeys();
      server.stop();
    }
    Path wal = EtcdServer.wal(data);
    Path old = wal.resolveSibling("wal.old");
    Files.move(wal, old);
    WalSummary summary = copy(old, wal, writer);
    assertEquals(owner, summary.metadata());
    assertTrue(summary.segments() > 5, () -> "only " + summary.segments() + " segments");
    leaveUncut(wal, random);
    assertEquals(summary, FoundLog.factory().tools().verify(wal));
    try (EtcdServer server = EtcdServer.start(client, data)) {
      assertEquals(owner, server.identity());
      assertEquals(before, server.allKeys());
      put(server, random, 1);
      server.stop();
    }
    FoundLog found = FoundLog.read(wal, SnapshotMark.BEGINNING);
    found.assertWhole(owner);
    assertTrue(found.entries().size() >= 2 * KEYS);
    String after;
    try (EtcdServer server = EtcdServer.start(client, data)) {
      after = server.allKeys();
      server.stop();
    }
    assertNotEquals(before, after);
    WalTools tools = FoundLog.factory().tools();
    assertTrue(tools.verify(wal).lastMark().index() > summary.lastMark().index());
  }

  /** As a crash may, before segments that ended are cut to their length: zeros are behind it. */
  private static void leaveUncut(Path wal, SplitMix64 random) throws IOException {
    List<Path> segments;
    try (Stream<Path> files = Files.list(wal)) {
      segments = files.filter(file -> file.toString().endsWith(".wal")).sorted().toList();
    }
    for (Path segment : segments.subList(0, segments.size() - 1)) {
      try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
        file.setLength(file.length() + 8L * random.below(10_000));
      }
    }
  }

  private static void put(EtcdServer server, SplitMix64 random, int round)
      throws InterruptedException {
    for (int i = 0; i < KEYS; i++) {
      int size = random.chance(1, 20) ? random.below(150_000) : random.below(1_000);
      String key = String.format("%s%04d00%06d", EtcdLoad.PREFIX, round, i);
      assertTrue(server.put(key, EtcdLoad.value(key, size)), server::output);
    }
  }

  /** Writes all records of a log into another one, and makes sure that it holds the same. */
  private static WalSummary copy(Path from, Path to, String writer) throws IOException {
    WalFactory factory = FoundLog.factory();
    List<WalRecord> records = records(factory.tools(), from);
    WalOptions options = WalOptions.defaults().withWriter(writer).withSegmentBytes(SEGMENT_BYTES);
    WalMetadata owner = factory.tools().verify(from).metadata();
    try (Wal log = factory.create(to, owner, options)) {
      // Whoever makes a log begins it with this mark.
      assertEquals(new WalRecord.Snapshot(SnapshotMark.BEGINNING), records.getFirst());
      for (WalRecord record : records.subList(1, records.size())) {
        append(log, record);
      }
      log.sync();
    } catch (InterruptedException interrupted) {
      throw new IOException(interrupted);
    }
    assertEquals(records, records(factory.tools(), to));
    return factory.tools().verify(to);
  }

  private static void append(Wal log, WalRecord record) throws InterruptedException {
    switch (record) {
      case WalRecord.LogEntry(var entry) -> log.save(HardState.EMPTY, List.of(entry));
      case WalRecord.State(var state) -> log.save(state, List.of());
      case WalRecord.Snapshot(var mark) -> log.saveSnapshot(mark).join();
      case WalRecord.Metadata owner -> throw new AssertionError(owner);
      case WalRecord.Crc sum -> throw new AssertionError(sum);
    }
  }

  /** What a log says, without what stands at the head of each segment. */
  private static List<WalRecord> records(WalTools tools, Path wal) {
    List<WalRecord> records = new ArrayList<>();
    List<HardState> states = new ArrayList<>(List.of(HardState.EMPTY));
    tools.scan(
        wal,
        (segment, offset, record) -> {
          switch (record) {
            case WalRecord.Metadata owner -> {}
            case WalRecord.Crc sum -> {}
            // The head of a segment says it again.
            case WalRecord.State(var state) when state.equals(states.getLast()) -> {}
            case WalRecord.State(var state) -> {
              states.add(state);
              records.add(record);
            }
            case WalRecord.LogEntry entry -> records.add(entry);
            case WalRecord.Snapshot mark -> records.add(mark);
          }
          return true;
        });
    return records;
  }
}
