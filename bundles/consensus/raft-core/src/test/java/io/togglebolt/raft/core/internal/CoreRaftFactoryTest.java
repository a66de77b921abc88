package io.togglebolt.raft.core.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.etcd.format.ConfChangeCodec;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.ElectionTimeout;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.EntryType;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.MemoryStorage;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.Peer;
import io.togglebolt.raft.RaftFactory;
import io.togglebolt.raft.RaftNode;
import io.togglebolt.raft.RaftOptions;
import io.togglebolt.raft.RaftRole;
import io.togglebolt.raft.Ready;
import io.togglebolt.raft.Snapshot;
import io.togglebolt.raft.SnapshotMetadata;
import io.togglebolt.raft.core.internal.osgi.RaftComponent;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** How members begin. */
final class CoreRaftFactoryTest {
  private static final RaftFactory FACTORY = new CoreRaftFactory();

  private static RaftOptions.Builder options(long id, MemoryStorage storage) {
    return RaftOptions.builder(id, storage, ElectionTimeout.random(bound -> 0)).preVote(false);
  }

  private static Peer peer(long id, int... context) {
    byte[] bytes = new byte[context.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) context[i];
    }
    return new Peer(id, bytes);
  }

  private static MemoryStorage storage(ConfState members, long index) {
    MemoryStorage storage = FACTORY.newMemoryStorage();
    storage.applySnapshot(new Snapshot(new SnapshotMetadata(members, index, 1), new byte[0]));
    return storage;
  }

  private static void refuses(String message, RaftOptions options) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> FACTORY.newNode(options));
    assertEquals(message, refused.getMessage());
  }

  private static void refusesPeers(String message, Peer... peers) {
    MemoryStorage storage = FACTORY.newMemoryStorage();
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> FACTORY.bootstrap(options(1, storage).build(), List.of(peers)));
    assertEquals(message, refused.getMessage());
  }

  @Test
  void theServiceLoaderAndDeclarativeServicesFindIt() {
    assertInstanceOf(
        CoreRaftFactory.class, ServiceLoader.load(RaftFactory.class).findFirst().orElseThrow());
    RaftFactory component = new RaftComponent();
    MemoryStorage storage = component.newMemoryStorage();
    RaftOptions options = options(1, storage).build();
    assertEquals(1, component.bootstrap(options, List.of(peer(1))).status().id());
    assertEquals(ConfState.ofVoters(), component.newNode(options).status().confState());
  }

  @Test
  void aClusterBeginsWithAnEntryForEachOfItsMembers() {
    MemoryStorage storage = FACTORY.newMemoryStorage();
    RaftNode node = FACTORY.bootstrap(options(1, storage).build(), List.of(peer(2, 7), peer(1, 8)));

    Ready ready = node.ready();

    assertEquals(new HardState(1, 0, 2), ready.hardState());
    assertTrue(ready.mustSync());
    assertEquals(ready.entries(), ready.committedEntries());
    assertEquals(2, ready.entries().size());
    for (int i = 0; i < 2; i++) {
      Entry entry = ready.entries().get(i);
      assertEquals(EntryType.CONF_CHANGE, entry.type());
      assertEquals(1, entry.term());
      assertEquals(i + 1, entry.index());
      assertEquals(2 - i, ConfChangeCodec.decode(entry.data()).nodeId());
      assertEquals(7 + i, ConfChangeCodec.decode(entry.data()).context()[0]);
      node.applyConfChange(ConfChangeCodec.decode(entry.data()).asV2());
    }
    storage.append(ready.entries());
    storage.setHardState(ready.hardState());
    node.advance();
    assertEquals(ConfState.ofVoters(1L, 2L), node.status().confState());
    assertEquals(2, node.status().applied());
  }

  @Test
  void aMemberThatWasJustMadeMayBeElectedOnceItHasAppliedItsPeers() {
    MemoryStorage storage = FACTORY.newMemoryStorage();
    RaftNode node = FACTORY.bootstrap(options(1, storage).build(), List.of(peer(1)));
    while (node.hasReady()) {
      Ready ready = node.ready();
      storage.append(ready.entries());
      storage.setHardState(ready.hardState());
      for (Entry entry : ready.committedEntries()) {
        node.applyConfChange(ConfChangeCodec.decode(entry.data()).asV2());
      }
      node.advance();
    }
    node.campaign();
    node.ready();
    node.advance();
    assertEquals(RaftRole.LEADER, node.softState().role());
  }

  @Test
  void aClusterDoesNotBeginWithoutPeersOrWithWrongOnes() {
    refusesPeers("a cluster begins with at least one peer; none was given");
    refusesPeers("peer 2a was given twice; expected once", peer(42), peer(1), peer(42));
    refusesPeers(
        "peer id 0 stands for nobody or a thread; expected neither 0 nor 2^64 - 1 nor 2^64 - 2",
        peer(0));
    refusesPeers(
        "peer id 18446744073709551615 stands for nobody or a thread; expected neither 0 nor 2^64 -"
            + " 1 nor 2^64 - 2",
        peer(Message.APPEND_THREAD));
  }

  @Test
  void aClusterDoesNotBeginTwice() {
    MemoryStorage storage = storage(ConfState.ofVoters(1L), 5);
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> FACTORY.bootstrap(options(42, storage).build(), List.of(peer(42))));
    assertEquals(
        "a cluster begins with empty storages; that of 2a ends at index 5", refused.getMessage());
  }

  @Test
  void aMemberGoesOnFromWhatItsStorageHolds() {
    MemoryStorage storage = storage(ConfState.ofVoters(1L, 2L), 5);
    storage.append(List.of(Entry.of(2, 6, new byte[0]), Entry.of(3, 7, new byte[0])));
    storage.setHardState(new HardState(4, 2, 6));

    RaftNode node = FACTORY.newNode(options(1, storage).applied(5).build());

    assertEquals(new HardState(4, 2, 6), node.status().hardState());
    assertEquals(ConfState.ofVoters(1L, 2L), node.status().confState());
    assertEquals(List.of(Entry.of(2, 6, new byte[0])), node.ready().committedEntries());
  }

  @Test
  void aStorageThatContradictsItselfIsRefused() {
    MemoryStorage storage = storage(ConfState.ofVoters(1L, 2L), 5);
    storage.setHardState(new HardState(4, 2, 6));
    refuses(
        "the storage of 1 is refused: 1 state.commit 6 is out of range [5, 5]",
        options(1, storage).build());
    storage.setHardState(new HardState(4, 2, 4));
    refuses(
        "the storage of 1 is refused: 1 state.commit 4 is out of range [5, 5]",
        options(1, storage).build());
  }

  @Test
  void moreCannotBeAppliedThanTheLogHolds() {
    MemoryStorage storage = storage(ConfState.ofVoters(1L, 2L), 5);
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> FACTORY.newNode(options(1, storage).applied(6).build()));
    assertTrue(refused.getMessage().contains("6"), refused::getMessage);
  }

  @Test
  void aClusterThatCannotBeIsRefused() {
    ConfState twice = new ConfState(List.of(1L, 2L), List.of(2L), List.of(), List.of(), false);
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> FACTORY.newNode(options(1, storage(twice, 5)).build()));
    assertEquals(
        "the storage of 1 is refused: member 2 is a learner and a voter of (1 2)",
        refused.getMessage());
  }
}
