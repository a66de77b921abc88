package io.togglebolt.raft.core.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.ElectionTimeout;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.MemoryStorage;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.RaftInvariantException;
import io.togglebolt.raft.RaftMisuseException;
import io.togglebolt.raft.RaftOptions;
import io.togglebolt.raft.RaftStatus;
import io.togglebolt.raft.Snapshot;
import io.togglebolt.raft.SnapshotMetadata;
import io.togglebolt.raft.core.internal.state.Numbers;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** That no term and no index can grow until it overflows, and so come back as a lower one. */
final class NumberRangeTest {
  private static final ConfState THREE = ConfState.ofVoters(1L, 2L, 3L);
  private static final byte[] NOTHING = {};

  static Stream<Message.Builder> outOfRange() {
    return Stream.of(Long.MAX_VALUE, Numbers.MOST + 1, -1L, Long.MIN_VALUE)
        .flatMap(NumberRangeTest::messages);
  }

  private static Stream<Message.Builder> messages(long number) {
    return Stream.of(
        Message.of(MessageType.APPEND_RESPONSE).term(number),
        Message.of(MessageType.VOTE).term(number).index(TestMember.BEGIN).logTerm(1),
        Message.of(MessageType.PRE_VOTE).term(number).index(TestMember.BEGIN).logTerm(1),
        Message.of(MessageType.HEARTBEAT).term(number),
        Message.of(MessageType.HEARTBEAT).term(2).commit(number),
        Message.of(MessageType.VOTE).term(2).index(number).logTerm(1),
        Message.of(MessageType.VOTE).term(2).index(TestMember.BEGIN).logTerm(number),
        Message.of(MessageType.APPEND_RESPONSE).term(2).index(1).reject(true).rejectHint(number),
        Message.of(MessageType.APPEND)
            .term(2)
            .index(TestMember.BEGIN)
            .logTerm(1)
            .entries(List.of(Entry.of(number, TestMember.BEGIN + 1, NOTHING))),
        Message.of(MessageType.APPEND)
            .term(2)
            .index(TestMember.BEGIN)
            .logTerm(1)
            .entries(List.of(Entry.of(2, number, NOTHING))),
        Message.of(MessageType.SNAPSHOT).term(2).snapshot(snapshot(number, 1)),
        Message.of(MessageType.SNAPSHOT).term(2).snapshot(snapshot(20, number)));
  }

  private static Snapshot snapshot(long index, long term) {
    return new Snapshot(new SnapshotMetadata(THREE, index, term), NOTHING);
  }

  @ParameterizedTest
  @MethodSource("outOfRange")
  void aMessageWithANumberOutOfRangeIsRefusedAndChangesNothing(Message.Builder message) {
    TestMember member = TestMember.of(2, 1L, 2L, 3L);
    RaftStatus before = member.node().status();
    Message hostile = message.from(3).to(2).build();
    RaftMisuseException refused =
        assertThrows(RaftMisuseException.class, () -> member.node().step(hostile));
    assertTrue(refused.getMessage().contains("expected 0 to " + Numbers.MOST), refused::getMessage);
    assertEquals(before, member.node().status());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theLastTermIsNotFollowedByAnother(boolean preVote) {
    TestMember member = TestMember.of(2, THREE, options -> options.preVote(preVote));
    member.step(Message.of(MessageType.HEARTBEAT).from(3).to(2).term(Numbers.MOST));
    RaftInvariantException stopped =
        assertThrows(RaftInvariantException.class, () -> member.node().campaign());
    assertEquals(
        "2 is in term " + Numbers.MOST + ", after which there is none", stopped.getMessage());
  }

  @Test
  void aProposalOfATermIsRefusedAndTheTermGoesOn() {
    TestMember member = TestMember.of(2, THREE, UnaryOperator.identity());
    RaftStatus before = member.node().status();
    Message proposal =
        Message.of(MessageType.PROPOSE)
            .from(3)
            .to(2)
            .term(9)
            .entries(List.of(Entry.of(0, 0, NOTHING)))
            .build();
    RaftMisuseException refused =
        assertThrows(RaftMisuseException.class, () -> member.node().step(proposal));
    assertEquals("MsgProp of 3 is of term 9; expected a proposal of no term", refused.getMessage());
    assertEquals(before, member.node().status());
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Numbers.MOST + 1, Long.MAX_VALUE})
  void aHardStateOfATermOutOfRangeIsRefused(long term) {
    MemoryStorage storage = new CoreRaftFactory().newMemoryStorage();
    storage.applySnapshot(snapshot(10, 1));
    storage.setHardState(new HardState(term, 0, 10));
    refusesToBegin(storage, "the term of the hard state " + term);
  }

  @Test
  void aLogBeyondTheRangeIsRefused() {
    MemoryStorage storage = new CoreRaftFactory().newMemoryStorage();
    storage.applySnapshot(snapshot(Numbers.MOST + 1, 1));
    refusesToBegin(storage, "the index of the last entry " + (Numbers.MOST + 1));
  }

  private static void refusesToBegin(MemoryStorage storage, String found) {
    RaftOptions options =
        RaftOptions.builder(1, storage, ElectionTimeout.random(bound -> 0)).build();
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> new CoreRaftFactory().newNode(options));
    assertEquals(
        "the storage of 1 is refused: " + found + " is out of range; expected 0 to " + Numbers.MOST,
        refused.getMessage());
  }
}
