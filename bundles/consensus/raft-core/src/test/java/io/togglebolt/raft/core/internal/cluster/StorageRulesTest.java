package io.togglebolt.raft.core.internal.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.etcd.format.ConfChangeV2Codec;
import io.togglebolt.raft.ConfChangeSingle;
import io.togglebolt.raft.ConfChangeTransition;
import io.togglebolt.raft.ConfChangeType;
import io.togglebolt.raft.ConfChangeV2;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.ElectionTimeout;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.EntryType;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.RaftNode;
import io.togglebolt.raft.RaftOptions;
import io.togglebolt.raft.Snapshot;
import io.togglebolt.raft.SnapshotMetadata;
import io.togglebolt.raft.core.internal.CoreRaftFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A follower whose writes and applying take their time; the test plays everybody else. */
class StorageRulesTest {
  private static final long SELF = 1;

  private final Host host;
  private final RaftNode member;
  private final List<Message> sent = new ArrayList<>();

  StorageRulesTest() {
    UnaryOperator<RaftOptions.Builder> tuning =
        options -> Cluster.plain(options).asyncStorageWrites(true);
    host =
        new Host(
            SELF,
            Disk.empty(ConfState.ofVoters(1L, 2L, 3L)),
            new Host.Maker(new CoreRaftFactory(), tuning, Witness.NONE),
            ElectionTimeout.random(bound -> 0));
    member = host.raft();
  }

  @Test
  void nothingIsAcknowledgedBeforeItIsDurable() {
    append(2, 1, 0, 0, 0, entry(1, 1));
    assertEquals(List.of(), sent);
    assertEquals(1, host.toAppend().size());
    write();
    assertEquals(1, answers(message -> !message.reject()).getLast().index());
  }

  @Test
  void whatFollowsIsWrittenWithoutWaitingForWhatIsBeingWritten() {
    append(2, 1, 0, 0, 0, entry(1, 1));
    append(2, 1, 1, 1, 0, entry(1, 2));
    assertEquals(2, host.toAppend().size());
    assertEquals(List.of(entry(1, 2)), host.toAppend().getLast().entries(), "each entry goes once");
    write();
    write();
    assertEquals(2, answers(message -> true).getLast().index());
    assertFalse(member.hasReady());
  }

  @Test
  void whatIsNotDurableHereIsNotApplied() {
    append(2, 1, 0, 0, 1, entry(1, 1));
    assertEquals(List.of(), List.copyOf(host.toApply()));
    write();
    assertEquals(List.of(entry(1, 1)), host.toApply().getLast().entries());
  }

  /**
   * A, B and again A at one index. When the first A is durable the member is about to have B
   * written over it, so that what it then knows of A is that it will not be there.
   */
  @Test
  void anEntryThatCameBackIsNotTakenForDurableByWhatWasWrittenInAnEarlierTerm() {
    append(2, 1, 0, 0, 0, entry(1, 1));
    append(3, 2, 0, 0, 0, entry(2, 1));
    append(2, 3, 0, 0, 1, entry(1, 1));
    assertEquals(3, host.toAppend().size());
    write();
    assertEquals(1, host.disk().term(1));
    assertEquals(List.of(), List.copyOf(host.toApply()), "B is still to be written over it");
    write();
    assertEquals(2, host.disk().term(1));
    assertEquals(List.of(), List.copyOf(host.toApply()));
    write();
    assertEquals(1, host.disk().term(1));
    assertEquals(List.of(entry(1, 1)), host.toApply().getLast().entries());
  }

  @Test
  void aSnapshotIsDurableInAnyTerm() {
    snapshot(2, 1, 5, ConfState.ofVoters(1L, 2L, 3L));
    assertEquals(1, host.toAppend().size());
    member.step(Message.of(MessageType.HEARTBEAT).from(3).to(SELF).term(2).build());
    take();
    write();
    assertEquals(5, member.status().applied());
    append(3, 2, 5, 1, 6, entry(2, 6));
    write();
    write();
    assertEquals(List.of(entry(2, 6)), host.toApply().getLast().entries());
  }

  @Test
  void nothingIsAppliedWhileASnapshotIsOnItsWay() {
    append(2, 1, 0, 0, 0, entry(1, 1));
    write();
    snapshot(2, 1, 5, ConfState.ofVoters(1L, 2L, 3L));
    append(2, 1, 5, 1, 6, entry(1, 6));
    assertEquals(List.of(), List.copyOf(host.toApply()));
    write();
    assertEquals(
        List.of(), List.copyOf(host.toApply()), "the entry behind the snapshot is not durable");
    write();
    assertEquals(List.of(entry(1, 6)), host.toApply().getLast().entries());
  }

  @Test
  void aChangeFromBeforeASnapshotIsNotMadeToTheMembershipOfTheSnapshot() {
    ConfChangeV2 change =
        new ConfChangeV2(
            ConfChangeTransition.AUTO,
            List.of(new ConfChangeSingle(ConfChangeType.ADD_NODE, 4)),
            new byte[0]);
    Entry entry = new Entry(EntryType.CONF_CHANGE_V2, 1, 1, ConfChangeV2Codec.encode(change));
    append(2, 1, 0, 0, 1, entry);
    write();
    assertEquals(List.of(entry), host.toApply().getLast().entries());
    ConfState later = ConfState.ofVoters(1L, 2L, 5L);
    snapshot(2, 1, 9, later);
    assertEquals(
        ConfState.ofVoters(1L, 2L, 3L, 4L),
        member.applyConfChange(change),
        "the state machine is still where the entry is");
    assertEquals(later, member.status().confState());
    host.toApply().removeFirst().responses().forEach(member::step);
    write();
    assertEquals(later, member.status().confState());
    assertEquals(9, member.status().applied());
    assertEquals(
        ConfState.ofVoters(1L, 2L, 4L, 5L),
        member.applyConfChange(change),
        "one from behind the snapshot counts");
    assertEquals(ConfState.ofVoters(1L, 2L, 4L, 5L), member.status().confState());
  }

  @Test
  void whatTheThreadsAreToldIsAllThereIsToDo() {
    append(2, 1, 0, 0, 1, entry(1, 1));
    Message write = host.toAppend().getLast();
    assertEquals(1, write.term());
    assertEquals(1, write.commit());
    assertEquals(Message.APPEND_THREAD, write.to());
    assertNotNull(write.responses().getLast());
    assertTrue(write.responses().stream().anyMatch(answer -> answer.to() == 2));
    assertTrue(write.responses().stream().anyMatch(answer -> answer.to() == SELF));
  }

  private static Entry entry(long term, long index) {
    return Entry.of(term, index, new byte[] {(byte) term});
  }

  /** Has a leader send an entry, and the member begin to write it. */
  private void append(
      long leader, long term, long previous, long previousTerm, long commit, Entry entry) {
    member.step(
        Message.of(MessageType.APPEND)
            .from(leader)
            .to(SELF)
            .term(term)
            .index(previous)
            .logTerm(previousTerm)
            .commit(commit)
            .entries(List.of(entry))
            .build());
    take();
  }

  private void snapshot(long leader, long term, long index, ConfState members) {
    member.step(
        Message.of(MessageType.SNAPSHOT)
            .from(leader)
            .to(SELF)
            .term(term)
            .snapshot(new Snapshot(new SnapshotMetadata(members, index, term), new byte[0]))
            .build());
    take();
  }

  private void take() {
    while (member.hasReady()) {
      sent.addAll(host.work());
    }
  }

  /** Does the first of the writes, and says so. */
  private void write() {
    sent.addAll(host.append());
    take();
  }

  private List<Message> answers(Predicate<Message> fitting) {
    return sent.stream()
        .filter(message -> message.type() == MessageType.APPEND_RESPONSE && fitting.test(message))
        .toList();
  }
}
