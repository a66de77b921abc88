package io.togglebolt.itests.simulation.invariant;

import org.junit.jupiter.api.Test;

/** What a leader must hold. Small traces, good ones and bad ones. */
class LeaderCompletenessTest extends Trace {
  @Test
  void aLaterLeaderWithoutACommittedEntryBreaksCompleteness() {
    one.lead(1);
    one.write(empty(1, 1));
    two.remember(1, 1);
    two.write(empty(1, 1));
    one.commit(1);
    one.applyUpTo(1);
    assertBroken(
        "leader completeness: entry 1 of term 1 was committed in term 1 at the latest, but member"
            + " 3, which leads term 2, has none there",
        () -> {
          three.lead(2);
          three.write(empty(1, 2));
        });
  }

  @Test
  void aLeaderOfAnEarlierTermThatHearsOfItsElectionLateNeedNotHaveTheEntry() {
    one.lead(4);
    one.write(empty(1, 4));
    two.remember(4, 1);
    two.write(empty(1, 4));
    one.commit(1);
    one.applyUpTo(1);
    three.lead(3);
    three.write(empty(1, 3));
  }

  @Test
  void aLaterLeaderWithAnotherEntryBelowItsFirstBreaksCompleteness() {
    commitTwoWithoutThree();
    three.remember(2, 0);
    three.write(entry(2, 2, "other"));
    three.lead(3);
    assertBroken(
        "leader completeness: entry 2 of term 1 was committed in term 1 at the latest, but member"
            + " 3, which leads term 3, has one of term 2",
        () -> three.write(empty(3, 3)));
  }

  @Test
  void soDoesAnotherEntryThatIsWrittenTogetherWithItsFirst() {
    commitTwoWithoutThree();
    three.lead(3);
    assertBroken(
        "leader completeness: entry 2 of term 1 was committed in term 1 at the latest, but member"
            + " 3, which leads term 3, has one of term 2",
        () -> three.write(entry(2, 2, "other"), empty(3, 3)));
  }

  @Test
  void aCommittedEntryThatIsWrittenTogetherWithALeadersFirstIsThere() {
    commitTwoWithoutThree();
    three.lead(3);
    three.write(entry(2, 1, "b"), empty(3, 3));
  }

  @Test
  void aLeaderNeedNotHoldWhatItsSnapshotHolds() {
    commitTwoWithoutThree();
    three.install(2, 1, 42);
    three.lead(3);
    three.write(empty(3, 3));
  }

  @Test
  void aLeaderThatBeginsWithASnapshotMustHoldWhatWasCommittedBehindIt() {
    commitTwoWithoutThree();
    three.install(2, 1, 42);
    one.write(entry(3, 1, "c"), entry(4, 1, "d"));
    two.write(entry(3, 1, "c"), entry(4, 1, "d"));
    one.commit(4);
    one.applyUpTo(4);
    three.write(entry(3, 1, "c"));
    three.lead(3);
    assertBroken(
        "leader completeness: entry 4 of term 1 was committed in term 1 at the latest, but member"
            + " 3, which leads term 3, has none there",
        () -> three.write(empty(4, 3)));
  }

  @Test
  void aSnapshotHoldsAllEntriesBelowIt() {
    begin();
    one.write(entry(3, 1, "c"));
    two.write(entry(3, 1, "c"));
    one.commit(3);
    one.applyUpTo(3);
    three.install(3, 1, 42);
    invariants.hashed(one, 3, 42);
    one.write(entry(4, 1, "d"));
    three.write(entry(4, 1, "d"));
    one.commit(4);
  }
}
