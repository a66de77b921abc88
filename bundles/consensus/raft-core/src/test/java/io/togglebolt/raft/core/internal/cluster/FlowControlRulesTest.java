package io.togglebolt.raft.core.internal.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.etcd.format.EntryCodec;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.PeerProgress;
import io.togglebolt.raft.ProgressState;
import io.togglebolt.raft.ProposalDroppedException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How much of the log is sent at a time, and how much may wait. */
final class FlowControlRulesTest {
  @Test
  void aPeerThatIsProbedGetsOneMessageAtATime() {
    Cluster cluster = Cluster.of(3, Cluster::plain);
    cluster.elect(1);
    Host leader = cluster.host(1);
    leader.raft().reportUnreachable(2);
    assertEquals(ProgressState.PROBE, cluster.progress(1, 2).state());
    cluster.isolate(2);
    cluster.forget();
    leader.propose("a");
    leader.propose("b");
    cluster.work(leader);
    assertEquals(1, sent(cluster, MessageType.APPEND, 2).size());
    assertEquals(2, sent(cluster, MessageType.APPEND, 3).size(), "another is sent all at once");
    cluster.heal();
    cluster.settle();
    assertEquals(ProgressState.REPLICATE, cluster.progress(1, 2).state());
    assertEquals(List.of("a", "b"), cluster.host(2).applied());
  }

  @Test
  void noMoreMessagesAreOnTheWayThanTheWindowHolds() {
    Cluster cluster = Cluster.of(3, options -> Cluster.plain(options).maxInflightMessages(4));
    cluster.elect(1);
    Host leader = cluster.host(1);
    for (int i = 0; i < 20; i++) {
      leader.propose("x" + i);
    }
    cluster.work(leader);
    assertEquals(4, withEntries(cluster, 2));
    PeerProgress progress = cluster.progress(1, 2);
    assertEquals(4, progress.inflight());
    assertTrue(progress.inflightFull());
    cluster.settle();
    assertEquals(20, cluster.host(2).applied().size());
    assertEquals(0, cluster.progress(1, 2).inflight());
  }

  @Test
  void noMoreBytesAreOnTheWayThanTheWindowHolds() {
    Cluster cluster =
        Cluster.of(3, options -> Cluster.plain(options).maxMessageBytes(100).maxInflightBytes(250));
    cluster.elect(1);
    Host leader = cluster.host(1);
    String data = "x".repeat(80);
    for (int i = 0; i < 20; i++) {
      leader.propose(data);
    }
    cluster.work(leader);
    assertEquals(4, withEntries(cluster, 2), "the one that exceeds the window goes too");
    assertTrue(cluster.progress(1, 2).inflightFull());
    cluster.settle();
    assertEquals(20, cluster.host(2).applied().size());
  }

  @Test
  void aFullWindowThatWasLostIsFoundOutByHeartbeats() {
    Cluster cluster = Cluster.of(3, options -> Cluster.plain(options).maxInflightMessages(2));
    cluster.elect(1);
    cluster.isolate(2);
    for (int i = 0; i < 5; i++) {
      cluster.propose(1, "x" + i);
    }
    assertTrue(cluster.progress(1, 2).inflightFull());
    cluster.heal();
    cluster.tick(1, 1);
    assertEquals(5, cluster.host(2).applied().size());
  }

  @Test
  void aMessageHoldsAsManyEntriesAsFit() {
    Cluster cluster = Cluster.of(3, options -> Cluster.plain(options).maxMessageBytes(50));
    cluster.elect(1);
    cluster.isolate(2);
    for (int i = 0; i < 10; i++) {
      cluster.propose(1, "ten bytes!");
    }
    cluster.propose(1, "x".repeat(100));
    cluster.heal();
    cluster.forget();
    cluster.tick(1, 1);
    assertEquals(11, cluster.host(2).applied().size());
    for (Message append : cluster.delivered(MessageType.APPEND)) {
      long bytes = append.entries().stream().mapToLong(EntryCodec::sizeOf).sum();
      assertTrue(bytes <= 50 || append.entries().size() == 1, append.toString());
    }
  }

  @Test
  void aLeaderTakesNoMoreThanMayBeUncommitted() {
    Cluster cluster = Cluster.of(3, options -> Cluster.plain(options).maxUncommittedBytes(20));
    cluster.elect(1);
    cluster.isolate(2, 3);
    Host leader = cluster.host(1);
    leader.propose("ten bytes!");
    leader.propose("ten bytes?");
    ProposalDroppedException refused =
        assertThrows(ProposalDroppedException.class, () -> leader.propose("x"));
    assertEquals(ProposalDroppedException.Reason.TOO_MUCH_UNCOMMITTED, refused.reason());
    leader.propose("");
    cluster.heal();
    cluster.settle();
    cluster.tick(1, 1);
    leader.propose("x".repeat(100));
    cluster.settle();
    assertEquals(3, leader.applied().size(), "the first is taken whatever its size");
  }

  private static long withEntries(Cluster cluster, long to) {
    return sent(cluster, MessageType.APPEND, to).stream()
        .filter(append -> !append.entries().isEmpty())
        .count();
  }

  /** What is on its way to a member. */
  private static List<Message> sent(Cluster cluster, MessageType type, long to) {
    return cluster.network().stream()
        .filter(message -> message.type() == type && message.to() == to)
        .toList();
  }

  private static long encoded(Entry entry) {
    return EntryCodec.sizeOf(entry);
  }

  private static List<Entry> entries(long... terms) {
    List<Entry> entries = new ArrayList<>();
    for (long term : terms) {
      entries.add(Entry.of(term, entries.size() + 1, new byte[] {(byte) term}));
    }
    return entries;
  }
}
