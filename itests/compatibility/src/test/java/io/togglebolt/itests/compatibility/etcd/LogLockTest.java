package io.togglebolt.itests.compatibility.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.Wal;
import io.togglebolt.wal.WalFactory;
import io.togglebolt.wal.WalLockedException;
import io.togglebolt.wal.WalOptions;
import io.togglebolt.wal.WalSummary;
import io.togglebolt.wal.WalTools;
import io.togglebolt.wal.WalVisitor;
import java.net.http.HttpClient;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** etcd and we, and one log: whoever comes second is refused, and changes nothing. */
@Timeout(120)
final class LogLockTest {
  private final WalFactory factory = FoundLog.factory();

  @TempDir Path folder;

  @BeforeAll
  static void needsEtcd() {
    EtcdServer.assumeInstalled();
  }

  @Test
  void weAreRefusedWhileEtcdHasItsLog() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient();
        EtcdServer server = EtcdServer.start(client, folder.resolve("data"))) {
      Path wal = server.wal();
      WalLockedException refused = assertThrows(WalLockedException.class, () -> open(wal));
      assertTrue(refused.getMessage().contains(".wal"), refused.getMessage());
      WalTools tools = factory.tools();
      assertThrows(WalLockedException.class, () -> tools.verify(wal));
      assertThrows(WalLockedException.class, () -> tools.repair(wal));
      assertTrue(server.put("still", new byte[] {1}), server::output);
      server.stop();
      open(wal).close();
    }
  }

  @Test
  void etcdIsRefusedWhileWeHaveItsLog() throws Exception {
    Path data = folder.resolve("data");
    try (HttpClient client = HttpClient.newHttpClient()) {
      String before;
      try (EtcdServer server = EtcdServer.start(client, data)) {
        assertTrue(server.put("mine", new byte[] {1, 2, 3}), server::output);
        before = server.allKeys();
        server.stop();
      }
      Path wal = EtcdServer.wal(data);
      WalSummary summary = factory.tools().verify(wal);
      try (Wal log = open(wal)) {
        String said = EtcdServer.startInVain(client, data);
        assertTrue(said.contains("failed to open WAL"), said);
        assertTrue(said.contains("file already locked"), said);
        assertEquals(summary.lastIndex(), log.status().lastIndex());
      }
      assertEquals(summary, factory.tools().verify(wal));
      try (EtcdServer server = EtcdServer.start(client, data)) {
        assertEquals(before, server.allKeys());
      }
    }
  }

  private Wal open(Path wal) {
    return factory.open(wal, SnapshotMark.BEGINNING, WalVisitor.NONE, WalOptions.defaults());
  }
}
