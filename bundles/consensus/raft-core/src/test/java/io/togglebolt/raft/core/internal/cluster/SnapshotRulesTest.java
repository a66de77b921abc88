package io.togglebolt.raft.core.internal.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.PeerProgress;
import io.togglebolt.raft.ProgressState;
import io.togglebolt.raft.Snapshot;
import io.togglebolt.raft.SnapshotMetadata;
import io.togglebolt.raft.SnapshotStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Snapshots: section 7 of the paper. */
class SnapshotRulesTest {
  @Test
  void whoLacksWhatIsGoneGetsASnapshotAndThenEntries() {
    Cluster cluster = behind(3);
    cluster.heal();
    cluster.tick(1, 2);
    Host late = cluster.host(3);
    assertEquals(1, cluster.delivered(MessageType.SNAPSHOT).size());
    assertEquals(cluster.host(1).committed(), late.committed());
    assertEquals(
        ProgressState.REPLICATE, cluster.progress(1, 3).state(), "its answer is report enough");
    cluster.propose(1, "z");
    assertEquals(List.of("a", "b", "c", "z"), late.applied(), "all but one were in the snapshot");
  }

  @Test
  void nothingIsSentWhileASnapshotIsOnItsWay() {
    Cluster cluster = behind(3);
    cluster.heal();
    cluster.lose(MessageType.SNAPSHOT);
    cluster.tick(1, 1);
    assertEquals(ProgressState.SNAPSHOT, cluster.progress(1, 3).state());
    cluster.forget();
    cluster.propose(1, "z");
    cluster.tick(1, 3);
    assertEquals(
        List.of(),
        cluster.delivered(MessageType.APPEND).stream()
            .filter(message -> message.to() == 3)
            .toList());
  }

  @Test
  void aSnapshotThatWasLostIsSentAgainAfterTheReport() {
    Cluster cluster = behind(3);
    cluster.heal();
    cluster.lose(MessageType.SNAPSHOT);
    cluster.tick(1, 1);
    cluster.heal();
    cluster.host(1).raft().reportSnapshot(3, SnapshotStatus.FAILED);
    PeerProgress progress = cluster.progress(1, 3);
    assertEquals(ProgressState.PROBE, progress.state());
    assertEquals(progress.match() + 1, progress.next(), "it goes on from before the snapshot");
    assertTrue(progress.paused(), "until the next heartbeat");
    cluster.tick(1, 2);
    assertEquals(cluster.host(1).committed(), cluster.host(3).committed());
  }

  @Test
  void whoIsNotHeardOfIsSentNoSnapshot() {
    Cluster cluster = behind(3);
    // The leader has looked for its quorum since it heard of the member last.
    cluster.tick(1, 20);
    cluster.forget();
    cluster.propose(1, "z");
    cluster.work(cluster.host(1));
    assertFalse(cluster.progress(1, 3).recentActive());
    assertFalse(cluster.progress(1, 3).state() == ProgressState.SNAPSHOT);
  }

  @Test
  void aSnapshotOfWhatIsCommittedAlreadyChangesNothing() {
    Cluster cluster = Cluster.of(3, options -> options);
    cluster.elect(1);
    cluster.propose(1, "a");
    cluster.propose(1, "b");
    Host follower = cluster.host(3);
    Message answer = send(cluster, follower, 2, 1, ConfState.ofVoters(1L, 2L, 3L));
    assertEquals(follower.committed(), answer.index());
    assertEquals(List.of("a", "b"), follower.applied());
    assertEquals(3, follower.disk().lastIndex());
  }

  @Test
  void aSnapshotThatEndsInTheLogOnlyTellsWhatIsCommitted() {
    Cluster cluster = Cluster.of(3, options -> options);
    cluster.elect(1);
    // The follower has the entry, and does not hear that it is committed.
    cluster.lose(message -> message.to() == 3 && message.commit() > 1);
    cluster.propose(1, "a");
    cluster.propose(1, "b");
    Host follower = cluster.host(3);
    assertEquals(1, follower.committed());
    Message answer = send(cluster, follower, 2, 1, ConfState.ofVoters(1L, 2L, 3L));
    assertEquals(2, answer.index());
    assertEquals(2, follower.committed());
    assertEquals(List.of("a"), follower.applied(), "from its own log, which stays");
    assertEquals(0, follower.disk().heldSnapshot().metadata().index());
  }

  @Test
  void aSnapshotOfAClusterOfOthersIsRefused() {
    Cluster cluster = Cluster.of(3, options -> options);
    cluster.elect(1);
    Host follower = cluster.host(3);
    Message answer = send(cluster, follower, 9, 1, ConfState.ofVoters(1L, 2L));
    assertEquals(follower.committed(), answer.index());
    assertEquals(List.of(1L, 2L, 3L), follower.raft().status().confState().voters());
  }

  @Test
  void aSnapshotBringsItsMembership() {
    Cluster cluster = Cluster.of(3, options -> options);
    cluster.elect(1);
    ConfState joint =
        new ConfState(List.of(1L, 2L), List.of(4L), List.of(1L, 3L), List.of(3L), true);
    Message answer = send(cluster, cluster.host(3), 9, 1, joint);
    assertEquals(9, answer.index());
    assertEquals(joint, cluster.host(3).raft().status().confState());
    assertEquals(joint, cluster.host(3).disk().confState());
  }

  @Test
  void whoHasASnapshotStillToWriteDoesNotStandForElection() {
    Cluster cluster = Cluster.of(3, options -> options.preVote(false));
    cluster.elect(1);
    Host follower = cluster.host(3);
    follower.step(snapshot(9, 1, ConfState.ofVoters(1L, 2L, 3L)));
    follower.raft().campaign();
    assertEquals(1, follower.term());
    cluster.work(follower);
    follower.raft().campaign();
    assertEquals(2, follower.term());
  }

  /** A cluster in which a member lacks entries that the others have no longer. */
  private static Cluster behind(long id) {
    Cluster cluster = Cluster.of(3, options -> options);
    cluster.elect(1);
    cluster.isolate(id);
    for (String data : List.of("a", "b", "c")) {
      cluster.propose(1, data);
    }
    cluster.host(1).disk().compact();
    cluster.host(2).disk().compact();
    return cluster;
  }

  private static Message snapshot(long index, long term, ConfState members) {
    return Message.of(MessageType.SNAPSHOT)
        .from(1)
        .to(3)
        .term(1)
        .snapshot(new Snapshot(new SnapshotMetadata(members, index, term), new byte[0]))
        .build();
  }

  /** Sends a snapshot, and gives the answer. */
  private static Message send(
      Cluster cluster, Host follower, long index, long term, ConfState members) {
    cluster.network().clear();
    follower.step(snapshot(index, term, members));
    cluster.work(follower);
    return cluster.network().getLast();
  }
}
