package io.togglebolt.raft.core.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.LocalMessageException;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.RaftException;
import io.togglebolt.raft.RaftMisuseException;
import io.togglebolt.raft.RaftRole;
import io.togglebolt.raft.RaftStatus;
import io.togglebolt.raft.Snapshot;
import io.togglebolt.raft.SnapshotMetadata;
import io.togglebolt.raft.UnknownPeerException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a member takes of what comes over the network. */
final class ReceiveTest {
  private static final ConfState THREE = ConfState.ofVoters(1L, 2L, 3L);
  private static final Set<MessageType> NAME_WHO_ASKED =
      EnumSet.of(MessageType.PROPOSE, MessageType.READ_INDEX, MessageType.TRANSFER_LEADER);

  private final TestMember member = TestMember.of(1, THREE, options -> options);

  private void refuses(
      Class<? extends RaftException> type, String message, Message.Builder received) {
    RaftStatus before = member.node().status();
    RaftException refused =
        assertThrows(type, () -> member.node().receive(received.build()), message);
    assertEquals(message, refused.getMessage());
    assertEquals(before, member.node().status(), "nothing has changed");
  }

  private static Message.Builder fromTwo(MessageType type) {
    return Message.of(type).from(2).to(1).term(1);
  }

  @ParameterizedTest
  @EnumSource
  void whatOnlyAMemberItselfAndItsThreadsSayNeverCrossesTheNetwork(MessageType type) {
    if (!type.isLocal()) {
      return;
    }
    for (long from : new long[] {0, 1, 2, Message.APPEND_THREAD, Message.APPLY_THREAD}) {
      refuses(
          LocalMessageException.class,
          type + " came from " + Long.toHexString(from) + "; only a member itself may say that",
          fromTwo(type).from(from));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMessageComesFromAMemberToThisOne(MessageType type) {
    if (type.isLocal()) {
      return;
    }
    refuses(
        RaftMisuseException.class,
        type + " of 2 is for 3; expected one for 1",
        fromTwo(type).to(3));
    for (long from : new long[] {0, Message.APPEND_THREAD, Message.APPLY_THREAD}) {
      refuses(
          RaftMisuseException.class,
          type
              + " of "
              + Long.toHexString(from)
              + " came over the network; expected the id of a member as its sender",
          fromTwo(type).from(from));
    }
    if (!NAME_WHO_ASKED.contains(type)) {
      refuses(
          RaftMisuseException.class,
          type + " of 1 came over the network to the same; expected another sender",
          fromTwo(type).from(1));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsSaidInATermSaysInWhich(MessageType type) {
    if (!type.isLocal() && !NAME_WHO_ASKED.contains(type) && type != MessageType.FORGET_LEADER) {
      refuses(
          RaftMisuseException.class,
          type + " of 2 is of no term; expected one",
          fromTwo(type).term(0));
    }
  }

  @Test
  void answersOfStrangersAreRefused() {
    refuses(
        UnknownPeerException.class,
        "MsgAppResp came from 9, which is not in voters=(1 2 3)",
        fromTwo(MessageType.APPEND_RESPONSE).from(9));
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    refusesNumber("term", fromTwo(MessageType.APPEND).term(-1));
    refusesNumber("logTerm", fromTwo(MessageType.APPEND).logTerm(-1));
    refusesNumber("index", fromTwo(MessageType.APPEND).index(-1));
    refusesNumber("commit", fromTwo(MessageType.APPEND).commit(-1));
    refusesNumber("rejectHint", fromTwo(MessageType.APPEND).rejectHint(-1));
    refusesNumber("snapshot index", fromTwo(MessageType.APPEND).snapshot(snapshot(-1, 1)));
    refusesNumber("snapshot term", fromTwo(MessageType.APPEND).snapshot(snapshot(1, -1)));
  }

  private static Snapshot snapshot(long index, long term) {
    return new Snapshot(new SnapshotMetadata(THREE, index, term), new byte[0]);
  }

  private void refusesNumber(String name, Message.Builder message) {
    refuses(
        RaftMisuseException.class,
        "MsgApp of 2 has the " + name + " -1; expected 0 to " + (1L << 62),
        message);
  }

  @Test
  void entriesThatDoNotFollowEachOtherAreRefused() {
    refuses(
        RaftMisuseException.class,
        "MsgApp of 2 has an entry of index 13; expected index 12",
        fromTwo(MessageType.APPEND)
            .index(TestMember.BEGIN)
            .logTerm(1)
            .entries(List.of(Entry.of(1, 11, new byte[0]), Entry.of(1, 13, new byte[0]))));
  }

  @Test
  void whatWasPassedOnMayComeBackToWhoAsked() {
    member.elect(2).acknowledge(2, 11);
    List<Entry> asked = List.of(Entry.of(0, 0, new byte[] {7}));
    member.node().receive(Message.of(MessageType.PROPOSE).from(1).to(1).entries(asked).build());
    member.work().acknowledge(2, 12);
    assertEquals(7, member.applied().getLast().data()[0]);
    member.node().receive(Message.of(MessageType.READ_INDEX).from(1).to(1).entries(asked).build());
    member.work();
    member
        .node()
        .receive(
            fromTwo(MessageType.HEARTBEAT_RESPONSE)
                .term(member.term())
                .context(new byte[] {7})
                .build());
    assertEquals(12, member.node().ready().readStates().getFirst().index());
    member.node().advance();
    member
        .node()
        .receive(Message.of(MessageType.TRANSFER_LEADER).from(1).to(1).term(member.term()).build());
    assertEquals(RaftRole.LEADER, member.node().softState().role());
  }

  @Test
  void anAcknowledgementOfWhatALeaderDoesNotHaveIsIgnored() {
    member.elect(2);
    RaftStatus before = member.node().status();
    member
        .node()
        .receive(fromTwo(MessageType.APPEND_RESPONSE).term(member.term()).index(1L << 40).build());
    assertEquals(before, member.node().status());
    member.acknowledge(2, 11);
    assertEquals(11, member.node().status().hardState().commit());
  }
}
