package io.togglebolt.raft.core.internal;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.ConfChange;
import io.togglebolt.raft.ConfChangeType;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.EntryType;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.RaftFactory;
import io.togglebolt.raft.RaftNode;
import io.togglebolt.raft.RaftOptions;
import io.togglebolt.raft.RaftRole;
import io.togglebolt.raft.Ready;
import io.togglebolt.raft.Snapshot;
import io.togglebolt.raft.SnapshotMetadata;
import io.togglebolt.raft.core.internal.state.Safeguard;
import io.togglebolt.raft.core.testing.FaultyRaft;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * That each rule is kept, and that it is that rule's switch which keeps it: the same messages do
 * break it where it is switched off.
 */
final class SafeguardTest {
  private static final ConfState THREE = ConfState.ofVoters(1L, 2L, 3L);
  private static final long BEGIN = TestMember.BEGIN;

  @ParameterizedTest
  @EnumSource
  void aRuleIsKeptUnlessItIsSwitchedOff(Safeguard rule) {
    assertFalse(isBroken(rule, new CoreRaftFactory()), "kept");
    assertTrue(isBroken(rule, new FaultyRaft(rule)), "broken where it is switched off");
  }

  private static boolean isBroken(Safeguard rule, RaftFactory factory) {
    return switch (rule) {
      case COMMIT_COUNTS_OWN_TERM_ONLY -> commitsByCountingAnOlderTerm(factory);
      case ONE_VOTE_A_TERM -> votesTwice(factory);
      case VOTE_FOR_UP_TO_DATE_LOG_ONLY -> votesForAShorterLog(factory);
      case JOINT_NEEDS_BOTH_QUORUMS -> isElectedByHalfOfAJointConfiguration(factory);
      case READ_CONFIRMED_BY_QUORUM -> answersAReadAtOnce(factory);
      case READ_AFTER_COMMIT_IN_OWN_TERM -> readsBeforeItsFirstCommit(factory);
      case READ_FORGOTTEN_WITH_THE_TERM -> answersAReadOfItsEarlierTerm(factory);
      case LEADER_COUNTS_ITSELF_WHEN_DURABLE -> commitsWhatItHasNotWritten(factory);
      case ANSWER_WHEN_DURABLE -> sendsAVoteThatIsNotWritten(factory);
      case SNAPSHOT_OVER_OLDER_LOG_ONLY -> takesAnOlderSnapshot(factory);
      case CONFLICTING_TAIL_IS_CUT -> keepsConflictingEntries(factory);
      case APPEND_TO_MATCHING_ENTRY_ONLY -> appendsToAnotherEntry(factory);
      case COMMIT_WITHIN_APPENDED_ONLY -> commitsWhatTheLeaderDidNotShow(factory);
      case HEARTBEAT_COMMITS_MATCHED_ONLY -> heartbeatsCommitMoreThanThePeerHas(factory);
      case OLDER_TERM_REFUSED -> followsALeaderOfAnOlderTerm(factory);
      case LEARNER_IS_NOT_ELECTED -> standsAsALearner(factory);
      case ONE_CHANGE_AT_A_TIME -> takesASecondChange(factory);
      case CHANGES_APPLIED_BEFORE_ELECTION -> standsWithAChangeToApply(factory);
    };
  }

  private static TestMember member(RaftFactory factory) {
    return member(factory, THREE, UnaryOperator.identity());
  }

  private static TestMember member(
      RaftFactory factory, ConfState cluster, UnaryOperator<RaftOptions.Builder> options) {
    return TestMember.of(factory, 1, cluster, options);
  }

  private static Message.Builder toOne(MessageType type, long from, long term) {
    return Message.of(type).from(from).to(1).term(term);
  }

  private static Entry entry(long term, long index) {
    return Entry.of(term, index, new byte[] {1});
  }

  private static long commit(TestMember member) {
    return member.node().status().hardState().commit();
  }

  /** A follower of a leader of term 2 that has two entries which are not committed. */
  private static TestMember withTail(RaftFactory factory) {
    return member(factory)
        .step(
            toOne(MessageType.APPEND, 2, 2)
                .index(BEGIN)
                .logTerm(1)
                .entries(List.of(entry(2, 11), entry(2, 12)))
                .commit(BEGIN));
  }

  private static boolean commitsByCountingAnOlderTerm(RaftFactory factory) {
    TestMember member = withTail(factory).elect(3).acknowledge(3, 12);
    return commit(member) == 12;
  }

  private static boolean votesTwice(RaftFactory factory) {
    TestMember member = member(factory);
    for (long candidate : new long[] {2, 3}) {
      member.step(toOne(MessageType.VOTE, candidate, 2).index(BEGIN).logTerm(1));
    }
    return member.takeSent().stream()
            .filter(each -> each.type() == MessageType.VOTE_RESPONSE && !each.reject())
            .count()
        == 2;
  }

  private static boolean votesForAShorterLog(RaftFactory factory) {
    TestMember member = member(factory);
    member.step(toOne(MessageType.VOTE, 2, 2).index(BEGIN - 1).logTerm(1));
    return !member.takeSent().getFirst().reject();
  }

  private static boolean isElectedByHalfOfAJointConfiguration(RaftFactory factory) {
    ConfState joint =
        new ConfState(List.of(1L, 2L, 3L), List.of(), List.of(1L, 4L, 5L), List.of(), false);
    TestMember member = member(factory, joint, UnaryOperator.identity());
    return member.elect(2).node().softState().role() == RaftRole.LEADER;
  }

  private static boolean answersAReadAtOnce(RaftFactory factory) {
    TestMember member = member(factory).elect(2).acknowledge(2, 11);
    member.node().readIndex(new byte[] {7});
    return !member.node().ready().readStates().isEmpty();
  }

  private static boolean readsBeforeItsFirstCommit(RaftFactory factory) {
    TestMember member = member(factory).elect(2);
    member.node().readIndex(new byte[] {7});
    return member.work().takeSent().stream().anyMatch(each -> each.type() == MessageType.HEARTBEAT);
  }

  private static boolean answersAReadOfItsEarlierTerm(RaftFactory factory) {
    TestMember member = member(factory).elect(2).acknowledge(2, 11);
    RaftNode node = member.node();
    node.readIndex(new byte[] {7});
    member.work().step(toOne(MessageType.HEARTBEAT, 3, 5)).elect(2).acknowledge(2, 12);
    node.step(
        toOne(MessageType.HEARTBEAT_RESPONSE, 2, member.term()).context(new byte[] {7}).build());
    return node.hasReady() && !node.ready().readStates().isEmpty();
  }

  private static boolean commitsWhatItHasNotWritten(RaftFactory factory) {
    TestMember member = member(factory).elect(2).acknowledge(2, 11);
    member.node().propose(new byte[] {1});
    member.node().step(toOne(MessageType.APPEND_RESPONSE, 2, member.term()).index(12).build());
    return commit(member) == 12;
  }

  private static boolean sendsAVoteThatIsNotWritten(RaftFactory factory) {
    TestMember member = member(factory, THREE, options -> options.asyncStorageWrites(true));
    member.node().step(toOne(MessageType.VOTE, 2, 2).index(BEGIN).logTerm(1).build());
    return member.node().ready().messages().stream()
        .anyMatch(each -> each.type() == MessageType.VOTE_RESPONSE);
  }

  private static boolean takesAnOlderSnapshot(RaftFactory factory) {
    TestMember member = withTail(factory);
    member.step(toOne(MessageType.APPEND, 2, 2).index(12).logTerm(2).commit(12));
    Snapshot older = new Snapshot(new SnapshotMetadata(THREE, 11, 2), new byte[0]);
    member.node().step(toOne(MessageType.SNAPSHOT, 2, 2).snapshot(older).build());
    return commit(member) == 11;
  }

  private static boolean keepsConflictingEntries(RaftFactory factory) {
    TestMember member = withTail(factory);
    member.step(
        toOne(MessageType.APPEND, 3, 3)
            .index(BEGIN)
            .logTerm(1)
            .entries(List.of(entry(3, 11)))
            .commit(BEGIN));
    return member.storage().term(11) == 2 && member.lastIndex() == 12;
  }

  private static boolean appendsToAnotherEntry(RaftFactory factory) {
    TestMember member = withTail(factory);
    member.step(
        toOne(MessageType.APPEND, 3, 3)
            .index(12)
            .logTerm(3)
            .entries(List.of(entry(3, 13)))
            .commit(BEGIN));
    return member.lastIndex() == 13;
  }

  private static boolean commitsWhatTheLeaderDidNotShow(RaftFactory factory) {
    TestMember member = withTail(factory);
    member.step(toOne(MessageType.APPEND, 3, 3).index(BEGIN).logTerm(1).commit(12));
    return commit(member) == 12;
  }

  private static boolean heartbeatsCommitMoreThanThePeerHas(RaftFactory factory) {
    TestMember member = member(factory).elect(2).acknowledge(2, 11);
    member.takeSent();
    member.node().tick();
    return member.work().takeSent().stream()
        .anyMatch(
            each -> each.type() == MessageType.HEARTBEAT && each.to() == 3 && each.commit() == 11);
  }

  private static boolean followsALeaderOfAnOlderTerm(RaftFactory factory) {
    TestMember member = withTail(factory);
    member.step(toOne(MessageType.HEARTBEAT, 3, 5));
    member.step(
        toOne(MessageType.APPEND, 2, 2)
            .index(12)
            .logTerm(2)
            .entries(List.of(entry(2, 13)))
            .commit(BEGIN));
    return member.lastIndex() == 13;
  }

  private static boolean standsAsALearner(RaftFactory factory) {
    ConfState learner = new ConfState(List.of(2L, 3L), List.of(1L), List.of(), List.of(), false);
    TestMember member = member(factory, learner, UnaryOperator.identity());
    member.node().campaign();
    return member.node().softState().role() == RaftRole.CANDIDATE;
  }

  private static boolean takesASecondChange(RaftFactory factory) {
    TestMember member = member(factory).elect(2).acknowledge(2, 11);
    for (long added : new long[] {4, 5}) {
      member
          .node()
          .proposeConfChange(new ConfChange(0, ConfChangeType.ADD_NODE, added, new byte[0]));
    }
    member.work();
    return member.storage().entries(13, 14, 0).getFirst().type() == EntryType.CONF_CHANGE;
  }

  private static boolean standsWithAChangeToApply(RaftFactory factory) {
    TestMember member = member(factory);
    RaftNode node = member.node();
    node.step(
        toOne(MessageType.APPEND, 2, 2)
            .index(BEGIN)
            .logTerm(1)
            .entries(List.of(new Entry(EntryType.CONF_CHANGE_V2, 2, 11, new byte[0])))
            .commit(11)
            .build());
    Ready ready = node.ready();
    member.storage().append(ready.entries());
    node.campaign();
    return node.softState().role() == RaftRole.CANDIDATE;
  }
}
