package io.togglebolt.raft.core.internal.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.ConfChange;
import io.togglebolt.raft.ConfChangeType;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.ReadMode;
import io.togglebolt.raft.ReadState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reads that write nothing: section 6.4 of the thesis. */
class ReadRulesTest {
  @Test
  void aReadGetsTheCommitIndexAfterAQuorumHasConfirmedTheLeader() {
    Cluster cluster = Cluster.of(3, options -> options);
    cluster.elect(1);
    cluster.propose(1, "a");
    cluster.lose(MessageType.HEARTBEAT_RESPONSE);
    read(cluster, 1, "r");
    assertEquals(List.of(), cluster.host(1).reads());
    cluster.heal();
    cluster.tick(1, 1);
    assertEquals(List.of(state(2, "r")), cluster.host(1).reads());
  }

  @Test
  void aLeaderThatWasReplacedAnswersNoRead() {
    Cluster cluster = Cluster.of(3, options -> options);
    cluster.elect(1);
    cluster.isolate(1);
    read(cluster, 1, "r");
    cluster.host(2).raft().forgetLeader();
    cluster.host(3).raft().forgetLeader();
    cluster.elect(2);
    cluster.propose(2, "a");
    cluster.heal();
    cluster.tick(1, 1);
    cluster.tick(2, 1);
    assertEquals(List.of(), cluster.host(1).reads());
  }

  @Test
  void aFollowerAsksTheLeader() {
    Cluster cluster = Cluster.of(3, options -> options);
    cluster.elect(1);
    cluster.propose(1, "a");
    read(cluster, 3, "r");
    assertEquals(List.of(state(2, "r")), cluster.host(3).reads());
    assertEquals(List.of(), cluster.host(1).reads());
  }

  @Test
  void readsWithoutALeaderGoNowhere() {
    Cluster cluster = Cluster.of(3, options -> options);
    read(cluster, 3, "r");
    assertEquals(List.of(), cluster.host(3).reads());
  }

  @Test
  void aNewLeaderAnswersOnlyAfterItHasCommittedAnEntryOfItsTerm() {
    Cluster cluster = Cluster.of(3, options -> options);
    cluster.elect(1);
    cluster.propose(1, "a");
    cluster.lose(message -> message.type() == MessageType.APPEND && message.from() == 2);
    cluster.host(1).raft().transferLeader(2);
    cluster.settle();
    assertTrue(cluster.host(2).leads());
    read(cluster, 2, "r");
    cluster.tick(2, 1);
    assertEquals(List.of(), cluster.host(2).reads(), "it may not know of all that is committed");
    cluster.heal();
    cluster.tick(2, 1);
    cluster.tick(2, 1);
    assertEquals(List.of(state(3, "r")), cluster.host(2).reads());
  }

  @Test
  void oneConfirmationServesAllReadsThatWereAskedBefore() {
    Cluster cluster = Cluster.of(3, options -> options);
    cluster.elect(1);
    cluster.lose(MessageType.HEARTBEAT_RESPONSE);
    read(cluster, 1, "r");
    cluster.propose(1, "a");
    read(cluster, 1, "s");
    cluster.heal();
    cluster.tick(1, 1);
    assertEquals(List.of(state(1, "r"), state(2, "s")), cluster.host(1).reads());
  }

  @Test
  void withALeaseTheLeaderAnswersByItself() {
    Cluster cluster = Cluster.of(3, options -> options.readMode(ReadMode.LEASE_BASED));
    cluster.elect(1);
    cluster.propose(1, "a");
    cluster.isolate(1);
    read(cluster, 1, "r");
    assertEquals(List.of(state(2, "r")), cluster.host(1).reads());
    cluster.tick(1, 20);
    read(cluster, 1, "s");
    assertEquals(1, cluster.host(1).reads().size(), "it has stepped down");
  }

  @Test
  void aSingleVoterAnswersByItself() {
    Cluster cluster = Cluster.of(1, options -> options);
    cluster.elect(1);
    cluster.propose(1, "a");
    read(cluster, 1, "r");
    assertEquals(List.of(state(2, "r")), cluster.host(1).reads());
  }

  @Test
  void aSingleVoterThatBeginsAnewAnswersAfterItHasCommittedAnEntryOfItsTermToo() {
    // How far its log is committed need not be durable: what was answered before it died may lie
    // behind the commit index that it finds on its disk.
    Cluster cluster = Cluster.of(1, options -> options);
    Host host = cluster.host(1);
    Entry acknowledged = Entry.of(1, 1, new byte[] {1});
    host.begin(new HardState(1, 1, 0), List.of(acknowledged));
    host.raft().campaign();
    while (!host.leads()) {
      host.work();
    }
    host.raft().readIndex(context("r"));
    cluster.settle();
    assertEquals(List.of(state(2, "r")), host.reads());
  }

  @Test
  void aLeaderThatWasRemovedDoesNotSpeakForTheOneThatIsLeft() {
    Cluster cluster = Cluster.of(2, options -> options.checkQuorum(false));
    cluster.elect(1);
    cluster
        .host(1)
        .raft()
        .proposeConfChange(new ConfChange(0, ConfChangeType.REMOVE_NODE, 1, new byte[0]));
    cluster.settle();
    assertEquals(List.of(2L), cluster.host(1).disk().confState().voters());
    assertTrue(cluster.host(1).leads(), "it leads until it hears of another leader");
    cluster.isolate(1);
    cluster.elect(2);
    cluster.propose(2, "a");
    read(cluster, 1, "r");
    assertEquals(List.of(), cluster.host(1).reads());
  }

  private static void read(Cluster cluster, long id, String context) {
    cluster.host(id).raft().readIndex(context(context));
    cluster.settle();
  }

  private static byte[] context(String context) {
    return context.getBytes(StandardCharsets.US_ASCII);
  }

  private static ReadState state(long index, String context) {
    return new ReadState(index, context(context));
  }
}
