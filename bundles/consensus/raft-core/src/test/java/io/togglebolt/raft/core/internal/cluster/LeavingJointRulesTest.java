package io.togglebolt.raft.core.internal.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.ConfChangeTransition;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.ProposalDroppedException;
import io.togglebolt.raft.ProposalDroppedException.Reason;
import io.togglebolt.raft.RaftRole;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a joint configuration is left, and by whom (section 6; thesis 4.3). */
final class LeavingJointRulesTest {
  private static final ConfState JOINT_THAT_IS_LEFT_BY_ITSELF =
      new ConfState(List.of(1L, 2L, 3L), List.of(), List.of(3L, 4L, 5L), List.of(), true);

  @Test
  void theNextLeaderLeavesAJointConfigurationThatTheLastOneEntered() {
    Cluster cluster = Cluster.open(1L, 2L, 3L);
    cluster.elect(1);
    cluster.host(1).change(ConfChangeTransition.JOINT_IMPLICIT, "l3");
    // The leader is gone as soon as the others have the change, and nobody has left it.
    for (int step = 0; step < 20; step++) {
      cluster.process(2);
      cluster.process(3);
      if (cluster.host(2).config().endsWith("autoleave")) {
        break;
      }
      cluster.process(1);
      cluster.deliver();
    }
    assertEquals("voters=(1 2)&&(1 2 3) learners_next=(3) autoleave", cluster.host(2).config());
    cluster.host(1).restart();
    cluster.isolate(1);
    cluster.settle();
    cluster.host(3).tick(12);
    cluster.host(2).raft().campaign();
    cluster.settle();
    assertFalse(cluster.host(2).leads(), "of (1 2) it is the only one");
    cluster.heal();
    cluster.host(1).tick(12);
    cluster.host(3).tick(12);
    cluster.elect(2);

    assertEquals("voters=(1 2) learners=(3)", cluster.host(2).config());
    assertEquals("voters=(1 2) learners=(3)", cluster.host(1).config());
    assertEquals("voters=(1 2) learners=(3)", cluster.host(3).config());
  }

  @Test
  void aClusterThatRestartsInAJointConfigurationLeavesIt() {
    Cluster cluster = Cluster.open(JOINT_THAT_IS_LEFT_BY_ITSELF, options -> options);
    cluster.elect(4);

    for (long id = 1; id <= 3; id++) {
      assertEquals("voters=(1 2 3)", cluster.host(id).config());
    }
    assertTrue(
        cluster
            .host(4)
            .said(
                "initiating automatic transition out of joint configuration voters=(1 2 3)&&(3 4 5)"
                    + " autoleave"));
  }

  @Test
  void leavingIsNotStoppedByWhatIsNotCommittedYet() {
    Cluster cluster =
        Cluster.open(ConfState.ofVoters(1L, 2L, 3L), options -> options.maxUncommittedBytes(20));
    Host leader = cluster.elect(1);
    cluster.host(1).change(ConfChangeTransition.JOINT_IMPLICIT, "l3");
    cluster.process(1);
    cluster.deliver();
    cluster.process(2);
    cluster.process(3);
    cluster.deliver();
    // The change is committed. Before it is applied, the leader takes all that it may.
    cluster.host(1).propose("ten bytes.");
    assertEquals(
        Reason.TOO_MUCH_UNCOMMITTED,
        assertThrows(ProposalDroppedException.class, () -> cluster.host(1).propose("too much"))
            .reason());
    cluster.process(1);

    assertTrue(leader.said("initiating automatic transition out of joint configuration"));
    cluster.settle();
    assertEquals("voters=(1 2) learners=(3)", leader.config());
    cluster.host(1).propose("x");
  }

  @Test
  void leavingWaitsWhileTheLeadershipIsHandedOverAndIsDoneByTheNextLeader() {
    Cluster cluster = Cluster.open(1L, 2L, 3L);
    Host leader = cluster.elect(1);
    cluster.host(1).change(ConfChangeTransition.JOINT_IMPLICIT, "l3");
    // 2 does not hear that the change is committed, else it would have to apply it first.
    cluster.lose(message -> message.to() == 2 && message.commit() >= 3);
    leader.raft().transferLeader(2);
    cluster.settle();

    assertTrue(leader.said("not initiating automatic transition out of joint configuration"));
    assertTrue(cluster.host(2).leads());
    for (long id = 1; id <= 3; id++) {
      assertEquals("voters=(1 2) learners=(3)", cluster.host(id).config());
    }
  }

  @Test
  void whoHasTheChangeStillToApplyIsNotHandedTheLeadership() {
    Cluster cluster = Cluster.open(1L, 2L, 3L);
    Host leader = cluster.elect(1);
    cluster.host(1).change(ConfChangeTransition.JOINT_IMPLICIT, "l3");
    leader.raft().transferLeader(2);
    cluster.settle();

    assertTrue(leader.leads());
    assertTrue(cluster.host(2).said("2 cannot campaign at term 2 since there are still pending"));
  }

  @Test
  void leavingIsTriedAgainWhenTheLeadershipCouldNotBeHandedOver() {
    Cluster cluster = Cluster.open(1L, 2L, 3L);
    Host leader = cluster.elect(1);
    cluster.host(1).change(ConfChangeTransition.JOINT_IMPLICIT, "v4 l3");
    cluster.addEmpty(4);
    cluster.lose(message -> message.type() == MessageType.TIMEOUT_NOW);
    leader.raft().transferLeader(2);
    cluster.settle();
    assertTrue(
        leader.said(
            "not initiating automatic transition out of joint configuration voters=(1 2 4)&&(1 2"
                + " 3) learners_next=(3) autoleave: raft proposal dropped"),
        () -> leader.lines().toString());
    assertEquals("voters=(1 2 4)&&(1 2 3) learners_next=(3) autoleave", leader.config());
    // After an election timeout the leader gives up handing over, and with the next entry that it
    // applies it leaves.
    cluster.tickAll(11);
    assertTrue(leader.leads());
    assertEquals("voters=(1 2 4)&&(1 2 3) learners_next=(3) autoleave", leader.config());
    cluster.propose(1, "x");

    assertEquals("voters=(1 2 4) learners=(3)", leader.config());
  }

  @Test
  void aLeaderThatIsReplacedLeadsUntilTheOthersHaveLeft() {
    Cluster cluster = Cluster.open(1L, 2L, 3L);
    Host leader = cluster.elect(1);
    cluster.addEmpty(4);
    cluster.change(1, "r1 v4");

    for (long id = 2; id <= 4; id++) {
      assertEquals("voters=(2 3 4)", cluster.host(id).config());
    }
    assertTrue(leader.leads());
    assertEquals(
        Reason.NOT_IN_CLUSTER,
        assertThrows(ProposalDroppedException.class, () -> cluster.host(1).propose("x")).reason());
  }

  @Test
  void aLeaderThatIsReplacedStepsDownOnlyWhenTheOutgoingHalfIsGone() {
    Cluster cluster =
        Cluster.open(ConfState.ofVoters(1L, 2L, 3L), options -> options.stepDownOnRemoval(true));
    Host leader = cluster.elect(1);
    cluster.change(1, ConfChangeTransition.JOINT_EXPLICIT, "r1");
    assertEquals("voters=(2 3)&&(1 2 3)", leader.config());
    assertTrue(leader.leads(), "it votes in the outgoing half");
    cluster.change(1, "");

    assertEquals("voters=(2 3)", leader.config());
    assertEquals(RaftRole.FOLLOWER, leader.role());
  }
}
