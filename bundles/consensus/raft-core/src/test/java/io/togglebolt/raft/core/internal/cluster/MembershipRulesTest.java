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
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.ProposalDroppedException;
import io.togglebolt.raft.ProposalDroppedException.Reason;
import io.togglebolt.raft.RaftRole;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Adding and removing one voter at a time, and what becomes of it (thesis 4). */
final class MembershipRulesTest {
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

  private static Reason refusal(Runnable proposal) {
    return assertThrows(ProposalDroppedException.class, proposal::run).reason();
  }

  private static Entry change(String change) {
    return new Entry(
        EntryType.CONF_CHANGE_V2,
        0,
        0,
        ConfChangeV2Codec.encode(Host.changeOf(ConfChangeTransition.AUTO, change)));
  }
}
