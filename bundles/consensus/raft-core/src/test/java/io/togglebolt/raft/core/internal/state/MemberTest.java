package io.togglebolt.raft.core.internal.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.ElectionTimeout;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.RaftInvariantException;
import io.togglebolt.raft.RaftOptions;
import io.togglebolt.raft.core.internal.confchange.Restore;
import io.togglebolt.raft.core.internal.log.StableLog;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What a member never becomes, and what it says at once and later. */
final class MemberTest {
  private static Member member(Long... voters) {
    RaftOptions options =
        RaftOptions.builder(1, new StableLog(), ElectionTimeout.random(bound -> 0)).build();
    Member member = new Member(options, EnumSet.noneOf(Safeguard.class));
    Restore.restore(member.tracker(), 0, ConfState.ofVoters(voters));
    return member;
  }

  private static void breaks(String message, Executable call) {
    assertEquals(message, assertThrows(RaftInvariantException.class, call).getMessage());
  }

  @Test
  void aFollowerDoesNotBecomeTheLeader() {
    breaks("invalid transition [follower -> leader]", member(1L)::becomeLeader);
  }

  @Test
  void aLeaderDoesNotBecomeACandidate() {
    Member member = member(1L);
    member.becomeCandidate();
    member.becomeLeader();
    breaks("invalid transition [leader -> candidate]", member::becomeCandidate);
    breaks("invalid transition [leader -> pre-candidate]", member::becomePreCandidate);
  }

  @Test
  void whoDoesNotBelongToTheClusterDoesNotLead() {
    Member member = member(2L, 3L);
    member.becomeCandidate();
    breaks("1 was elected without being in voters=(2 3)", member::becomeLeader);
  }

  @Test
  void whatIsNoAnswerIsNotSaidToItself() {
    breaks(
        "message should not be self-addressed when sending MsgApp",
        () -> member(1L).send(Message.of(MessageType.APPEND).to(1)));
  }

  @Test
  void answersWaitAndAllElseDoesNot() {
    for (MessageType type : MessageType.values()) {
      Member member = member(1L, 2L);
      member.send(Message.of(type).to(2));
      boolean answer =
          type == MessageType.APPEND_RESPONSE
              || type == MessageType.VOTE_RESPONSE
              || type == MessageType.PRE_VOTE_RESPONSE;
      assertEquals(answer ? 1 : 0, member.outbox().takeWhenDurable().size(), type::toString);
      assertEquals(answer ? 0 : 1, member.outbox().takeAtOnce().size(), type::toString);
      assertTrue(member.outbox().isEmpty());
    }
  }

  @Test
  void whatIsPassedOnKeepsWhoAskedAndHasTheTermOnlyWhereItMustHaveOne() {
    Member member = member(1L, 2L);
    member.becomeFollower(5, 2);
    Forwarding forwarding = new Forwarding(member);
    forwarding.forward(Message.of(MessageType.PROPOSE).build());
    forwarding.forward(Message.of(MessageType.READ_INDEX).from(7).term(3).build());
    forwarding.forward(Message.of(MessageType.TRANSFER_LEADER).from(7).term(3).build());
    assertEquals(
        List.of(
            Message.of(MessageType.PROPOSE).from(1).to(2).build(),
            Message.of(MessageType.READ_INDEX).from(7).to(2).build(),
            Message.of(MessageType.TRANSFER_LEADER).from(7).to(2).term(5).build()),
        member.outbox().takeAtOnce());
  }
}
