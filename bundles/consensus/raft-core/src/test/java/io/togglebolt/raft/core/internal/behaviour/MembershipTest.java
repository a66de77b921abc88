package io.togglebolt.raft.core.internal.behaviour;

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
import org.junit.jupiter.api.Test;

/** Changes of one member at a time, and what becomes of who is added or removed (thesis 4). */
final class MembershipTest {
  private static final ConfState TWO_AND_A_LEARNER =
      new ConfState(List.of(1L, 2L), List.of(3L), List.of(), List.of(), false);

  private static InMemoryCluster of(ConfState members) {
    InMemoryCluster cluster = new InMemoryCluster(builder -> builder);
    cluster.addAll(members);
    return cluster;
  }

  private static Reason refusal(Runnable proposal) {
    return assertThrows(ProposalDroppedException.class, proposal::run).reason();
  }

  private static boolean said(Host host, String line) {
    return host.lines().stream().anyMatch(said -> said.contains(line));
  }

  @Test
  void aNewVoterCatchesUpAndCounts() {
    InMemoryCluster cluster = InMemoryCluster.ofVoters(1L);
    cluster.elect(1);
    cluster.propose(1, "before");
    cluster.settle();
    Host added = cluster.addEmpty(2);
    cluster.change(1, "v2");
    cluster.settle();

    assertEquals("voters=(1 2)", added.config());
    cluster.isolate(2);
    long commit = cluster.host(1).commit();
    cluster.propose(1, "needs both");
    cluster.settle();
    assertEquals(commit, cluster.host(1).commit(), "one of two is no majority");
    cluster.heal();
    cluster.tickAll(2);

    assertEquals(List.of("needs both"), cluster.host(1).data().subList(1, 2));
    assertEquals(List.of("before", "needs both"), added.data());
  }

  @Test
  void aNewVoterGetsASnapshotWhenTheLogIsNoLongerThere() {
    InMemoryCluster cluster = InMemoryCluster.ofVoters(1L);
    Host leader = cluster.elect(1);
    cluster.propose(1, "gone");
    cluster.settle();
    leader.compact();
    Host added = cluster.addEmpty(2);
    cluster.change(1, "v2");
    cluster.tickAll(3);

    assertEquals("voters=(1 2)", added.config());
    assertEquals(leader.commit(), added.commit());
    assertEquals(List.of("gone"), added.data());
    assertTrue(added.log().firstIndex() > 3, "it has not come as an entry");
  }

  @Test
  void aNewVoterOfWhomNothingWasHeardYetDoesNotCostTheLeaderItsQuorum() {
    InMemoryCluster cluster = InMemoryCluster.ofVoters(1L);
    Host leader = cluster.elect(1);
    cluster.change(1, "v2");
    cluster.settle();
    cluster.tick(1, 5);
    assertTrue(leader.leads());
    cluster.tick(1, 30);

    assertFalse(leader.leads(), "it has had its chance to be heard of");
  }

  @Test
  void aLearnerIsSentEverythingAndCountsForNothing() {
    InMemoryCluster cluster = of(TWO_AND_A_LEARNER);
    Host leader = cluster.elect(1);
    cluster.isolate(2);
    long commit = leader.commit();
    cluster.propose(1, "x");
    cluster.settle();

    assertEquals(leader.log().lastIndex(), cluster.host(3).log().lastIndex());
    assertEquals(commit, leader.commit(), "the learner's copy is not counted");
    cluster.tick(1, 30);
    assertFalse(leader.leads(), "nor is that it was heard of");
  }

  @Test
  void aLearnerDoesNotStandForElection() {
    InMemoryCluster cluster = of(TWO_AND_A_LEARNER);
    Host learner = cluster.host(3);
    learner.node().campaign();
    cluster.tick(3, 50);
    cluster.settle();

    assertEquals(RaftRole.FOLLOWER, learner.role());
    assertEquals(1, cluster.host(1).term());
  }

  @Test
  void theLeadershipIsNotHandedOverToALearner() {
    InMemoryCluster cluster = of(TWO_AND_A_LEARNER);
    Host leader = cluster.elect(1);
    leader.node().transferLeader(3);
    cluster.settle();

    assertTrue(leader.leads());
    cluster.propose(1, "x");
  }

  @Test
  void aLearnerThatIsPromotedCountsFromWhenTheChangeIsApplied() {
    InMemoryCluster cluster = of(TWO_AND_A_LEARNER);
    Host leader = cluster.elect(1);
    cluster.change(1, "v3");
    cluster.settle();
    assertEquals("voters=(1 2 3)", cluster.host(3).config());
    cluster.isolate(2);
    cluster.propose(1, "without 2");
    cluster.settle();

    assertEquals(List.of("without 2"), leader.data());
    assertEquals(List.of("without 2"), cluster.host(3).data());
    cluster.isolate(1);
    cluster.heal();
    cluster.isolate(1);
    cluster.tick(2, 20);
    cluster.tick(3, 20);
    cluster.settle();
    assertTrue(cluster.host(3).leads(), "2 lacks what was committed without it");
  }

  @Test
  void aLearnerThatDoesNotKnowYetThatItVotesVotesAllTheSame() {
    InMemoryCluster cluster = of(TWO_AND_A_LEARNER);
    cluster.elect(1);
    // 3 gets the change but does not hear that it is committed.
    cluster.lose(message -> message.to() == 3 && message.commit() >= 3);
    cluster.change(1, "v3");
    cluster.settle();
    assertEquals("voters=(1 2 3)", cluster.host(2).config());
    assertEquals("voters=(1 2) learners=(3)", cluster.host(3).config());
    cluster.isolate(1);
    cluster.tick(3, 12);
    cluster.elect(2);
    assertEquals(
        "voters=(1 2) learners=(3)", cluster.host(3).config(), "it has voted as a learner");
  }

  @Test
  void aVoterThatIsDemotedGoesOnFollowing() {
    InMemoryCluster cluster = InMemoryCluster.ofVoters(1L, 2L, 3L);
    cluster.elect(1);
    cluster.change(1, "l3");
    cluster.settle();
    cluster.propose(1, "x");
    cluster.settle();

    assertEquals("voters=(1 2) learners=(3)", cluster.host(3).config());
    assertEquals(List.of("x"), cluster.host(3).data());
    cluster.host(3).node().campaign();
    cluster.settle();
    assertEquals(RaftRole.FOLLOWER, cluster.host(3).role());
  }

  @Test
  void aLeaderThatIsRemovedCommitsItsRemovalAndTakesNothingMore() {
    InMemoryCluster cluster = InMemoryCluster.ofVoters(1L, 2L, 3L);
    Host leader = cluster.elect(1);
    leader.node().proposeConfChange(new ConfChange(7, ConfChangeType.REMOVE_NODE, 1, new byte[0]));
    cluster.settle();

    assertEquals("voters=(2 3)", cluster.host(2).config());
    assertEquals("voters=(2 3)", cluster.host(3).config());
    assertTrue(leader.leads(), "so that the others get to know of its removal");
    assertEquals(Reason.NOT_IN_CLUSTER, refusal(() -> cluster.propose(1, "x")));
    // Whoever drives it stops it; the others miss it after a while.
    cluster.isolate(1);
    cluster.tick(3, 12);
    cluster.elect(2);
    assertEquals(2, cluster.host(3).lead());
  }

  @Test
  void aLeaderThatIsRemovedStepsDownAtOnceWhereThatIsAskedFor() {
    InMemoryCluster cluster = new InMemoryCluster(builder -> builder.stepDownOnRemoval(true));
    cluster.addAll(ConfState.ofVoters(1L, 2L, 3L));
    Host leader = cluster.elect(1);
    cluster.change(1, "r1");
    cluster.settle();

    assertEquals(RaftRole.FOLLOWER, leader.role());
    assertEquals(0, leader.lead());
    assertEquals(Reason.NO_LEADER, refusal(() -> cluster.propose(1, "x")));
  }

  @Test
  void aLeaderThatIsDemotedStepsDownAtOnceWhereThatIsAskedFor() {
    InMemoryCluster cluster = new InMemoryCluster(builder -> builder.stepDownOnRemoval(true));
    cluster.addAll(ConfState.ofVoters(1L, 2L, 3L));
    Host leader = cluster.elect(1);
    cluster.change(1, "l1");
    cluster.settle();

    assertEquals("voters=(2 3) learners=(1)", leader.config());
    assertEquals(RaftRole.FOLLOWER, leader.role());
  }

  @Test
  void whoIsRemovedDoesNotStandForElection() {
    InMemoryCluster cluster = InMemoryCluster.ofVoters(1L, 2L, 3L);
    cluster.elect(1);
    cluster.change(1, "r3");
    cluster.settle();
    Host removed = cluster.host(3);
    // It may not have been told; this one learns it late.
    cluster.tick(3, 50);
    cluster.settle();

    assertTrue(cluster.host(1).leads());
    assertEquals(cluster.host(2).term(), cluster.host(1).term());
    assertNotEquals(RaftRole.LEADER, removed.role());
  }

  @Test
  void whoWasRemovedUnawaresDoesNotDisturbTheOthers() {
    InMemoryCluster cluster = InMemoryCluster.ofVoters(1L, 2L, 3L);
    Host leader = cluster.elect(1);
    cluster.isolate(3);
    cluster.change(1, "r3");
    cluster.settle();
    cluster.heal();
    long term = leader.term();
    cluster.tick(3, 50);
    cluster.settle();

    assertEquals("voters=(1 2 3)", cluster.host(3).config(), "it does not know");
    assertTrue(leader.leads());
    assertEquals(term, leader.term(), "asking before voting has kept the term");
    cluster.propose(1, "x");
    cluster.settle();
    assertEquals(List.of("x"), cluster.host(2).data());
  }

  @Test
  void aSmallerClusterCommitsWhatTheLargerCouldNot() {
    InMemoryCluster cluster = InMemoryCluster.ofVoters(1L, 2L);
    Host leader = cluster.elect(1);
    cluster.change(1, "r2");
    cluster.process(1);
    cluster.deliver();
    cluster.process(2);
    cluster.deliver();
    // The removal is committed and waits to be applied; what comes now needs both.
    cluster.isolate(2);
    cluster.propose(1, "alone");
    cluster.settle();

    assertEquals("voters=(1)", leader.config());
    assertEquals(List.of("alone"), leader.data());
  }

  @Test
  void aSecondChangeIsRefusedWhileTheFirstIsNotApplied() {
    InMemoryCluster cluster = InMemoryCluster.ofVoters(1L, 2L, 3L);
    Host leader = cluster.elect(1);
    cluster.change(1, "v4");
    cluster.change(1, "v5");
    cluster.settle();

    assertEquals("voters=(1 2 3 4)", leader.config());
    assertTrue(
        said(
            leader,
            "1 ignoring conf change {ConfChangeTransitionAuto [{ConfChangeAddNode 5}] []} at"
                + " config voters=(1 2 3): possible unapplied conf change at index 3 (applied to"
                + " 2)"),
        () -> leader.lines().toString());
    cluster.change(1, "r4");
    cluster.settle();
    assertEquals("voters=(1 2 3)", leader.config(), "the next one is welcome");
  }

  @Test
  void ofTwoChangesInOneMessageTheFirstCounts() {
    InMemoryCluster cluster = InMemoryCluster.ofVoters(1L, 2L, 3L);
    Host leader = cluster.elect(1);
    leader
        .node()
        .step(
            Message.of(MessageType.PROPOSE)
                .from(1)
                .entries(List.of(change("v4"), change("r4")))
                .build());
    cluster.settle();

    assertEquals("voters=(1 2 3 4)", leader.config());
    assertEquals(4, leader.log().lastIndex(), "an empty entry stands for the second");
  }

  private static Entry change(String change) {
    return new Entry(
        EntryType.CONF_CHANGE_V2,
        0,
        0,
        ConfChangeV2Codec.encode(InMemoryCluster.changeOf(ConfChangeTransition.AUTO, change)));
  }

  @Test
  void aChangeThatAFollowerIsAskedForIsMadeByTheLeader() {
    InMemoryCluster cluster = InMemoryCluster.ofVoters(1L, 2L, 3L);
    cluster.elect(1);
    cluster.change(2, "r3");
    cluster.settle();

    assertEquals("voters=(1 2)", cluster.host(1).config());
  }

  @Test
  void whatIsNoChangeIsRefusedAsMisuse() {
    InMemoryCluster cluster = InMemoryCluster.ofVoters(1L);
    Host leader = cluster.elect(1);
    Message broken =
        Message.of(MessageType.PROPOSE)
            .from(1)
            .entries(List.of(new Entry(EntryType.CONF_CHANGE_V2, 0, 0, new byte[] {(byte) 0xff})))
            .build();

    assertThrows(RaftMisuseException.class, () -> leader.node().step(broken));
    cluster.propose(1, "goes on");
    cluster.settle();
    assertEquals(List.of("goes on"), leader.data());
  }

  @Test
  void theLeadershipIsNotHandedOverToWhoIsRemovedMeanwhile() {
    InMemoryCluster cluster = InMemoryCluster.ofVoters(1L, 2L, 3L);
    Host leader = cluster.elect(1);
    cluster.isolate(3);
    cluster.change(1, "r3");
    leader.node().transferLeader(3);
    assertEquals(Reason.TRANSFERRING, refusal(() -> cluster.propose(1, "x")));
    cluster.settle();

    assertEquals("voters=(1 2)", leader.config());
    assertEquals(0, leader.node().status().leadTransferee());
    cluster.propose(1, "taken again");
    cluster.settle();
    assertEquals(List.of("taken again"), leader.data());
  }

  @Test
  void aMemberThatRestartsGoesOnWithTheMembershipThatItHadApplied() {
    InMemoryCluster cluster = InMemoryCluster.ofVoters(1L, 2L, 3L);
    cluster.elect(1);
    cluster.change(1, "r3");
    cluster.settle();
    cluster.host(1).restart();
    cluster.host(2).restart();

    assertEquals("voters=(1 2)", cluster.host(1).config());
    cluster.isolate(3);
    cluster.elect(2);
    cluster.propose(2, "x");
    cluster.settle();
    assertEquals(List.of("x"), cluster.host(1).data());
  }

  @Test
  void aMemberThatRestartsAppliesAChangeThatItHadNotApplied() {
    InMemoryCluster cluster = InMemoryCluster.ofVoters(1L, 2L, 3L);
    cluster.elect(1);
    cluster.change(1, "r3");
    cluster.settle(List.of(1L, 2L));
    Host late = cluster.host(3);
    assertEquals("voters=(1 2 3)", late.config());
    cluster.settle();
    assertEquals("voters=(1 2)", late.config());
    // As if it had lost what it applied, but not what it wrote.
    Host behind = cluster.host(2);
    behind.forgetApplied(1, ConfState.ofVoters(1L, 2L, 3L));
    behind.restart();
    assertEquals("voters=(1 2 3)", behind.config());
    cluster.process(2);

    assertEquals("voters=(1 2)", behind.config());
  }

  @Test
  void whoHasACommittedChangeStillToApplyDoesNotStandForElection() {
    InMemoryCluster cluster = InMemoryCluster.ofVoters(1L, 2L, 3L);
    cluster.elect(1);
    cluster.change(1, "r3");
    cluster.settle();
    Host behind = cluster.host(2);
    behind.forgetApplied(1, ConfState.ofVoters(1L, 2L, 3L));
    behind.restart();
    behind.node().campaign();

    assertEquals(RaftRole.FOLLOWER, behind.role());
    assertTrue(
        said(
            behind,
            "2 cannot campaign at term 2 since there are still pending configuration changes to"
                + " apply"),
        () -> behind.lines().toString());
    cluster.process(2);
    behind.node().campaign();
    assertEquals(RaftRole.PRE_CANDIDATE, behind.role());
  }

  @Test
  void aNewLeaderWaitsWithChangesForThoseOfTheOldOne() {
    InMemoryCluster cluster = InMemoryCluster.ofVoters(1L, 2L, 3L);
    cluster.elect(1);
    // The old leader's change reaches 2 and nobody applies it.
    cluster.change(1, "v4");
    cluster.process(1);
    cluster.deliver();
    cluster.isolate(1);
    cluster.process(2);
    cluster.process(3);
    cluster.deliver();
    cluster.tick(3, 12);
    cluster.host(2).node().campaign();
    for (int step = 0; step < 10 && !cluster.host(2).leads(); step++) {
      cluster.process(2);
      cluster.process(3);
      cluster.deliver();
    }
    cluster.change(2, "v5");
    cluster.settle();

    assertEquals("voters=(1 2 3 4)", cluster.host(2).config());
    assertTrue(said(cluster.host(2), "possible unapplied conf change"));
  }

  @Test
  void withoutTheCheckAWrongChangeStopsWhoeverAppliesIt() {
    InMemoryCluster cluster = new InMemoryCluster(builder -> builder.confChangeValidation(false));
    cluster.addAll(ConfState.ofVoters(1L));
    Host leader = cluster.elect(1);
    cluster.change(1, "");

    RaftInvariantException stopped = assertThrows(RaftInvariantException.class, cluster::settle);
    assertEquals("can't leave a non-joint config", stopped.getMessage());
    assertThrows(RaftInvariantException.class, () -> leader.node().tick());
    assertThrows(RaftInvariantException.class, () -> leader.node().ready());
  }

  @Test
  void theLastVoterCannotBeRemoved() {
    InMemoryCluster cluster = InMemoryCluster.ofVoters(1L);
    cluster.elect(1);
    cluster.change(1, "r1");

    assertEquals(
        "removed all voters",
        assertThrows(RaftInvariantException.class, cluster::settle).getMessage());
  }

  @Test
  void aStorageWhoseMembershipContradictsItselfIsRefused() {
    InMemoryCluster cluster = new InMemoryCluster(builder -> builder);
    ConfState twice = new ConfState(List.of(1L), List.of(1L), List.of(), List.of(), false);

    String message =
        assertThrows(IllegalArgumentException.class, () -> cluster.addAll(twice)).getMessage();
    assertTrue(message.startsWith("the storage of 1 is refused: "), message);
  }
}
