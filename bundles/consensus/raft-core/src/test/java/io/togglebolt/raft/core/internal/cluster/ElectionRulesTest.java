package io.togglebolt.raft.core.internal.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.RaftRole;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who leads: sections 5.2 and 5.4.1 of the paper, 4.2.3, 6.2 and 9.6 of the thesis. */
final class ElectionRulesTest {
  @Test
  void aFollowerThatHearsOfNoLeaderIsElectedByAMajority() {
    Cluster cluster = Cluster.of(3, Cluster::plain);
    cluster.tick(1, 9);
    assertEquals(RaftRole.FOLLOWER, cluster.host(1).role());
    cluster.tick(1, 1);
    assertTrue(cluster.host(1).leads());
    for (Host host : cluster.hosts()) {
      assertEquals(1, host.lead());
      assertEquals(1, host.term());
    }
  }

  @Test
  void withoutAMajorityNobodyIsElected() {
    Cluster cluster = Cluster.of(4, Cluster::plain);
    cluster.isolate(3, 4);
    cluster.host(1).raft().campaign();
    cluster.settle();
    assertEquals(RaftRole.CANDIDATE, cluster.host(1).role());
    cluster.tick(1, 10);
    assertEquals(2, cluster.host(1).term(), "it tries again in a later term");
    assertEquals(RaftRole.CANDIDATE, cluster.host(1).role());
  }

  @Test
  void aCandidateThatAMajorityRefusesGivesUp() {
    Cluster cluster = Cluster.of(3, Cluster::plain);
    cluster.host(2).begin(new HardState(1, 0, 0), List.of(entry(1, 1)));
    cluster.host(3).begin(new HardState(1, 0, 0), List.of(entry(1, 1)));
    cluster.host(1).raft().campaign();
    cluster.settle();
    cluster.host(1).raft().campaign();
    cluster.settle();
    assertEquals(RaftRole.FOLLOWER, cluster.host(1).role());
    assertEquals(0, cluster.host(1).lead());
  }

  @Test
  void eachVotesOnceATermEvenAcrossARestart() {
    Cluster cluster = Cluster.of(3, Cluster::plain);
    Host voter = cluster.host(3);
    assertFalse(ask(cluster, voter, 1, 5, 0, 0).reject());
    assertTrue(ask(cluster, voter, 2, 5, 0, 0).reject(), "it has voted for another");
    assertFalse(ask(cluster, voter, 1, 5, 0, 0).reject(), "asked again it says the same");
    voter.restart();
    assertTrue(ask(cluster, voter, 2, 5, 0, 0).reject(), "it remembers whom it voted for");
    assertFalse(ask(cluster, voter, 2, 6, 0, 0).reject(), "each term has a vote of its own");
  }

  @Test
  void votesGoOnlyToLogsThatAreUpToDate() {
    for (boolean beforehand : new boolean[] {false, true}) {
      Cluster cluster = Cluster.of(3, Cluster::plain);
      Host voter = cluster.host(3);
      voter.begin(new HardState(3, 0, 0), List.of(entry(1, 1), entry(3, 2)));
      MessageType type = beforehand ? MessageType.PRE_VOTE : MessageType.VOTE;
      assertTrue(ask(cluster, type, voter, 1, 10, 2, 9).reject(), "an older last term");
      assertTrue(ask(cluster, type, voter, 1, 11, 3, 1).reject(), "shorter");
      assertFalse(ask(cluster, type, voter, 1, 12, 3, 2).reject(), "as long");
      assertFalse(ask(cluster, type, voter, 1, 13, 3, 3).reject(), "longer");
      assertFalse(ask(cluster, type, voter, 1, 14, 4, 1).reject(), "a later last term");
    }
  }

  @Test
  void aVoteLeavesOnlyWithWhatMustBeRemembered() {
    Cluster cluster = Cluster.of(3, Cluster::plain);
    Host voter = cluster.host(3);
    voter.step(request(MessageType.VOTE, 1, 3, 2, 0, 0));
    var ready = voter.raft().ready();
    assertEquals(new HardState(2, 1, 0), ready.hardState());
    assertTrue(ready.mustSync());
    assertEquals(1, ready.messages().size());
    assertFalse(ready.messages().getFirst().reject());
  }

  @Test
  void ofTwoCandidatesInATermTheOneWithoutAMajorityFollowsTheOther() {
    Cluster cluster = Cluster.of(3, Cluster::plain);
    cluster.host(1).raft().campaign();
    cluster.host(2).raft().campaign();
    cluster.settle();
    assertTrue(cluster.host(1).leads());
    for (Host host : cluster.hosts()) {
      assertEquals(1, host.lead());
      assertEquals(1, host.term());
    }
  }

  @Test
  void aLeaderOfALaterTermEndsAllOthers() {
    Cluster cluster = Cluster.of(3, Cluster::plain);
    cluster.elect(1);
    cluster.isolate(1);
    cluster.elect(2);
    assertTrue(cluster.host(1).leads(), "it has not heard of the other");
    cluster.heal();
    cluster.tick(2, 1);
    assertEquals(RaftRole.FOLLOWER, cluster.host(1).role());
    assertEquals(2, cluster.host(1).lead());
    assertEquals(2, cluster.host(1).term());
  }

  @Test
  void preVoteDoesNotDisturbALeaderThatTheOthersHear() {
    Cluster cluster = Cluster.of(3, options -> options);
    cluster.elect(1);
    cluster.isolate(3);
    cluster.tick(3, 40);
    assertEquals(RaftRole.PRE_CANDIDATE, cluster.host(3).role());
    assertEquals(1, cluster.host(3).term(), "who only asks enters no term");
    cluster.tick(1, 3);
    cluster.heal();
    cluster.tick(3, 10);
    assertTrue(cluster.host(1).leads());
    assertEquals(1, cluster.host(1).term());
    cluster.tick(1, 1);
    assertEquals(1, cluster.host(3).lead(), "it follows again");
  }

  @Test
  void preVoteIsAskedBeforeTheTermIsRaisedAndAnsweredInThatTerm() {
    Cluster cluster = Cluster.of(3, options -> options.checkQuorum(false));
    cluster.host(1).raft().campaign();
    cluster.work(cluster.host(1));
    for (Message question : cluster.network()) {
      assertEquals(MessageType.PRE_VOTE, question.type());
      assertEquals(1, question.term());
    }
    assertEquals(0, cluster.host(1).term());
    cluster.settle();
    assertTrue(cluster.host(1).leads());
    for (Message answer : cluster.delivered(MessageType.PRE_VOTE_RESPONSE)) {
      assertEquals(1, answer.term());
    }
  }

  @Test
  void whoHearsALeaderVotesForNobodyElse() {
    Cluster cluster = Cluster.of(3, options -> options.preVote(false));
    cluster.elect(1);
    cluster.isolate(3);
    cluster.tick(3, 30);
    assertEquals(4, cluster.host(3).term());
    cluster.heal();
    cluster.forget();
    cluster.host(3).raft().campaign();
    cluster.settle();
    assertEquals(List.of(), cluster.delivered(MessageType.VOTE_RESPONSE), "asked, none answers");
    assertEquals(1, cluster.host(2).lead());
  }

  @Test
  void whoWasCutOffGetsALeaderOfAnOlderTermToStepDown() {
    // Without this a member with a later term could neither be elected nor follow.
    Cluster cluster = Cluster.of(3, options -> options.preVote(false));
    cluster.elect(1);
    cluster.isolate(3);
    cluster.tick(3, 10);
    cluster.heal();
    cluster.tick(1, 1);
    assertEquals(RaftRole.FOLLOWER, cluster.host(1).role());
    assertEquals(cluster.host(3).term(), cluster.host(1).term());
  }

  @Test
  void aLeaderWithoutAQuorumStepsDownWithinAnElectionTimeout() {
    Cluster cluster = Cluster.of(3, options -> options);
    cluster.elect(1);
    cluster.tick(1, 10);
    assertTrue(cluster.host(1).leads());
    cluster.isolate(1);
    cluster.tick(1, 10);
    assertTrue(cluster.host(1).leads(), "it heard of them within this timeout");
    cluster.tick(1, 10);
    assertEquals(RaftRole.FOLLOWER, cluster.host(1).role());
    assertEquals(0, cluster.host(1).lead());
  }

  @Test
  void aLeaderThatOneOfTwoOthersHearsStays() {
    Cluster cluster = Cluster.of(3, options -> options);
    cluster.elect(1);
    cluster.isolate(3);
    cluster.tick(1, 40);
    assertTrue(cluster.host(1).leads());
  }

  @Test
  void learnersAreNotElectedAndDoNotCount() {
    Cluster cluster =
        Cluster.of(
            new ConfState(List.of(1L, 2L), List.of(3L), List.of(), List.of(), false),
            Cluster::plain);
    cluster.tick(3, 50);
    cluster.host(3).raft().campaign();
    cluster.settle();
    assertEquals(RaftRole.FOLLOWER, cluster.host(3).role());
    assertEquals(0, cluster.host(3).term());
    cluster.isolate(2);
    cluster.host(1).raft().campaign();
    cluster.settle();
    assertEquals(RaftRole.CANDIDATE, cluster.host(1).role());
    assertEquals(List.of(), cluster.delivered(MessageType.VOTE), "learners are not asked");
  }

  @Test
  void aSingleVoterElectsItselfOnceItsVoteIsDurable() {
    Cluster cluster = Cluster.of(1, options -> options);
    Host host = cluster.host(1);
    host.raft().campaign();
    assertFalse(host.leads());
    cluster.settle();
    assertTrue(host.leads());
    cluster.propose(1, "a");
    assertEquals(List.of("a"), host.applied());
  }

  private static Entry entry(long term, long index) {
    return Entry.of(term, index, new byte[] {1});
  }

  private static Message ask(
      Cluster cluster, Host voter, long from, long term, long lastTerm, long lastIndex) {
    return ask(cluster, MessageType.VOTE, voter, from, term, lastTerm, lastIndex);
  }

  /** Asks for a vote, and gives the answer. */
  private static Message ask(
      Cluster cluster,
      MessageType type,
      Host voter,
      long from,
      long term,
      long lastTerm,
      long lastIndex) {
    voter.step(request(type, from, voter.id(), term, lastTerm, lastIndex));
    cluster.work(voter);
    Message answer = cluster.network().getLast();
    cluster.network().clear();
    return answer;
  }

  private static Message request(
      MessageType type, long from, long to, long term, long lastTerm, long lastIndex) {
    return Message.of(type).from(from).to(to).term(term).logTerm(lastTerm).index(lastIndex).build();
  }
}
