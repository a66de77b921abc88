package io.togglebolt.raft.core.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.togglebolt.raft.ConfChange;
import io.togglebolt.raft.ConfChangeSingle;
import io.togglebolt.raft.ConfChangeTransition;
import io.togglebolt.raft.ConfChangeType;
import io.togglebolt.raft.ConfChangeV2;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.RaftInvariantException;
import io.togglebolt.raft.RaftLogger;
import io.togglebolt.raft.RaftNode;
import io.togglebolt.raft.SnapshotStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** That whatever must never happen stops a member for good. */
final class StoppedMemberTest {
  private static final ConfState THREE = ConfState.ofVoters(1L, 2L, 3L);

  private static RaftInvariantException stops(TestMember member, Executable call) {
    RaftInvariantException first = assertThrows(RaftInvariantException.class, call);
    RaftNode node = member.node();
    ConfChange change = new ConfChange(0, ConfChangeType.ADD_NODE, 4, new byte[0]);
    List<Executable> calls =
        List.of(
            node::tick,
            node::campaign,
            () -> node.propose(new byte[1]),
            () -> node.proposeConfChange(change),
            () -> node.proposeConfChange(change.asV2()),
            () -> node.applyConfChange(change.asV2()),
            () -> node.step(Message.of(MessageType.HEARTBEAT).from(2).to(1).term(9).build()),
            node::hasReady,
            node::ready,
            node::advance,
            node::status,
            node::softState,
            () -> node.reportUnreachable(2),
            () -> node.reportSnapshot(2, SnapshotStatus.FINISHED),
            () -> node.transferLeader(2),
            node::forgetLeader,
            () -> node.readIndex(new byte[1]));
    for (Executable each : calls) {
      assertSame(first, assertThrows(RaftInvariantException.class, each));
    }
    return first;
  }

  @Test
  void aCommitBeyondTheLog() {
    TestMember member = TestMember.of(1, 1L, 2L, 3L);
    HardState before = member.storage().hardState();
    stops(
        member,
        () ->
            member
                .node()
                .step(Message.of(MessageType.HEARTBEAT).from(2).to(1).term(1).commit(11).build()));
    assertEquals(before, member.storage().hardState(), "nothing was written");
    assertEquals(TestMember.BEGIN, member.lastIndex(), "nothing was written");
  }

  @Test
  void aLeaderThatContradictsWhatIsCommitted() {
    TestMember member = TestMember.of(1, 1L, 2L, 3L);
    member.step(
        Message.of(MessageType.APPEND)
            .from(2)
            .to(1)
            .term(2)
            .logTerm(1)
            .index(10)
            .entries(List.of(Entry.of(2, 11, new byte[1])))
            .commit(11));
    stops(
        member,
        () ->
            member
                .node()
                .step(
                    Message.of(MessageType.APPEND)
                        .from(3)
                        .to(1)
                        .term(3)
                        .logTerm(2)
                        .index(11)
                        .entries(List.of(Entry.of(3, 11, new byte[1])))
                        .commit(11)
                        .build()));
  }

  @Test
  void aChangeThatDoesNotFit() {
    TestMember member =
        TestMember.of(1, THREE, options -> options.confChangeValidation(false)).elect(2);
    assertEquals(
        "can't leave a non-joint config",
        stops(member, () -> member.node().applyConfChange(ConfChangeV2.LEAVE_JOINT)).getMessage());
  }

  @Test
  void aChangeThatRemovesEverybody() {
    TestMember member = TestMember.of(1, 1L);
    ConfChangeV2 change =
        new ConfChangeV2(
            ConfChangeTransition.AUTO,
            List.of(new ConfChangeSingle(ConfChangeType.REMOVE_NODE, 1)),
            new byte[0]);
    assertEquals(
        "removed all voters",
        stops(member, () -> member.node().applyConfChange(change)).getMessage());
  }

  @Test
  void aStorageThatFails() {
    UncheckedIOException broken = new UncheckedIOException(new IOException("the disk is gone"));
    TestMember member = TestMember.of(1, 1L, 2L, 3L);
    member.seen().failWith(broken);
    RaftInvariantException stopped = stops(member, () -> member.node().campaign());
    assertSame(broken, stopped.getCause());
    assertEquals(
        "the member failed: java.io.UncheckedIOException: java.io.IOException: the disk is gone",
        stopped.getMessage());
  }

  @Test
  void aSnapshotOfNothing() {
    TestMember member = TestMember.of(1, 1L, 2L, 3L).elect(2);
    member.seen().give(new CoreRaftFactory().newMemoryStorage()::snapshot);
    assertEquals(
        "need non-empty snapshot: 3 needs what is before index 11, and the storage of 1 gives a"
            + " snapshot of nothing",
        stops(
                member,
                () ->
                    member
                        .node()
                        .step(
                            Message.of(MessageType.APPEND_RESPONSE)
                                .from(3)
                                .to(1)
                                .term(member.term())
                                .index(10)
                                .reject(true)
                                .rejectHint(3)
                                .logTerm(1)
                                .build()))
            .getMessage());
  }

  @Test
  void itIsSaidOnce() {
    List<String> lines = new ArrayList<>();
    TestMember member =
        TestMember.of(
            0x2a,
            ConfState.ofVoters(1L, 42L),
            options ->
                options.logger(
                    new RaftLogger() {
                      @Override
                      public boolean isLoggable(System.Logger.Level level) {
                        return level == System.Logger.Level.ERROR;
                      }

                      @Override
                      public void log(System.Logger.Level level, String line) {
                        lines.add(line);
                      }
                    }));
    stops(member, () -> member.node().applyConfChange(ConfChangeV2.LEAVE_JOINT));
    assertEquals(List.of("2a is stopped for good: can't leave a non-joint config"), lines);
  }
}
