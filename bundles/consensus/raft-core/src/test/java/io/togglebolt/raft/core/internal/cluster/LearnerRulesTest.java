package io.togglebolt.raft.core.internal.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.etcd.format.ConfChangeV2Codec;
import io.togglebolt.raft.ConfChangeTransition;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.EntryType;
import io.togglebolt.raft.RaftRole;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Members that get everything and do not vote (thesis 4.2.1). */
final class LearnerRulesTest {
  private static final ConfState TWO_AND_A_LEARNER =
      new ConfState(List.of(1L, 2L), List.of(3L), List.of(), List.of(), false);

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
  void aLeaderThatIsDemotedStepsDownAtOnceWhereThatIsAskedFor() {
    Cluster cluster =
        Cluster.open(ConfState.ofVoters(1L, 2L, 3L), options -> options.stepDownOnRemoval(true));
    Host leader = cluster.elect(1);
    cluster.change(1, "l1");

    assertEquals("voters=(2 3) learners=(1)", leader.config());
    assertEquals(RaftRole.FOLLOWER, leader.role());
  }

  private static Entry change(String change) {
    return new Entry(
        EntryType.CONF_CHANGE_V2,
        0,
        0,
        ConfChangeV2Codec.encode(Host.changeOf(ConfChangeTransition.AUTO, change)));
  }
}
