package io.togglebolt.itests.simulation.invariant;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.togglebolt.itests.simulation.world.SimulationFailure;
import io.togglebolt.raft.ConfState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is applied at one index. Small traces, good ones and bad ones. */
class StateMachineSafetyTest extends Trace {
  @Test
  void differentEntriesAppliedAtOneIndexBreakStateMachineSafety() {
    begin();
    assertBroken(
        "state machine safety: member 2 applied entry 1 of term 1, where another was applied"
            + " before, of term 1",
        () -> two.apply(entry(1, 1, "other")));
  }

  @Test
  void anEntryLeftOutBreaksStateMachineSafety() {
    begin();
    assertBroken(
        "state machine safety: member 2 applied entry 2 after entry 0",
        () -> two.apply(entry(2, 1, "b")));
  }

  @Test
  void aStateMachineThatGoesBackAtAStartBreaksItsSafety() {
    begin();
    one.setApplied(1);
    assertBroken(
        "state machine safety: member 1 had applied up to 2 and begins again at 1", one::restart);
  }

  @Test
  void differentContentAtOneIndexBreaksStateMachineSafety() {
    invariants.hashed(one, 5, 1);
    invariants.hashed(two, 5, 1);
    assertBroken(
        "state machine safety: member 3 holds something else after entry 5 than others",
        () -> invariants.hashed(three, 5, 2));
  }

  @Test
  void aSnapshotOfWhatNobodyAppliedBreaksStateMachineSafety() {
    begin();
    assertBroken(
        "state machine safety: member 2 installed a snapshot at 2 of term 2, where nobody has"
            + " applied such an entry",
        () -> two.install(2, 2, 0));
  }

  @Test
  void aSnapshotOverANewerStateBreaksStateMachineSafety() {
    begin();
    assertBroken(
        "state machine safety: member 1 installed a snapshot at 1 over a state at 2",
        () -> one.install(1, 1, 0));
  }

  @Test
  void aConfigurationThatOthersDoNotHaveBreaksStateMachineSafety() {
    begin();
    two.reconfigure(ConfState.ofVoters(1L, 2L));
    assertThrows(SimulationFailure.class, () -> two.applyUpTo(1));
  }

  @Test
  void whatWasAppliedWhenAProcessEndedIsKnownFromItsNextStart() {
    begin();
    one.write(entry(3, 1, "c"));
    two.write(entry(3, 1, "c"));
    one.commit(3);
    one.setApplied(3);
    one.restart();
    two.applyUpTo(2);
    assertBroken(
        "state machine safety: member 2 applied entry 3 of term 1, where another was applied"
            + " before, of term 1",
        () -> two.apply(empty(3, 1)));
  }

  @Test
  void bothHalvesOfAJointConfigurationCount() {
    ConfState joint = new ConfState(List.of(2L, 4L), List.of(), List.of(1L, 3L), List.of(), true);
    FakeMember leader = new FakeMember(4, invariants, joint);
    leader.lead(1);
    leader.write(empty(1, 1));
    two.write(empty(1, 1));
    assertThrows(SimulationFailure.class, () -> leader.commit(1));
    one.write(empty(1, 1));
    three.write(empty(1, 1));
    leader.commit(1);
  }

  @Test
  void aSnapshotWithOtherContentThanOthersHaveBreaksStateMachineSafety() {
    begin();
    invariants.hashed(one, 2, 1);
    assertBroken(
        "state machine safety: member 3 holds something else after entry 2 than others",
        () -> three.install(2, 1, 2));
  }

  @Test
  void whatASnapshotHoldsIsKnownToo() {
    begin();
    two.install(2, 1, 1);
    assertBroken(
        "state machine safety: member 1 holds something else after entry 2 than others",
        () -> invariants.hashed(one, 2, 2));
  }

  @Test
  void aSnapshotWithAnotherConfigurationBreaksStateMachineSafety() {
    begin();
    ConfState two = ConfState.ofVoters(1L, 2L);
    three.reconfigure(two);
    assertBroken(
        "state machine safety: member 3 has the configuration "
            + two
            + " after entry 2, where others have "
            + THREE,
        () -> three.install(2, 1, 2));
  }

  @Test
  void anEntryThatIsAppliedTwiceBreaksStateMachineSafety() {
    begin();
    assertBroken(
        "state machine safety: member 1 applied entry 2 after entry 2",
        () -> one.apply(entry(2, 1, "b")));
  }

  @Test
  void anEntryOfAnotherTermAppliedAtOneIndexBreaksStateMachineSafety() {
    begin();
    assertBroken(
        "state machine safety: member 2 applied entry 1 of term 2, where another was applied"
            + " before, of term 1",
        () -> two.apply(empty(1, 2)));
  }

  @Test
  void theOtherHalfOfAJointConfigurationCountsToo() {
    ConfState joint = new ConfState(List.of(1L, 3L), List.of(), List.of(2L, 4L), List.of(), true);
    FakeMember leader = new FakeMember(1, invariants, joint);
    leader.lead(1);
    leader.write(empty(1, 1));
    three.write(empty(1, 1));
    assertThrows(SimulationFailure.class, () -> leader.commit(1));
  }
}
