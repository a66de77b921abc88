package io.togglebolt.raft.core.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.EntryType;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.ProposalDroppedException;
import io.togglebolt.raft.RaftNode;
import io.togglebolt.raft.Snapshot;
import io.togglebolt.raft.SnapshotMetadata;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules that matter only when several rare things meet. */
final class RarePathsTest {
  @Test
  void whoIsAboutToLeaveTheClusterTakesItsSnapshot() {
    TestMember member = TestMember.of(1, 1L, 2L, 3L);
    ConfState leaving =
        new ConfState(List.of(2L, 3L), List.of(), List.of(1L, 2L, 3L), List.of(), false);
    Snapshot snapshot = new Snapshot(new SnapshotMetadata(leaving, 20, 2), new byte[0]);
    member.step(Message.of(MessageType.SNAPSHOT).from(2).to(1).term(2).snapshot(snapshot));
    assertEquals(20, member.takeSent().getFirst().index());
    assertEquals(leaving, member.node().status().confState());
  }

  @Test
  void whoIsHandedOverToHasAWholeElectionTimeoutForIt() {
    TestMember member = TestMember.of(1, 1L, 2L, 3L).elect(2);
    RaftNode node = member.node();
    node.tick();
    node.tick();
    node.transferLeader(3);
    node.tick();
    node.tick();
    assertThrows(ProposalDroppedException.class, () -> node.propose(new byte[1]));
    node.tick();
    node.propose(new byte[1]);
  }

  @Test
  void aLeaderDoesNotLeaveAJointConfigurationThatIsBeingLeftAlready() {
    ConfState joint = new ConfState(List.of(1L, 2L), List.of(), List.of(1L, 3L), List.of(), true);
    TestMember member = TestMember.of(1, joint, options -> options.maxApplyingBytes(0));
    // The leader before had proposed to leave it, with something else before that.
    member.step(
        Message.of(MessageType.APPEND)
            .from(2)
            .to(1)
            .term(2)
            .index(TestMember.BEGIN)
            .logTerm(1)
            .commit(TestMember.BEGIN)
            .entries(
                List.of(
                    Entry.of(2, 11, new byte[] {1}),
                    new Entry(EntryType.CONF_CHANGE_V2, 2, 12, new byte[0]))));
    member.node().campaign();
    member.work();
    for (long voter : new long[] {2, 3}) {
      member.step(Message.of(MessageType.VOTE_RESPONSE).from(voter).to(1).term(member.term()));
    }
    member.acknowledge(2, 13).acknowledge(3, 13);
    assertEquals(ConfState.ofVoters(1L, 2L), member.node().status().confState());
    assertEquals(13, member.lastIndex(), "it was not asked a second time");
  }
}
