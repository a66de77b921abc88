package io.togglebolt.itests.simulation.invariant;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.togglebolt.itests.simulation.world.SimulationFailure;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.HardState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What may count as committed. Small traces, good ones and bad ones. */
class CommitRuleTest extends Trace {
  @Test
  void aLeaderThatIsFollowedBreaksNothing() {
    begin();
    two.commit(2);
    two.applyUpTo(2);
    one.follow(0);
    two.lead(2);
    two.write(empty(3, 2));
    one.remember(2, 2);
    one.write(empty(3, 2));
    two.commit(3);
    two.applyUpTo(3);
    one.applyUpTo(3);
    one.restart();
    three.install(3, 2, 42);
    invariants.hashed(one, 3, 42);
  }

  @Test
  void aCommitWithoutAQuorumBreaksTheRule() {
    one.lead(1);
    one.write(empty(1, 1));
    assertBroken(
        "commit rule: member 1, which leads term 1, committed entry 1, but of "
            + THREE
            + " only [1] hold it durably",
        () -> one.commit(1));
  }

  @Test
  void learnersDoNotCount() {
    ConfState learner = new ConfState(List.of(1L, 2L), List.of(3L), List.of(), List.of(), false);
    FakeMember leader = new FakeMember(1, invariants, learner);
    leader.lead(1);
    leader.write(empty(1, 1));
    three.write(empty(1, 1));
    assertThrows(SimulationFailure.class, () -> leader.commit(1));
    two.write(empty(1, 1));
    leader.commit(1);
  }

  @Test
  void aCommitOfAnEntryOfAnOlderTermBreaksTheRule() {
    for (FakeMember member : List.of(one, two, three)) {
      member.write(empty(1, 1));
    }
    two.lead(2);
    assertBroken(
        "commit rule: member 2, which leads term 2, committed entry 1 of term 1 by counting",
        () -> two.commit(1));
  }

  @Test
  void applyingWhatNoLeaderCommittedBreaksTheRule() {
    begin();
    two.write(entry(3, 1, "c"));
    assertBroken(
        "commit rule: member 2 applied entry 3, but leaders have committed up to 2 only",
        () -> two.applyUpTo(3));
  }

  @Test
  void knowingMoreCommittedThanLeadersDidBreaksTheRule() {
    begin();
    assertBroken(
        "commit rule: member 2 takes entry 3 for committed, but leaders have committed up to 2"
            + " only",
        () -> two.save(new HardState(1, 1, 3)));
  }

  @Test
  void whatALeaderSentFirstMayBeCommittedBeforeItWritesIt() {
    begin();
    one.follow(0);
    three.lead(2);
    one.remember(2, 3);
    two.remember(2, 3);
    one.write(empty(3, 2));
    two.write(empty(3, 2));
    three.commit(3);
    one.applyUpTo(3);
    three.write(empty(3, 2));
  }

  @Test
  void aWriteThatTakesMoreForCommittedThanLeadersDidBreaksTheRule() {
    begin();
    two.commitInsideAnEvent(3);
    assertThrows(SimulationFailure.class, () -> two.saveInsideAnEvent(new HardState(1, 1, 3)));
  }

  @Test
  void aStartThatTakesMoreForCommittedThanLeadersDidBreaksTheRule() {
    begin();
    two.find(new HardState(1, 1, 3), 2);
    assertBroken(
        "commit rule: member 2 takes entry 3 for committed, but leaders have committed up to 2"
            + " only",
        two::restart);
  }

  @Test
  void halfOfFourIsNoQuorum() {
    ConfState four = ConfState.ofVoters(1L, 2L, 3L, 4L);
    FakeMember leader = new FakeMember(1, invariants, four);
    leader.lead(1);
    leader.write(empty(1, 1));
    two.write(empty(1, 1));
    assertThrows(SimulationFailure.class, () -> leader.commit(1));
    three.write(empty(1, 1));
    leader.commit(1);
  }

  @Test
  void anEntryOfAnotherTermIsNotWhatTheLeaderCounts() {
    one.lead(2);
    one.write(empty(1, 2));
    two.write(empty(1, 1));
    assertThrows(SimulationFailure.class, () -> one.commit(1));
  }
}
