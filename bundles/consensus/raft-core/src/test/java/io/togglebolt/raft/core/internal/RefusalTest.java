package io.togglebolt.raft.core.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.togglebolt.raft.ConfChange;
import io.togglebolt.raft.ConfChangeType;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.EntryType;
import io.togglebolt.raft.LocalMessageException;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.ProposalDroppedException;
import io.togglebolt.raft.ProposalDroppedException.Reason;
import io.togglebolt.raft.ProposalTooLargeException;
import io.togglebolt.raft.RaftMisuseException;
import io.togglebolt.raft.RaftNode;
import io.togglebolt.raft.RaftStatus;
import io.togglebolt.raft.SnapshotStatus;
import io.togglebolt.raft.UnknownPeerException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What a member refuses, with what words, and that nothing has changed by it. */
final class RefusalTest {
  private static final ConfState THREE = ConfState.ofVoters(1L, 2L, 3L);

  private static void refuses(
      TestMember member, Class<? extends RuntimeException> type, String message, Executable call) {
    RaftStatus before = member.node().status();
    RuntimeException refused = assertThrows(type, call);
    assertEquals(message, refused.getMessage());
    assertEquals(before, member.node().status(), "nothing has changed");
    assertFalse(member.node().hasReady(), "nothing is to be done");
  }

  private static void drops(TestMember member, Reason reason, String message, Executable call) {
    RaftStatus before = member.node().status();
    ProposalDroppedException dropped = assertThrows(ProposalDroppedException.class, call);
    assertEquals(reason, dropped.reason());
    assertEquals("the proposal was dropped: " + message, dropped.getMessage());
    assertEquals(before, member.node().status(), "nothing has changed");
  }

  private static Message proposal(Entry... entries) {
    return Message.of(MessageType.PROPOSE).from(2).to(1).entries(List.of(entries)).build();
  }

  @Test
  void aSecondReadyComesAfterAnAdvanceOnly() {
    TestMember member = TestMember.of(1, 1L, 2L, 3L);
    RaftNode node = member.node();
    node.campaign();
    node.ready();
    refuses(
        member,
        RaftMisuseException.class,
        "ready was called twice without an advance in between; expected advance",
        node::ready);
    node.advance();
    refuses(
        member,
        RaftMisuseException.class,
        "advance was called without a ready before it; expected ready",
        node::advance);
  }

  @Test
  void whoWritesAsynchronouslyIsNotAdvanced() {
    TestMember member = TestMember.of(1, THREE, options -> options.asyncStorageWrites(true));
    RaftNode node = member.node();
    node.campaign();
    node.ready();
    node.ready();
    refuses(
        member,
        RaftMisuseException.class,
        "advance was called of a member that writes asynchronously; expected the responses of its"
            + " messages to be stepped",
        node::advance);
  }

  @Test
  void whatOnlyAMemberItselfMaySayIsRefusedFromOthers() {
    TestMember member = TestMember.of(1, 1L, 2L, 3L);
    for (MessageType type : MessageType.values()) {
      if (type.isLocal()) {
        refuses(
            member,
            LocalMessageException.class,
            type + " came from 2; only a member itself may say that",
            () -> member.node().step(Message.of(type).from(2).to(1).term(1).build()));
      }
    }
  }

  @Test
  void answersOfStrangersAreRefused() {
    TestMember member = TestMember.of(1, 1L, 2L, 3L);
    for (MessageType type : MessageType.values()) {
      if (type.isResponse() && !type.isLocal()) {
        refuses(
            member,
            UnknownPeerException.class,
            type + " came from ff, which is not in voters=(1 2 3)",
            () -> member.node().step(Message.of(type).from(255).to(1).term(9).build()));
      }
    }
  }

  @Test
  void aProposalHasALargestSize() {
    TestMember member = TestMember.of(1, THREE, options -> options.maxProposalBytes(10)).elect(2);
    RaftNode node = member.node();
    node.propose(new byte[10]);
    member.work();
    String message = "a proposal has 11 bytes; expected at most 10 (raft option maxProposalBytes)";
    refuses(member, ProposalTooLargeException.class, message, () -> node.propose(new byte[11]));
    refuses(
        member,
        ProposalTooLargeException.class,
        message,
        () -> node.step(proposal(Entry.of(0, 0, new byte[1]), Entry.of(0, 0, new byte[11]))));
    refuses(
        member,
        ProposalTooLargeException.class,
        "a proposal has 17 bytes; expected at most 10 (raft option maxProposalBytes)",
        () -> node.proposeConfChange(new ConfChange(0, ConfChangeType.ADD_NODE, 4, new byte[9])));
  }

  @Test
  void aProposalHoldsSomething() {
    TestMember member = TestMember.of(1, 1L, 2L, 3L).elect(2);
    refuses(
        member,
        RaftMisuseException.class,
        "a proposal of 2 holds nothing; expected entries",
        () -> member.node().step(proposal()));
  }

  @Test
  void aProposalThatSaysItIsAChangeIsOne() {
    TestMember member = TestMember.of(1, 1L, 2L, 3L).elect(2);
    byte[] garbage = {0x0a, 0x7f};
    for (EntryType type : List.of(EntryType.CONF_CHANGE, EntryType.CONF_CHANGE_V2)) {
      RaftMisuseException refused =
          assertThrows(
              RaftMisuseException.class,
              () -> member.node().step(proposal(new Entry(type, 0, 0, garbage))));
      assertEquals(
          "the data of a proposed " + type + " is no such change",
          refused.getMessage().split(":")[0]);
    }
    member.node().propose(new byte[1]);
  }

  @Test
  void whatHoldsInATermSaysInWhich() {
    TestMember member = TestMember.of(1, 1L, 2L, 3L);
    for (MessageType type :
        List.of(
            MessageType.APPEND,
            MessageType.HEARTBEAT,
            MessageType.SNAPSHOT,
            MessageType.VOTE,
            MessageType.PRE_VOTE)) {
      refuses(
          member,
          RaftMisuseException.class,
          type + " of 2 is of no term; expected one",
          () -> member.node().step(Message.of(type).from(2).to(1).build()));
    }
  }

  @Test
  void aReadIsToldFromOthersByItsContext() {
    TestMember member = TestMember.of(1, 1L, 2L, 3L).elect(2);
    refuses(
        member,
        RaftMisuseException.class,
        "the context of a read is empty; expected at least one byte",
        () -> member.node().readIndex(new byte[0]));
  }

  @Test
  void proposalsAreDroppedWhereNobodyIsKnownToLead() {
    TestMember member = TestMember.of(1, 1L, 2L, 3L);
    drops(
        member,
        Reason.NO_LEADER,
        "nobody is known to lead; the term is 1",
        () -> member.node().propose(new byte[1]));
    member.node().campaign();
    drops(
        member,
        Reason.NO_LEADER,
        "nobody is known to lead; the term is 2",
        () -> member.node().propose(new byte[1]));
  }

  @Test
  void proposalsAreDroppedByAFollowerThatPassesNothingOn() {
    TestMember member = TestMember.of(1, THREE, options -> options.proposalForwarding(false));
    member.step(Message.of(MessageType.HEARTBEAT).from(0x2a).to(1).term(1));
    drops(
        member,
        Reason.NOT_FORWARDED,
        "another member leads, and proposals are not passed on; the leader is 2a",
        () -> member.node().propose(new byte[1]));
  }

  @Test
  void proposalsAreDroppedByALeaderThatWasRemoved() {
    TestMember member = TestMember.of(1, 1L, 2L, 3L).elect(2);
    member.node().proposeConfChange(new ConfChange(0, ConfChangeType.REMOVE_NODE, 1, new byte[0]));
    member.work().acknowledge(2, member.lastIndex());
    drops(
        member,
        Reason.NOT_IN_CLUSTER,
        "this member leads but was removed from the cluster",
        () -> member.node().propose(new byte[1]));
  }

  @Test
  void proposalsAreDroppedWhileTheLeadershipIsHandedOver() {
    TestMember member = TestMember.of(1, 1L, 2L, 3L).elect(2);
    member.node().transferLeader(3);
    member.work();
    drops(
        member,
        Reason.TRANSFERRING,
        "the leadership is being handed over; to 3",
        () -> member.node().propose(new byte[1]));
    for (int i = 0; i < 3; i++) {
      member.node().tick();
    }
    member.node().propose(new byte[1]);
  }

  @Test
  void proposalsAreDroppedWhileTooMuchIsNotCommitted() {
    TestMember member =
        TestMember.of(1, THREE, options -> options.maxUncommittedBytes(10)).elect(2);
    RaftNode node = member.node();
    node.propose(new byte[100]);
    member.work();
    drops(
        member,
        Reason.TOO_MUCH_UNCOMMITTED,
        "too much that was proposed before is not committed yet; the limit is 10 bytes",
        () -> node.propose(new byte[1]));
    node.propose(new byte[0]);
    member.work().acknowledge(2, member.lastIndex());
    node.propose(new byte[1]);
  }

  @Test
  void aChangeThatIsDroppedLetsTheNextOneThrough() {
    TestMember member =
        TestMember.of(1, THREE, options -> options.maxUncommittedBytes(10)).elect(2);
    RaftNode node = member.node();
    member.acknowledge(2, member.lastIndex());
    node.propose(new byte[100]);
    member.work();
    ConfChange change = new ConfChange(0, ConfChangeType.ADD_NODE, 4, new byte[0]);
    drops(
        member,
        Reason.TOO_MUCH_UNCOMMITTED,
        "too much that was proposed before is not committed yet; the limit is 10 bytes",
        () -> node.proposeConfChange(change));
    member.acknowledge(2, member.lastIndex());
    node.proposeConfChange(change);
    member.work().acknowledge(2, member.lastIndex());
    assertEquals(List.of(1L, 2L, 3L, 4L), node.status().confState().voters());
  }

  @Test
  void whatConcernsNobodyKnownIsLeftAlone() {
    TestMember member = TestMember.of(1, THREE, UnaryOperator.identity()).elect(2);
    RaftStatus before = member.node().status();
    member.node().transferLeader(9);
    member.node().reportUnreachable(9);
    member.node().reportSnapshot(9, SnapshotStatus.FAILED);
    assertEquals(before, member.node().status());
    assertEquals(List.of(), member.work().takeSent());
  }

  @Test
  void readsOfPeersThatAreNoneAreLeftAlone() {
    TestMember member = TestMember.of(1, 1L, 2L, 3L).elect(2);
    member.step(Message.of(MessageType.READ_INDEX).from(2).to(1));
    member.step(Message.of(MessageType.READ_INDEX).from(2).to(1).entries(List.of()));
    assertEquals(List.of(), member.takeSent());
    TestMember follower = TestMember.of(1, 1L, 2L, 3L);
    follower.step(Message.of(MessageType.READ_INDEX_RESPONSE).from(2).to(1).term(1));
    assertFalse(follower.node().hasReady());
  }
}
