package io.togglebolt.raft.core.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.Snapshot;
import io.togglebolt.raft.SnapshotMetadata;
import io.togglebolt.raft.core.internal.confchange.Restore;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What happens to a snapshot of a cluster that there cannot be. */
final class ContradictorySnapshotTest {
  private static final List<Long> NONE = List.of();

  static Stream<ConfState> contradictions() {
    List<Long> three = List.of(1L, 2L, 3L);
    return Stream.of(
        new ConfState(List.of(1L, 2L, 2L), NONE, NONE, NONE, false),
        new ConfState(three, List.of(4L, 4L), NONE, NONE, false),
        new ConfState(three, List.of(3L), NONE, NONE, false),
        new ConfState(three, List.of(4L), List.of(1L, 4L), NONE, false),
        new ConfState(three, NONE, NONE, List.of(4L), false),
        new ConfState(three, NONE, List.of(1L, 4L), List.of(1L), false),
        new ConfState(three, List.of(4L), List.of(1L, 5L), List.of(4L), false),
        new ConfState(three, NONE, NONE, NONE, true),
        new ConfState(NONE, List.of(2L), NONE, NONE, false),
        new ConfState(NONE, NONE, three, NONE, false),
        new ConfState(List.of(0L, 2L), NONE, NONE, NONE, false),
        new ConfState(List.of(2L, Message.APPEND_THREAD), NONE, NONE, NONE, false));
  }

  private static Message.Builder snapshot(ConfState cluster) {
    return Message.of(MessageType.SNAPSHOT)
        .from(3)
        .to(2)
        .term(1)
        .snapshot(new Snapshot(new SnapshotMetadata(cluster, 20, 1), new byte[0]));
  }

  @ParameterizedTest
  @MethodSource("contradictions")
  void itIsIgnoredAndTheMemberGoesOn(ConfState cluster) {
    TestMember member = TestMember.of(2, 1L, 2L, 3L);
    member.step(snapshot(cluster));
    assertEquals(TestMember.BEGIN, member.lastIndex());
    assertEquals(ConfState.ofVoters(1L, 2L, 3L), member.node().status().confState());
    Message answer = member.takeSent().getLast();
    assertEquals(MessageType.APPEND_RESPONSE, answer.type());
    assertEquals(TestMember.BEGIN, answer.index());
  }

  @Test
  void oneOfAJointClusterThatThereCanBeIsTaken() {
    TestMember member = TestMember.of(2, 1L, 2L, 3L);
    ConfState joint =
        new ConfState(List.of(1L, 2L), List.of(5L), List.of(1L, 2L, 3L), List.of(3L), true);
    member.step(snapshot(joint));
    assertEquals(20, member.lastIndex());
    assertEquals(joint, member.node().status().confState());
    assertNull(Restore.problem(joint));
  }
}
