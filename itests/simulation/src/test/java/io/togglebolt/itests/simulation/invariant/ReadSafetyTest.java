package io.togglebolt.itests.simulation.invariant;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.togglebolt.itests.simulation.world.SimulationFailure;
import org.junit.jupiter.api.Test;

/** What a read must see. Small traces, good ones and bad ones. */
class ReadSafetyTest extends Trace {
  @Test
  void aReadThatMayMissWhatWasCommittedBreaksReadSafety() {
    begin();
    invariants.asked(two, 1);
    invariants.answered(two, 1, 2);
    invariants.asked(two, 2);
    assertBroken(
        "read safety: member 2 reads at 1, but leaders had committed up to 2 when it was asked",
        () -> invariants.answered(two, 2, 1));
  }

  @Test
  void aReadNeedNotSeeWhatIsCommittedAfterItWasAskedFor() {
    invariants.asked(two, 1);
    begin();
    invariants.answered(two, 1, 1);
  }

  @Test
  void aReadInAnEarlierLifeSaysNothingOfTheSameNumberInALaterOne() {
    invariants.asked(two, 1);
    two.restart();
    begin();
    invariants.asked(two, 1);
    assertThrows(SimulationFailure.class, () -> invariants.answered(two, 1, 1));
  }
}
