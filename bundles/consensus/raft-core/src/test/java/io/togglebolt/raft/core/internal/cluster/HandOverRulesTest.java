package io.togglebolt.raft.core.internal.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.RaftRole;
import io.togglebolt.raft.ReadMode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Handing over the leadership (thesis 3.10), and forgetting who has it. */
final class HandOverRulesTest {
  @Test
  void theLeadershipIsHandedOverToWhoIsUpToDate() {
    Cluster cluster = Cluster.of(3, options -> options);
    cluster.elect(1);
    cluster.host(1).raft().transferLeader(2);
    cluster.settle();
    assertTrue(cluster.host(2).leads(), "within the lease, and without asking beforehand");
    assertEquals(2, cluster.host(2).term());
    assertEquals(2, cluster.host(1).lead());
    assertEquals(
        List.of(),
        cluster.delivered(MessageType.PRE_VOTE).stream()
            .filter(message -> message.from() == 2)
            .toList());
  }

  @Test
  void whoIsToTakeOverCatchesUpFirst() {
    Cluster cluster = Cluster.of(3, options -> options);
    cluster.elect(1);
    cluster.isolate(2);
    cluster.propose(1, "a");
    cluster.propose(1, "b");
    cluster.heal();
    cluster.host(1).raft().transferLeader(2);
    cluster.settle();
    cluster.tick(1, 1);
    assertTrue(cluster.host(2).leads());
    assertEquals(List.of("a", "b"), cluster.host(2).applied());
  }

  @Test
  void aFollowerPassesOnTheWishToHandOver() {
    Cluster cluster = Cluster.of(3, options -> options);
    cluster.elect(1);
    cluster.host(3).raft().transferLeader(2);
    cluster.settle();
    assertTrue(cluster.host(2).leads());
  }

  @Test
  void aHandOverThatFailsIsGivenUpAfterAnElectionTimeout() {
    Cluster cluster = Cluster.of(3, options -> options);
    cluster.elect(1);
    cluster.isolate(2);
    cluster.host(1).raft().transferLeader(2);
    cluster.settle();
    assertEquals(2, cluster.host(1).raft().status().leadTransferee());
    cluster.tick(1, 10);
    assertEquals(0, cluster.host(1).raft().status().leadTransferee());
    cluster.propose(1, "a");
    assertEquals(List.of("a"), cluster.host(3).applied());
  }

  @Test
  void nothingIsHandedOverToLearnersStrangersOrOneself() {
    Cluster cluster =
        Cluster.of(
            new ConfState(List.of(1L, 2L), List.of(3L), List.of(), List.of(), false),
            options -> options);
    cluster.elect(1);
    for (long id : new long[] {1, 3, 9}) {
      cluster.host(1).raft().transferLeader(id);
      cluster.settle();
      assertTrue(cluster.host(1).leads());
      assertEquals(0, cluster.host(1).raft().status().leadTransferee());
    }
  }

  @Test
  void whoForgetsTheLeaderVotesForAnotherAtOnce() {
    Cluster cluster = Cluster.of(3, options -> options);
    cluster.elect(1);
    cluster.isolate(1);
    cluster.host(2).raft().campaign();
    cluster.settle();
    assertEquals(RaftRole.PRE_CANDIDATE, cluster.host(2).role(), "3 still hears the leader");
    cluster.host(3).raft().forgetLeader();
    assertEquals(0, cluster.host(3).lead());
    cluster.host(2).raft().campaign();
    cluster.settle();
    assertTrue(cluster.host(2).leads());
  }

  @Test
  void whoForgetsTheLeaderFollowsItAgainWhenItHearsFromIt() {
    Cluster cluster = Cluster.of(3, options -> options);
    cluster.elect(1);
    cluster.host(3).raft().forgetLeader();
    cluster.tick(1, 1);
    assertEquals(1, cluster.host(3).lead());
    cluster.host(1).raft().forgetLeader();
    assertTrue(cluster.host(1).leads(), "a leader forgets nobody");
  }

  @Test
  void whereReadsDependOnLeasesNobodyForgetsTheLeader() {
    Cluster cluster = Cluster.of(3, options -> options.readMode(ReadMode.LEASE_BASED));
    cluster.elect(1);
    cluster.host(3).raft().forgetLeader();
    assertEquals(1, cluster.host(3).lead());
  }
}
