package io.togglebolt.raft.core.internal.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.togglebolt.raft.ConfChangeSingle;
import io.togglebolt.raft.ConfChangeTransition;
import io.togglebolt.raft.ConfChangeType;
import io.togglebolt.raft.ConfChangeV2;
import io.togglebolt.raft.ConfState;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Joint configurations: section 6 of the paper. */
class JointRulesTest {
  private static final ConfChangeSingle[] REPLACE_ALL = {
    single(ConfChangeType.ADD_NODE, 4),
    single(ConfChangeType.ADD_NODE, 5),
    single(ConfChangeType.ADD_NODE, 6),
    single(ConfChangeType.REMOVE_NODE, 2),
    single(ConfChangeType.REMOVE_NODE, 3),
  };

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
