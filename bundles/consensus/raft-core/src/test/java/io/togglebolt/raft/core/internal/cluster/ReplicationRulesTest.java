package io.togglebolt.raft.core.internal.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.RaftOptions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The log: sections 5.3 and 5.4 of the paper. */
final class ReplicationRulesTest {
  @Test
  void whatAMajorityHasIsAppliedByAllInTheSameOrder() {
    Cluster cluster = Cluster.of(3, Cluster::plain);
    cluster.elect(1);
    cluster.propose(1, "a");
    cluster.isolate(3);
    cluster.propose(2, "b");
    assertEquals(List.of("a", "b"), cluster.host(1).applied());
    assertEquals(List.of("a", "b"), cluster.host(2).applied());
    assertEquals(List.of("a"), cluster.host(3).applied());
    cluster.heal();
    cluster.tick(1, 2);
    assertEquals(List.of("a", "b"), cluster.host(3).applied());
  }

  @Test
  void whatNoMajorityHasIsNotCommitted() {
    Cluster cluster = Cluster.of(3, Cluster::plain);
    cluster.elect(1);
    cluster.isolate(1);
    cluster.propose(1, "a");
    assertEquals(List.of(), cluster.host(1).applied());
    cluster.elect(2);
    cluster.propose(2, "b");
    cluster.heal();
    cluster.tick(2, 2);
    for (Host host : cluster.hosts()) {
      assertEquals(List.of("b"), host.applied(), "member " + host.id());
    }
  }

  @Test
  void aLeaderCountsItselfOnlyWhenItsEntryIsDurable() {
    Cluster cluster = Cluster.of(2, Cluster::plain);
    cluster.elect(1);
    Host leader = cluster.host(1);
    long before = leader.committed();
    leader.propose("a");
    var ready = leader.raft().ready();
    Message append = ready.messages().getFirst();
    assertEquals(MessageType.APPEND, append.type(), "it may send while it writes");
    leader.step(
        Message.of(MessageType.APPEND_RESPONSE).from(2).to(1).term(1).index(before + 1).build());
    assertEquals(before, leader.committed());
    leader.disk().save(HardState.EMPTY, null, ready.entries());
    leader.raft().advance();
    assertEquals(before + 1, leader.committed());
  }

  /** The figure 8 of the paper: what a majority has of an older term may still be replaced. */
  @Test
  void anEntryOfAnOlderTermIsCommittedOnlyWithOneOfTheLeadersOwn() {
    Cluster cluster = Cluster.of(3, Cluster::plain);
    List<Entry> left = List.of(Entry.of(1, 1, new byte[] {7}));
    cluster.host(1).begin(new HardState(1, 0, 0), left);
    cluster.host(2).begin(new HardState(1, 0, 0), left);
    cluster.host(3).begin(new HardState(1, 0, 0), List.of());
    // The entry of the new term is lost on its way, while the older one is known to be there.
    cluster.lose(message -> message.entries().stream().anyMatch(entry -> entry.term() == 2));
    Host leader = cluster.elect(1);
    leader.step(Message.of(MessageType.APPEND_RESPONSE).from(2).to(1).term(2).index(1).build());
    cluster.settle();
    assertEquals(1, cluster.progress(1, 2).match());
    assertEquals(0, leader.committed(), "two of three have it");
    cluster.heal();
    cluster.tick(1, 3);
    assertEquals(2, cluster.host(1).committed());
  }

  @Test
  void aFollowerThatHasOtherEntriesGetsTheLeaders() {
    Cluster cluster = Cluster.of(3, Cluster::plain);
    cluster.host(1).begin(new HardState(4, 0, 0), entries(1, 1, 1, 4));
    cluster.host(2).begin(new HardState(4, 0, 0), entries(1, 1, 1));
    cluster.host(3).begin(new HardState(4, 0, 0), entries(1, 1, 1, 2, 3, 3));
    cluster.elect(1);
    cluster.propose(1, "a");
    cluster.tick(1, 1);
    assertEquals(logOf(cluster.host(1)), logOf(cluster.host(2)));
    assertEquals(logOf(cluster.host(1)), logOf(cluster.host(3)));
    assertEquals(List.of(1L, 1L, 1L, 4L, 5L, 5L), logOf(cluster.host(3)));
  }

  /** Two logs that share nothing but their beginning are brought together term by term. */
  @Test
  void aRefusalSkipsWholeTerms() {
    Cluster cluster = Cluster.of(3, Cluster::plain);
    long[] leader = new long[60];
    long[] follower = new long[80];
    for (int i = 0; i < 80; i++) {
      if (i < 60) {
        leader[i] = i < 5 ? 1 : i < 30 ? 4 : 6;
      }
      follower[i] = i < 5 ? 1 : i < 45 ? 3 : 5;
    }
    cluster.host(1).begin(new HardState(6, 0, 0), entries(leader));
    cluster.host(2).begin(new HardState(6, 0, 0), entries(leader));
    cluster.host(3).begin(new HardState(6, 0, 0), entries(follower));
    cluster.isolate(3);
    cluster.elect(1);
    cluster.heal();
    cluster.forget();
    cluster.tick(1, 1);
    long refusals =
        cluster.delivered(MessageType.APPEND_RESPONSE).stream().filter(Message::reject).count();
    assertTrue(refusals <= 3, refusals + " refusals for two terms that differ");
    assertEquals(logOf(cluster.host(1)), logOf(cluster.host(3)));
  }

  @Test
  void aRefusalSaysUpToWhereTheLogsMightAgree() {
    Cluster cluster = Cluster.of(3, Cluster::plain);
    Host follower = cluster.host(3);
    follower.begin(new HardState(5, 0, 0), entries(1, 1, 3, 3, 5));
    record Row(long index, long term, long hint, long hintTerm) {}
    for (Row row :
        List.of(
            new Row(9, 5, 5, 5), // it ends before
            new Row(5, 4, 4, 3), // its entries of later terms are skipped
            new Row(4, 2, 2, 1),
            new Row(2, 2, 2, 1))) {
      follower.step(
          Message.of(MessageType.APPEND)
              .from(1)
              .to(3)
              .term(6)
              .index(row.index)
              .logTerm(row.term)
              .build());
      cluster.work(follower);
      Message answer = cluster.network().getLast();
      assertTrue(answer.reject(), row.toString());
      assertEquals(row.index, answer.index(), row.toString());
      assertEquals(row.hint, answer.rejectHint(), row.toString());
      assertEquals(row.hintTerm, answer.logTerm(), row.toString());
    }
  }

  @Test
  void anOldAppendThatComesLateTakesNothingAway() {
    Cluster cluster = Cluster.of(3, Cluster::plain);
    cluster.elect(1);
    cluster.propose(1, "a");
    cluster.propose(1, "b");
    List<Message> appends =
        cluster.delivered(MessageType.APPEND).stream().filter(sent -> sent.to() == 2).toList();
    cluster.propose(1, "c");
    for (Message late : appends) {
      cluster.host(2).step(late);
    }
    cluster.settle();
    assertEquals(4, cluster.host(2).disk().lastIndex());
    assertEquals(List.of("a", "b", "c"), cluster.host(2).applied());
  }

  @Test
  void aFollowerLearnsWhatIsCommittedWithoutWaitingForAHeartbeat() {
    Cluster cluster = Cluster.of(3, Cluster::plain);
    cluster.elect(1);
    cluster.propose(1, "a");
    for (Host host : cluster.hosts()) {
      assertEquals(List.of("a"), host.applied(), "member " + host.id());
    }
  }

  @Test
  void aHeartbeatCommitsNoMoreThanThePeerIsKnownToHave() {
    Cluster cluster = Cluster.of(3, Cluster::plain);
    cluster.elect(1);
    cluster.isolate(3);
    cluster.propose(1, "a");
    cluster.host(1).raft().tick();
    cluster.work(cluster.host(1));
    assertEquals(1, sent(cluster, MessageType.HEARTBEAT, 3).getLast().commit());
    assertEquals(2, sent(cluster, MessageType.HEARTBEAT, 2).getLast().commit());
  }

  /** What is on its way to a member. */
  private static List<Message> sent(Cluster cluster, MessageType type, long to) {
    return cluster.network().stream()
        .filter(message -> message.type() == type && message.to() == to)
        .toList();
  }

  private static List<Entry> entries(long... terms) {
    List<Entry> entries = new ArrayList<>();
    for (long term : terms) {
      entries.add(Entry.of(term, entries.size() + 1, new byte[] {(byte) term}));
    }
    return entries;
  }

  /** The terms of a member's log. */
  private static List<Long> logOf(Host host) {
    return host.disk().entries(1, host.disk().lastIndex() + 1, RaftOptions.UNLIMITED).stream()
        .map(Entry::term)
        .toList();
  }
}
