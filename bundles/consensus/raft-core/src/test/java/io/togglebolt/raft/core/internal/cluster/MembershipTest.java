package io.togglebolt.raft.core.internal.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.etcd.format.ConfChangeV2Codec;
import io.togglebolt.raft.ConfChange;
import io.togglebolt.raft.ConfChangeTransition;
import io.togglebolt.raft.ConfChangeType;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.EntryType;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.ProposalDroppedException;
import io.togglebolt.raft.ProposalDroppedException.Reason;
import io.togglebolt.raft.RaftInvariantException;
import io.togglebolt.raft.RaftMisuseException;
import io.togglebolt.raft.RaftRole;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Changes of one member at a time, and what becomes of who is added or removed (thesis 4). */
final class MembershipTest {
  private static final ConfState TWO_AND_A_LEARNER =
      new ConfState(List.of(1L, 2L), List.of(3L), List.of(), List.of(), false);

  private static Reason refusal(Runnable proposal) {
    return assertThrows(ProposalDroppedException.class, proposal::run).reason();
  }

  @Test
  void aNewVoterCatchesUpAndCounts() {
    Cluster cluster = Cluster.open(1L);
    cluster.elect(1);
    cluster.propose(1, "before");
    Host added = cluster.addEmpty(2);
    cluster.change(1, "v2");

    assertEquals("voters=(1 2)", added.config());
    cluster.isolate(2);
    long commit = cluster.host(1).committed();
    cluster.propose(1, "needs both");
    assertEquals(commit, cluster.host(1).committed(), "one of two is no majority");
    cluster.heal();
    cluster.tickAll(2);

    assertEquals(List.of("needs both"), cluster.host(1).applied().subList(1, 2));
    assertEquals(List.of("before", "needs both"), added.applied());
  }

  @Test
  void aNewVoterGetsASnapshotWhenTheLogIsNoLongerThere() {
    Cluster cluster = Cluster.open(1L);
    Host leader = cluster.elect(1);
    cluster.propose(1, "gone");
    leader.disk().compact();
    Host added = cluster.addEmpty(2);
    cluster.host(1).change(ConfChangeTransition.AUTO, "v2");
    cluster.tickAll(3);

    assertEquals("voters=(1 2)", added.config());
    assertEquals(leader.committed(), added.committed());
    assertEquals(List.of("gone"), added.applied());
    assertTrue(added.disk().firstIndex() > 3, "it has not come as an entry");
  }

  @Test
  void aNewVoterOfWhomNothingWasHeardYetDoesNotCostTheLeaderItsQuorum() {
    Cluster cluster = Cluster.open(1L);
    Host leader = cluster.elect(1);
    cluster.change(1, "v2");
    cluster.host(1).tick(5);
    assertTrue(leader.leads());
    cluster.host(1).tick(30);

    assertFalse(leader.leads(), "it has had its chance to be heard of");
  }

  @Test
  void aLearnerIsSentEverythingAndCountsForNothing() {
    Cluster cluster = Cluster.open(TWO_AND_A_LEARNER, options -> options);
    Host leader = cluster.elect(1);
    cluster.isolate(2);
    long commit = leader.committed();
    cluster.propose(1, "x");

    assertEquals(leader.disk().lastIndex(), cluster.host(3).disk().lastIndex());
    assertEquals(commit, leader.committed(), "the learner's copy is not counted");
    cluster.host(1).tick(30);
    assertFalse(leader.leads(), "nor is that it was heard of");
  }

  @Test
  void aLearnerThatIsPromotedCountsFromWhenTheChangeIsApplied() {
    Cluster cluster = Cluster.open(TWO_AND_A_LEARNER, options -> options);
    Host leader = cluster.elect(1);
    cluster.change(1, "v3");
    assertEquals("voters=(1 2 3)", cluster.host(3).config());
    cluster.isolate(2);
    cluster.propose(1, "without 2");

    assertEquals(List.of("without 2"), leader.applied());
    assertEquals(List.of("without 2"), cluster.host(3).applied());
    cluster.isolate(1);
    cluster.heal();
    cluster.isolate(1);
    cluster.host(2).tick(20);
    cluster.host(3).tick(20);
    cluster.settle();
    assertTrue(cluster.host(3).leads(), "2 lacks what was committed without it");
  }

  @Test
  void aLearnerThatDoesNotKnowYetThatItVotesVotesAllTheSame() {
    Cluster cluster = Cluster.open(TWO_AND_A_LEARNER, options -> options);
    cluster.elect(1);
    // 3 gets the change but does not hear that it is committed.
    cluster.lose(message -> message.to() == 3 && message.commit() >= 3);
    cluster.change(1, "v3");
    assertEquals("voters=(1 2 3)", cluster.host(2).config());
    assertEquals("voters=(1 2) learners=(3)", cluster.host(3).config());
    cluster.isolate(1);
    cluster.host(3).tick(12);
    cluster.elect(2);
    assertEquals(
        "voters=(1 2) learners=(3)", cluster.host(3).config(), "it has voted as a learner");
  }

  @Test
  void aVoterThatIsDemotedGoesOnFollowing() {
    Cluster cluster = Cluster.open(1L, 2L, 3L);
    cluster.elect(1);
    cluster.change(1, "l3");
    cluster.propose(1, "x");

    assertEquals("voters=(1 2) learners=(3)", cluster.host(3).config());
    assertEquals(List.of("x"), cluster.host(3).applied());
    cluster.host(3).raft().campaign();
    cluster.settle();
    assertEquals(RaftRole.FOLLOWER, cluster.host(3).role());
  }

  @Test
  void aLeaderThatIsRemovedCommitsItsRemovalAndTakesNothingMore() {
    Cluster cluster = Cluster.open(1L, 2L, 3L);
    Host leader = cluster.elect(1);
    leader.raft().proposeConfChange(new ConfChange(7, ConfChangeType.REMOVE_NODE, 1, new byte[0]));
    cluster.settle();

    assertEquals("voters=(2 3)", cluster.host(2).config());
    assertEquals("voters=(2 3)", cluster.host(3).config());
    assertTrue(leader.leads(), "so that the others get to know of its removal");
    assertEquals(Reason.NOT_IN_CLUSTER, refusal(() -> cluster.host(1).propose("x")));
    // Whoever drives it stops it; the others miss it after a while.
    cluster.isolate(1);
    cluster.host(3).tick(12);
    cluster.elect(2);
    assertEquals(2, cluster.host(3).lead());
  }

  @Test
  void aLeaderThatIsRemovedStepsDownAtOnceWhereThatIsAskedFor() {
    Cluster cluster =
        Cluster.open(ConfState.ofVoters(1L, 2L, 3L), options -> options.stepDownOnRemoval(true));
    Host leader = cluster.elect(1);
    cluster.change(1, "r1");

    assertEquals(RaftRole.FOLLOWER, leader.role());
    assertEquals(0, leader.lead());
    assertEquals(Reason.NO_LEADER, refusal(() -> cluster.host(1).propose("x")));
  }

  @Test
  void aLeaderThatIsDemotedStepsDownAtOnceWhereThatIsAskedFor() {
    Cluster cluster =
        Cluster.open(ConfState.ofVoters(1L, 2L, 3L), options -> options.stepDownOnRemoval(true));
    Host leader = cluster.elect(1);
    cluster.change(1, "l1");

    assertEquals("voters=(2 3) learners=(1)", leader.config());
    assertEquals(RaftRole.FOLLOWER, leader.role());
  }

  @Test
  void whoIsRemovedDoesNotStandForElection() {
    Cluster cluster = Cluster.open(1L, 2L, 3L);
    cluster.elect(1);
    cluster.change(1, "r3");
    Host removed = cluster.host(3);
    // It may not have been told; this one learns it late.
    cluster.host(3).tick(50);
    cluster.settle();

    assertTrue(cluster.host(1).leads());
    assertEquals(cluster.host(2).term(), cluster.host(1).term());
    assertNotEquals(RaftRole.LEADER, removed.role());
  }

  @Test
  void whoWasRemovedUnawaresDoesNotDisturbTheOthers() {
    Cluster cluster = Cluster.open(1L, 2L, 3L);
    Host leader = cluster.elect(1);
    cluster.isolate(3);
    cluster.change(1, "r3");
    cluster.heal();
    long term = leader.term();
    cluster.host(3).tick(50);
    cluster.settle();

    assertEquals("voters=(1 2 3)", cluster.host(3).config(), "it does not know");
    assertTrue(leader.leads());
    assertEquals(term, leader.term(), "asking before voting has kept the term");
    cluster.propose(1, "x");
    assertEquals(List.of("x"), cluster.host(2).applied());
  }

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

  private static Entry change(String change) {
    return new Entry(
        EntryType.CONF_CHANGE_V2,
        0,
        0,
        ConfChangeV2Codec.encode(Host.changeOf(ConfChangeTransition.AUTO, change)));
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
  void theLeadershipIsNotHandedOverToWhoIsRemovedMeanwhile() {
    Cluster cluster = Cluster.open(1L, 2L, 3L);
    Host leader = cluster.elect(1);
    cluster.isolate(3);
    cluster.host(1).change(ConfChangeTransition.AUTO, "r3");
    leader.raft().transferLeader(3);
    assertEquals(Reason.TRANSFERRING, refusal(() -> cluster.host(1).propose("x")));
    cluster.settle();

    assertEquals("voters=(1 2)", leader.config());
    assertEquals(0, leader.raft().status().leadTransferee());
    cluster.propose(1, "taken again");
    assertEquals(List.of("taken again"), leader.applied());
  }

  @Test
  void aMemberThatRestartsGoesOnWithTheMembershipThatItHadApplied() {
    Cluster cluster = Cluster.open(1L, 2L, 3L);
    cluster.elect(1);
    cluster.change(1, "r3");
    cluster.host(1).restart();
    cluster.host(2).restart();

    assertEquals("voters=(1 2)", cluster.host(1).config());
    cluster.isolate(3);
    cluster.elect(2);
    cluster.propose(2, "x");
    assertEquals(List.of("x"), cluster.host(1).applied());
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
  void aSmallerClusterCommitsAtOnceWhatAMajorityOfItHas() {
    Cluster cluster = Cluster.open(1L, 2L, 3L, 4L);
    Host leader = cluster.elect(1);
    // The removal of 4 is the third entry; what comes behind it reaches 2 alone.
    cluster.lose(
        message ->
            message.to() >= 3 && message.type() == MessageType.APPEND && message.index() >= 3);
    cluster.host(1).change(ConfChangeTransition.AUTO, "r4");
    cluster.propose(1, "on 1 and 2");

    assertEquals("voters=(1 2 3)", leader.config());
    assertEquals(List.of("on 1 and 2"), leader.applied());
  }

  @Test
  void aStorageWhoseMembershipContradictsItselfIsRefused() {
    ConfState twice = new ConfState(List.of(1L), List.of(1L), List.of(), List.of(), false);

    String message =
        assertThrows(IllegalArgumentException.class, () -> Cluster.open(twice, options -> options))
            .getMessage();
    assertTrue(message.startsWith("the storage of 1 is refused: "), message);
  }
}
