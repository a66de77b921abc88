package io.togglebolt.raft.core.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.togglebolt.etcd.format.ConfChangeV2Codec;
import io.togglebolt.raft.ConfChangeSingle;
import io.togglebolt.raft.ConfChangeTransition;
import io.togglebolt.raft.ConfChangeType;
import io.togglebolt.raft.ConfChangeV2;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.EntryType;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.RaftNode;
import io.togglebolt.raft.RaftRole;
import io.togglebolt.raft.Ready;
import io.togglebolt.raft.Snapshot;
import io.togglebolt.raft.SnapshotMetadata;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Snapshots that come while entries before them are still being applied: two threads answer, in
 * whatever order, and the membership is the snapshot's in either.
 */
final class OvertakenChangeTest {
  private static final ConfState THREE = ConfState.ofVoters(1L, 2L, 3L);
  private static final ConfState LATER = ConfState.ofVoters(1L, 2L, 5L);

  private final TestMember member =
      TestMember.of(1, THREE, options -> options.asyncStorageWrites(true));
  private final RaftNode node = member.node();
  private final Deque<Message> toAppend = new ArrayDeque<>();
  private final Deque<Message> toApply = new ArrayDeque<>();

  private static ConfChangeV2 adds(long id) {
    return new ConfChangeV2(
        ConfChangeTransition.AUTO,
        List.of(new ConfChangeSingle(ConfChangeType.ADD_NODE, id)),
        new byte[0]);
  }

  private static Entry addition(long id, long index) {
    return new Entry(EntryType.CONF_CHANGE_V2, 2, index, ConfChangeV2Codec.encode(adds(id)));
  }

  private static Message.Builder of(MessageType type) {
    return Message.of(type).from(2).to(1).term(2);
  }

  private void receive(Message.Builder message) {
    node.receive(message.build());
    take();
  }

  private void take() {
    while (node.hasReady()) {
      Ready ready = node.ready();
      for (Message message : ready.messages()) {
        if (message.to() == Message.APPEND_THREAD) {
          toAppend.add(message);
        } else if (message.to() == Message.APPLY_THREAD) {
          toApply.add(message);
        }
      }
    }
  }

  private void write() {
    Message write = toAppend.removeFirst();
    if (write.snapshot() != null) {
      member.storage().applySnapshot(write.snapshot());
    }
    member.storage().append(write.entries());
    answer(write);
  }

  private void answer(Message done) {
    for (Message response : done.responses()) {
      if (response.to() == 1) {
        node.step(response);
      }
    }
    take();
  }

  private void append(long index, long logTerm, Entry... entries) {
    receive(
        of(MessageType.APPEND)
            .index(index)
            .logTerm(logTerm)
            .entries(List.of(entries))
            .commit(index + entries.length));
  }

  /** The member has given an addition to be applied when a snapshot comes. */
  private void overtake() {
    append(TestMember.BEGIN, 1, addition(4, 11));
    write();
    assertEquals(11, toApply.getFirst().entries().getFirst().index());
    snapshot(20, LATER);
  }

  private void snapshot(long index, ConfState cluster) {
    Snapshot snapshot = new Snapshot(new SnapshotMetadata(cluster, index, 2), new byte[0]);
    receive(of(MessageType.SNAPSHOT).snapshot(snapshot));
    assertEquals(cluster, node.status().confState());
  }

  @Test
  void theEntryIsAppliedBeforeTheSnapshotIsDurable() {
    overtake();
    assertEquals(ConfState.ofVoters(1L, 2L, 3L, 4L), node.applyConfChange(adds(4)));
    answer(toApply.removeFirst());
    write();
    goesOnInTheSnapshotsCluster(20);
  }

  @Test
  void theEntryIsAppliedAfterTheSnapshotIsDurable() {
    overtake();
    write();
    assertEquals(ConfState.ofVoters(1L, 2L, 3L, 4L), node.applyConfChange(adds(4)));
    assertEquals(LATER, node.status().confState());
    answer(toApply.removeFirst());
    goesOnInTheSnapshotsCluster(20);
  }

  @Test
  void entriesOfTwoSnapshotsAreOvertakenOneAfterTheOther() {
    overtake();
    write();
    append(20, 2, addition(6, 21));
    write();
    snapshot(30, THREE);
    write();
    assertEquals(ConfState.ofVoters(1L, 2L, 3L, 4L), node.applyConfChange(adds(4)));
    answer(toApply.removeFirst());
    assertEquals(ConfState.ofVoters(1L, 2L, 5L, 6L), node.applyConfChange(adds(6)));
    assertEquals(THREE, node.status().confState());
    answer(toApply.removeFirst());
    append(30, 2, addition(7, 31));
    write();
    assertEquals(ConfState.ofVoters(1L, 2L, 3L, 7L), node.applyConfChange(adds(7)));
    assertEquals(ConfState.ofVoters(1L, 2L, 3L, 7L), node.status().confState());
  }

  @Test
  void nothingIsOvertakenWhereNothingIsBeingApplied() {
    append(TestMember.BEGIN, 1, Entry.of(2, 11, new byte[0]));
    write();
    answer(toApply.removeFirst());
    snapshot(20, LATER);
    write();
    goesOnInTheSnapshotsCluster(20);
  }

  private void goesOnInTheSnapshotsCluster(long index) {
    assertEquals(LATER, node.status().confState());
    append(index, 2, addition(6, index + 1));
    write();
    assertEquals(ConfState.ofVoters(1L, 2L, 5L, 6L), node.applyConfChange(adds(6)));
    assertEquals(ConfState.ofVoters(1L, 2L, 5L, 6L), node.status().confState());
  }

  @Test
  void aSnapshotThatBecomesDurableInALaterTermLetsItsMemberBeElected() {
    snapshot(20, LATER);
    receive(Message.of(MessageType.HEARTBEAT).from(3).to(1).term(3));
    node.campaign();
    assertEquals(RaftRole.FOLLOWER, node.softState().role(), "the snapshot is not durable yet");
    write();
    assertEquals(20, node.status().applied());
    node.campaign();
    assertEquals(RaftRole.CANDIDATE, node.softState().role());
  }
}
