package io.togglebolt.raft.core.internal.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.etcd.format.ConfChangeV2Codec;
import io.togglebolt.raft.ConfChangeTransition;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.EntryType;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.RaftInvariantException;
import io.togglebolt.raft.RaftMisuseException;
import io.togglebolt.raft.RaftRole;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which changes of the membership are taken, and when (thesis 4.1). */
final class ChangeRulesTest {
  @Test
  void aSecondChangeIsRefusedWhileTheFirstIsNotApplied() {
    Cluster cluster = Cluster.open(1L, 2L, 3L);
    Host leader = cluster.elect(1);
    cluster.host(1).change(ConfChangeTransition.AUTO, "v4");
    cluster.change(1, "v5");

    assertEquals("voters=(1 2 3 4)", leader.config());
    assertTrue(
        leader.said(
            "1 ignoring conf change {ConfChangeTransitionAuto [{ConfChangeAddNode 5}] []} at"
                + " config voters=(1 2 3): possible unapplied conf change at index 3 (applied to"
                + " 2)"),
        () -> leader.lines().toString());
    cluster.change(1, "r4");
    assertEquals("voters=(1 2 3)", leader.config(), "the next one is welcome");
  }

  @Test
  void ofTwoChangesInOneMessageTheFirstCounts() {
    Cluster cluster = Cluster.open(1L, 2L, 3L);
    Host leader = cluster.elect(1);
    leader
        .raft()
        .step(
            Message.of(MessageType.PROPOSE)
                .from(1)
                .entries(List.of(change("v4"), change("r4")))
                .build());
    cluster.settle();

    assertEquals("voters=(1 2 3 4)", leader.config());
    assertEquals(4, leader.disk().lastIndex(), "an empty entry stands for the second");
  }

  @Test
  void aChangeThatAFollowerIsAskedForIsMadeByTheLeader() {
    Cluster cluster = Cluster.open(1L, 2L, 3L);
    cluster.elect(1);
    cluster.change(2, "r3");

    assertEquals("voters=(1 2)", cluster.host(1).config());
  }

  @Test
  void whatIsNoChangeIsRefusedAsMisuse() {
    Cluster cluster = Cluster.open(1L);
    Host leader = cluster.elect(1);
    Message broken =
        Message.of(MessageType.PROPOSE)
            .from(1)
            .entries(List.of(new Entry(EntryType.CONF_CHANGE_V2, 0, 0, new byte[] {(byte) 0xff})))
            .build();

    assertThrows(RaftMisuseException.class, () -> leader.raft().step(broken));
    cluster.propose(1, "goes on");
    assertEquals(List.of("goes on"), leader.applied());
  }

  @Test
  void aMemberThatRestartsAppliesAChangeThatItHadNotApplied() {
    Cluster cluster = Cluster.open(1L, 2L, 3L);
    cluster.elect(1);
    cluster.host(1).change(ConfChangeTransition.AUTO, "r3");
    cluster.settle(Set.of(1L, 2L));
    Host late = cluster.host(3);
    assertEquals("voters=(1 2 3)", late.config());
    cluster.settle();
    assertEquals("voters=(1 2)", late.config());
    // As if it had lost what it applied, but not what it wrote.
    Host behind = cluster.host(2);
    behind.disk().fallBack(1);
    behind.restart();
    assertEquals("voters=(1 2 3)", behind.config());
    cluster.process(2);

    assertEquals("voters=(1 2)", behind.config());
  }

  @Test
  void whoHasACommittedChangeStillToApplyDoesNotStandForElection() {
    Cluster cluster = Cluster.open(1L, 2L, 3L);
    cluster.elect(1);
    cluster.change(1, "r3");
    Host behind = cluster.host(2);
    behind.disk().fallBack(1);
    behind.restart();
    behind.raft().campaign();

    assertEquals(RaftRole.FOLLOWER, behind.role());
    assertTrue(
        behind.said(
            "2 cannot campaign at term 2 since there are still pending configuration changes to"
                + " apply"),
        () -> behind.lines().toString());
    cluster.process(2);
    behind.raft().campaign();
    assertEquals(RaftRole.PRE_CANDIDATE, behind.role());
  }

  @Test
  void aNewLeaderWaitsWithChangesForThoseOfTheOldOne() {
    Cluster cluster = Cluster.open(1L, 2L, 3L);
    cluster.elect(1);
    // The old leader's change reaches 2 and nobody applies it.
    cluster.host(1).change(ConfChangeTransition.AUTO, "v4");
    cluster.process(1);
    cluster.deliver();
    cluster.isolate(1);
    cluster.process(2);
    cluster.process(3);
    cluster.deliver();
    cluster.host(3).tick(12);
    cluster.host(2).raft().campaign();
    for (int step = 0; step < 10 && !cluster.host(2).leads(); step++) {
      cluster.process(2);
      cluster.process(3);
      cluster.deliver();
    }
    cluster.change(2, "v5");

    assertEquals("voters=(1 2 3 4)", cluster.host(2).config());
    assertTrue(cluster.host(2).said("possible unapplied conf change"));
  }

  @Test
  void withoutTheCheckAWrongChangeStopsWhoeverAppliesIt() {
    Cluster cluster =
        Cluster.open(ConfState.ofVoters(1L), options -> options.confChangeValidation(false));
    Host leader = cluster.elect(1);
    cluster.host(1).change(ConfChangeTransition.AUTO, "");

    RaftInvariantException stopped = assertThrows(RaftInvariantException.class, cluster::settle);
    assertEquals("can't leave a non-joint config", stopped.getMessage());
    assertThrows(RaftInvariantException.class, () -> leader.raft().tick());
    assertThrows(RaftInvariantException.class, () -> leader.raft().ready());
  }

  @Test
  void theLastVoterCannotBeRemoved() {
    Cluster cluster = Cluster.open(1L);
    Host leader = cluster.elect(1);
    cluster.change(1, "r1");

    assertEquals("voters=(1)", leader.config());
    assertTrue(
        leader.said(
            "1 ignoring conf change {ConfChangeTransitionAuto [{ConfChangeRemoveNode 1}] []} at"
                + " config voters=(1): removed all voters"),
        () -> leader.lines().toString());
    cluster.change(1, "l2");
    assertEquals("voters=(1) learners=(2)", leader.config(), "the next one is welcome");
  }

  @Test
  void withoutTheCheckTheLastVoterIsRemovedAndStops() {
    Cluster cluster =
        Cluster.open(ConfState.ofVoters(1L), options -> options.confChangeValidation(false));
    cluster.elect(1);
    cluster.host(1).change(ConfChangeTransition.AUTO, "r1");

    assertEquals(
        "removed all voters",
        assertThrows(RaftInvariantException.class, cluster::settle).getMessage());
  }

  @Test
  void aStorageWhoseMembershipContradictsItselfIsRefused() {
    ConfState twice = new ConfState(List.of(1L), List.of(1L), List.of(), List.of(), false);

    String message =
        assertThrows(IllegalArgumentException.class, () -> Cluster.open(twice, options -> options))
            .getMessage();
    assertTrue(message.startsWith("the storage of 1 is refused: "), message);
  }

  private static Entry change(String change) {
    return new Entry(
        EntryType.CONF_CHANGE_V2,
        0,
        0,
        ConfChangeV2Codec.encode(Host.changeOf(ConfChangeTransition.AUTO, change)));
  }
}
