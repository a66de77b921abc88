package io.togglebolt.itests.compatibility.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SplitMix64;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.WalMetadata;
import io.togglebolt.wal.WalSummary;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * etcd is killed while clients put keys into it, at a moment that nobody chose; our reader then
 * reads its log whole, finds each put that was acknowledged, and etcd goes on with the log that we
 * had open.
 *
 * <p>The system property {@value #PROPERTY} asks for more kills than the few of the build.
 */
@Timeout(3600)
final class KilledEtcdTest {
  static final String PROPERTY = "togglebolt.etcd.kills";

  private static final int KILLS = Integer.getInteger(PROPERTY, 3);

  /** Data directories grow, so that a new one is begun now and then. */
  private static final int KILLS_IN_A_DIRECTORY = 5;

  private static final int MOST_BYTES = 12_000_000;
  private static final int MOST_DELAY_MICROS = 30_000;

  @TempDir Path folder;

  private int kills;
  private int torn;
  private int cuts;
  private int laterMarks;
  private long entriesRead;

  @BeforeAll
  static void needsEtcd() {
    EtcdServer.assumeInstalled();
  }

  @Test
  void theLogOfAKilledEtcdIsReadWhole() {
    Seeds.check(
        1,
        1,
        random -> {
          try (HttpClient client = HttpClient.newHttpClient()) {
            while (kills < KILLS) {
              killInOneDirectory(client, random.fork());
            }
          }
        });
    System.out.printf(
        "etcd was killed %d times: %d entries read, %d logs ended in half a record, %d had been"
            + " cut, %d had a mark%n",
        kills, entriesRead, torn, cuts, laterMarks);
    assertTrue(laterMarks > 0, "no log had a snapshot mark");
    assertTrue(cuts > 0, "no log had a second segment");
  }

  private void killInOneDirectory(HttpClient client, SplitMix64 random) throws Exception {
    Path data = Files.createTempDirectory(folder, "etcd");
    Map<String, Integer> acknowledged = new HashMap<>();
    for (int round = 0; round < KILLS_IN_A_DIRECTORY && kills < KILLS; round++, kills++) {
      try (EtcdServer server = EtcdServer.start(client, data)) {
        WalMetadata owner = server.identity();
        LongPredicate enough = enough(random, server.wal(), round);
        try (EtcdLoad load = EtcdLoad.start(server, random, round, enough)) {
          load.await();
          assertTrue(server.isAlive(), server::output);
          killSoon(server, random);
          acknowledged.putAll(load.acknowledged());
        }
        read(server.wal(), owner, acknowledged);
      }
      try (EtcdServer again = EtcdServer.start(client, data)) {
        String names = again.allNames();
        for (String key : acknowledged.keySet()) {
          assertTrue(names.contains(EtcdServer.base64(key)), () -> "etcd has lost " + key);
        }
        again.stop();
      }
    }
  }

  /** Some kills come after so many bytes, some as soon as another segment is begun. */
  private static LongPredicate enough(SplitMix64 random, Path wal, int round) {
    if (round == 1) {
      List<String> before = EtcdServer.segments(wal);
      return bytes -> !EtcdServer.segments(wal).equals(before);
    }
    long most = random.choice(100_000, 1_000_000, MOST_BYTES);
    long wanted = random.below(most);
    return bytes -> bytes >= wanted;
  }

  private static void killSoon(EtcdServer server, SplitMix64 random) throws Exception {
    Executor later =
        CompletableFuture.delayedExecutor(random.below(MOST_DELAY_MICROS), TimeUnit.MICROSECONDS);
    CompletableFuture.runAsync(
            () -> {
              try {
                server.kill();
              } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
              }
            },
            later)
        .get(1, TimeUnit.MINUTES);
  }

  private void read(Path wal, WalMetadata owner, Map<String, Integer> acknowledged) {
    WalSummary summary = FoundLog.factory().tools().verify(wal);
    assertEquals(owner, summary.metadata());
    FoundLog whole = FoundLog.read(wal, SnapshotMark.BEGINNING);
    whole.assertWhole(owner);
    whole.assertHolds(acknowledged);
    assertEquals(summary.lastIndex(), whole.entries().getLast().index());
    assertEquals(summary.state(), whole.state());
    FoundLog tail = FoundLog.read(wal, summary.lastMark());
    tail.assertWhole(owner);
    tail.assertTailOf(whole);
    // What opening has cut off does not come back.
    assertTrue(FoundLog.factory().tools().verify(wal).torn().isEmpty());
    torn += summary.torn().isPresent() ? 1 : 0;
    cuts += summary.segments() > 1 ? 1 : 0;
    laterMarks += summary.lastMark().index() > 0 ? 1 : 0;
    entriesRead += whole.entries().size();
  }
}
