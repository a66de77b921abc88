package io.togglebolt.raft.core.internal.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.ConfChangeSingle;
import io.togglebolt.raft.ConfChangeTransition;
import io.togglebolt.raft.ConfChangeType;
import io.togglebolt.raft.ConfChangeV2;
import io.togglebolt.raft.ConfState;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Changes of several members through a joint configuration (section 6; thesis 4.3). */
final class JointRulesTest {
  /** Five members, of whom 3 is in both halves: a majority of each half is needed. */
  private static final ConfState JOINT =
      new ConfState(List.of(1L, 2L, 3L), List.of(), List.of(3L, 4L, 5L), List.of(), false);

  private static final ConfChangeSingle[] REPLACE_ALL = {
    single(ConfChangeType.ADD_NODE, 4),
    single(ConfChangeType.ADD_NODE, 5),
    single(ConfChangeType.ADD_NODE, 6),
    single(ConfChangeType.REMOVE_NODE, 2),
    single(ConfChangeType.REMOVE_NODE, 3),
  };

  @Test
  void severalMembersChangeThroughAJointConfigurationThatIsLeftByItself() {
    Cluster cluster = Cluster.open(1L, 2L, 3L);
    cluster.elect(1);
    cluster.addEmpty(4);
    cluster.addEmpty(5);
    cluster.change(1, "r2 r3 v4 v5");

    assertEquals("voters=(1 4 5)", cluster.host(1).config());
    assertEquals("voters=(1 4 5)", cluster.host(4).config());
    assertTrue(cluster.host(1).said("voters=(1 4 5)&&(1 2 3) autoleave"));
  }

  @Test
  void anExplicitJointConfigurationStaysUntilItIsToldToGo() {
    Cluster cluster = Cluster.open(1L, 2L, 3L);
    Host leader = cluster.elect(1);
    cluster.change(1, ConfChangeTransition.JOINT_EXPLICIT, "l3");
    cluster.propose(1, "x");
    assertEquals("voters=(1 2)&&(1 2 3) learners_next=(3)", leader.config());
    cluster.change(1, "v3");
    assertTrue(leader.said("must transition out of joint config first"));
    assertEquals("voters=(1 2)&&(1 2 3) learners_next=(3)", leader.config());
    cluster.change(1, "");

    assertEquals("voters=(1 2) learners=(3)", cluster.host(3).config());
    cluster.change(1, "");
    assertTrue(leader.said("not in joint state; refusing empty conf change"));
  }

  @Test
  void aLeaderIsElectedOnlyByAMajorityOfEachHalf() {
    Cluster cluster = Cluster.open(JOINT, options -> options);
    cluster.isolate(4, 5);
    cluster.host(1).raft().campaign();
    cluster.settle();
    assertFalse(cluster.host(1).leads());
    cluster.heal();
    cluster.isolate(1, 2);
    cluster.host(4).raft().campaign();
    cluster.settle();
    assertFalse(cluster.host(4).leads());
    cluster.heal();
    cluster.isolate(2, 5);

    cluster.elect(3);
    assertEquals(3, cluster.host(1).lead());
    assertEquals(3, cluster.host(4).lead());
  }

  @Test
  void aLeaderThatMissesOneHalfStepsDown() {
    Cluster cluster = Cluster.open(JOINT, options -> options);
    Host leader = cluster.elect(1);
    cluster.tickAll(25);
    assertTrue(leader.leads());
    cluster.isolate(4, 5);
    cluster.tickAll(25);

    assertFalse(leader.leads());
  }

  @Test
  void theLeadershipMayBeHandedOverToWhoIsLeaving() {
    Cluster cluster = Cluster.open(JOINT, options -> options);
    Host leader = cluster.elect(1);
    leader.raft().transferLeader(5);
    cluster.settle();

    assertTrue(cluster.host(5).leads());
    cluster.change(5, "");
    assertEquals("voters=(1 2 3)", cluster.host(1).config());
  }

  @Test
  void aMemberThatRestartsInTheMiddleOfAJointChangeGoesOnInIt() {
    Cluster cluster = Cluster.open(1L, 2L, 3L);
    cluster.elect(1);
    cluster.change(1, ConfChangeTransition.JOINT_EXPLICIT, "l3");
    for (long id = 1; id <= 3; id++) {
      cluster.host(id).restart();
      assertEquals(
          "voters=(1 2)&&(1 2 3) learners_next=(3)", cluster.host(id).config(), "after a restart");
    }
    cluster.elect(3);
    cluster.change(3, "");

    assertEquals("voters=(1 2) learners=(3)", cluster.host(1).config());
    assertEquals("voters=(1 2) learners=(3)", cluster.host(3).config());
    assertTrue(cluster.host(3).leads(), "until it is stopped, or somebody misses it");
  }

  @Test
  void aSnapshotCarriesAJointConfiguration() {
    Cluster cluster = Cluster.open(1L, 2L, 3L);
    Host leader = cluster.elect(1);
    cluster.isolate(3);
    cluster.change(1, ConfChangeTransition.JOINT_EXPLICIT, "l2");
    leader.disk().compact();
    cluster.heal();
    cluster.tickAll(3);

    assertEquals("voters=(1 3)&&(1 2 3) learners_next=(2)", cluster.host(3).config());
    assertTrue(cluster.host(3).said("restored snapshot"));
  }

  @Test
  void oneMemberMayChangeThroughAJointConfigurationToo() {
    Cluster cluster = Cluster.open(1L);
    Host leader = cluster.elect(1);
    cluster.addEmpty(2);
    cluster.change(1, ConfChangeTransition.JOINT_IMPLICIT, "v2");

    assertEquals("voters=(1 2)", leader.config());
    assertTrue(leader.said("1 switched to configuration voters=(1 2)&&(1) autoleave"));
  }

  @Test
  void aJointConfigurationCommitsWithBothMajoritiesOnly() {
    record Row(boolean commits, long... cutOff) {}
    for (Row row :
        List.of(
            new Row(false, 2, 3), // no majority of the old voters
            new Row(false, 4, 5, 6), // no majority of the new ones
            new Row(false, 5, 6), // two of four are none
            new Row(true, 3, 6),
            new Row(true))) {
      Cluster cluster = joint();
      cluster.isolate(row.cutOff);
      cluster.propose(1, "a");
      cluster.tick(1, 2);
      assertEquals(
          row.commits ? List.of("a") : List.of(),
          cluster.host(1).applied(),
          Arrays.toString(row.cutOff));
    }
  }

  @Test
  void anEmptyChangeThatNamesATransitionIsNoWayOut() {
    Cluster cluster = joint();
    ConfState joint = cluster.host(1).disk().confState();
    for (ConfChangeTransition transition :
        List.of(ConfChangeTransition.JOINT_EXPLICIT, ConfChangeTransition.JOINT_IMPLICIT)) {
      cluster
          .host(1)
          .raft()
          .proposeConfChange(new ConfChangeV2(transition, List.of(), new byte[0]));
      cluster.settle();
      assertEquals(joint, cluster.host(1).disk().confState());
    }
    cluster.host(1).raft().proposeConfChange(ConfChangeV2.LEAVE_JOINT);
    cluster.settle();
    for (long id : new long[] {1, 4, 5, 6}) {
      assertEquals(List.of(1L, 4L, 5L, 6L), cluster.host(id).disk().confState().voters());
      assertEquals(List.of(), cluster.host(id).disk().confState().votersOutgoing());
    }
  }

  /** Voters 1 2 3, of which 1 leads, on their way to 1 4 5 6. */
  private static Cluster joint() {
    Cluster cluster = Cluster.of(3, options -> options.checkQuorum(false));
    cluster.elect(1);
    for (long id = 4; id <= 6; id++) {
      cluster.add(id, Disk.empty(ConfState.ofVoters(1L, 2L, 3L)));
    }
    cluster
        .host(1)
        .raft()
        .proposeConfChange(
            new ConfChangeV2(
                ConfChangeTransition.JOINT_EXPLICIT, List.of(REPLACE_ALL), new byte[0]));
    cluster.settle();
    cluster.tick(1, 2);
    for (Host host : cluster.hosts()) {
      assertEquals(List.of(1L, 2L, 3L), host.disk().confState().votersOutgoing());
    }
    return cluster;
  }

  private static ConfChangeSingle single(ConfChangeType type, long id) {
    return new ConfChangeSingle(type, id);
  }
}
