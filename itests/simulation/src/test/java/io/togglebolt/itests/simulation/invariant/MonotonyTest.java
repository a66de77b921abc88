package io.togglebolt.itests.simulation.invariant;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.togglebolt.itests.simulation.world.SimulationFailure;
import io.togglebolt.raft.HardState;
import org.junit.jupiter.api.Test;

/** What never goes back. Small traces, good ones and bad ones. */
class MonotonyTest extends Trace {
  @Test
  void aTermThatGoesBackBreaksMonotony() {
    two.remember(4, 1);
    assertThrows(SimulationFailure.class, () -> two.remember(3, 1));
  }

  @Test
  void committedEntriesThatAreWrittenOverBreakMonotony() {
    begin();
    two.save(new HardState(1, 1, 2));
    assertBroken(
        "monotony: member 2 writes from 2 on, although it is committed up to 2",
        () -> two.write(entry(2, 1, "other")));
  }

  @Test
  void aCommitThatGoesBackBreaksMonotony() {
    begin();
    two.save(new HardState(1, 1, 2));
    assertBroken(
        "monotony: member 2 knows less to be committed: "
            + new HardState(1, 1, 2)
            + ", then "
            + new HardState(1, 1, 1),
        () -> two.save(new HardState(1, 1, 1)));
  }

  @Test
  void whatIsNotCommittedMayBeWrittenOver() {
    begin();
    two.save(new HardState(1, 1, 1));
    two.remember(2, 0);
    two.write(entry(2, 2, "other"));
  }

  @Test
  void aLogThatDoesNotEndWithWhatWasWrittenBreaksMonotony() {
    begin();
    assertBroken(
        "monotony: member 2 wrote up to entry 3 of term 1, but its log ends with 2 of term 1",
        () -> two.claim(entry(3, 1, "c")));
    three.put(entry(3, 2, "c"));
    assertBroken(
        "monotony: member 3 wrote up to entry 3 of term 1, but its log ends with 3 of term 2",
        () -> three.claim(entry(3, 1, "c")));
  }

  @Test
  void aLogThatEndsBehindWhatWasWrittenBreaksMonotony() {
    begin();
    two.put(entry(3, 1, "c"));
    two.put(entry(4, 1, "d"));
    assertBroken(
        "monotony: member 2 wrote up to entry 3 of term 1, but its log ends with 4 of term 1",
        () -> two.claim(entry(3, 1, "c")));
  }
}
