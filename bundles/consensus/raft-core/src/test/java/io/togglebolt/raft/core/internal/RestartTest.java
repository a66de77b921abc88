package io.togglebolt.raft.core.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.togglebolt.etcd.format.ConfChangeCodec;
import io.togglebolt.raft.ConfChange;
import io.togglebolt.raft.ConfChangeType;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.ElectionTimeout;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.EntryType;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.MemoryStorage;
import io.togglebolt.raft.RaftFactory;
import io.togglebolt.raft.RaftNode;
import io.togglebolt.raft.RaftOptions;
import io.togglebolt.raft.RaftRole;
import io.togglebolt.raft.Ready;
import io.togglebolt.raft.Snapshot;
import io.togglebolt.raft.SnapshotMetadata;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a member goes on from what its log and its state machine hold, which die apart. */
final class RestartTest {
  private static final RaftFactory FACTORY = new CoreRaftFactory();
  private static final ConfState ONE = ConfState.ofVoters(1L);
  private static final ConfState TWO = ConfState.ofVoters(1L, 2L);

  /** A log of one member that added a second one with its second entry. */
  private static MemoryStorage grown(long commit) {
    MemoryStorage log = FACTORY.newMemoryStorage();
    log.applySnapshot(snapshot(ONE, 0, 0));
    byte[] added =
        ConfChangeCodec.encode(new ConfChange(0, ConfChangeType.ADD_NODE, 2, new byte[0]));
    log.append(
        List.of(
            Entry.of(1, 1, new byte[0]),
            new Entry(EntryType.CONF_CHANGE, 1, 2, added),
            Entry.of(1, 3, new byte[] {3})));
    log.setHardState(new HardState(1, 1, commit));
    return log;
  }

  private static Snapshot snapshot(ConfState cluster, long index, long term) {
    return new Snapshot(new SnapshotMetadata(cluster, index, term), new byte[0]);
  }

  private static RaftOptions options(MemoryStorage log, long applied) {
    return RaftOptions.builder(1, log, ElectionTimeout.random(bound -> 0))
        .preVote(false)
        .applied(applied)
        .build();
  }

  @Test
  void aMemberThatAppliedAnotherOnesAdditionIsNotElectedWithoutIt() {
    MemoryStorage log = grown(2);
    log.setConfState(TWO);

    RaftNode node = FACTORY.newNode(options(log, 2));
    node.campaign();
    Ready ready = node.ready();
    log.setHardState(ready.hardState());
    node.advance();

    assertEquals(TWO, node.status().confState());
    assertEquals(RaftRole.CANDIDATE, node.softState().role());
  }

  @Test
  void theClusterOfALogIsThatOfItsSnapshotUntilALaterOneIsSaid() {
    MemoryStorage log = grown(2);
    assertEquals(ONE, log.confState());
    log.setConfState(TWO);
    log.createSnapshot(1, ONE, new byte[0]);
    assertEquals(TWO, log.confState(), "what was applied is not undone by an older snapshot");
    log.applySnapshot(snapshot(ConfState.ofVoters(1L, 2L, 3L), 9, 1));
    assertEquals(ConfState.ofVoters(1L, 2L, 3L), log.confState(), "it replaces what was applied");
  }

  @Test
  void whatWasAppliedIsCommittedThoughThePowerFailedBeforeThatWasDurable() {
    MemoryStorage log = grown(0);
    log.setConfState(TWO);

    RaftNode node = FACTORY.newNode(options(log, 2));

    assertEquals(new HardState(1, 1, 2), node.status().hardState());
    assertEquals(2, node.status().applied());
    assertEquals(List.of(), node.hasReady() ? node.ready().committedEntries() : List.of());
  }

  @Test
  void whatTheLogDoesNotHoldCannotHaveBeenApplied() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> FACTORY.newNode(options(grown(3), 4)));
    assertEquals(
        "the storage of 1 is refused: 1 applied 4 is out of range; the last index is 3",
        refused.getMessage());
  }

  @Test
  void asMuchIsAppliedAtATimeAsAMessageHolds() {
    MemoryStorage log = FACTORY.newMemoryStorage();
    RaftOptions.Builder builder = RaftOptions.builder(1, log, ElectionTimeout.random(bound -> 0));
    assertEquals(512 << 10, builder.build().maxApplyingBytes());
    assertEquals(100, builder.maxMessageBytes(100).build().maxApplyingBytes());
    assertEquals(7, builder.maxApplyingBytes(7).build().maxApplyingBytes());
  }
}
