package io.togglebolt.itests.simulation.invariant;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.togglebolt.itests.simulation.world.SimulationFailure;
import io.togglebolt.raft.MessageType;
import org.junit.jupiter.api.Test;

/** Who sends as a leader. Small traces, good ones and bad ones. */
class ElectionSafetyTest extends Trace {
  @Test
  void twoThatSendAsLeadersOfOneTermBreakElectionSafety() {
    one.send(MessageType.HEARTBEAT, 2, 5);
    one.send(MessageType.APPEND, 3, 5);
    two.send(MessageType.VOTE, 3, 5);
    two.send(MessageType.HEARTBEAT, 1, 6);
    assertBroken(
        "election safety: members 1 and 2 both led term 5",
        () -> two.send(MessageType.APPEND, 3, 5));
  }

  @Test
  void twoThatLeadOneTermOneAfterTheOtherBreakElectionSafetyToo() {
    one.lead(3);
    one.follow(0);
    assertBroken("election safety: members 1 and 2 both led term 3", () -> two.lead(3));
  }

  @Test
  void aSnapshotOrAnAppendIsTheWordOfALeaderToo() {
    one.send(MessageType.SNAPSHOT, 2, 5);
    assertBroken(
        "election safety: members 1 and 2 both led term 5",
        () -> two.send(MessageType.SNAPSHOT, 3, 5));
    one.send(MessageType.APPEND, 2, 6);
    assertThrows(SimulationFailure.class, () -> two.send(MessageType.APPEND, 3, 6));
    one.send(MessageType.HEARTBEAT, 2, 7);
    assertThrows(SimulationFailure.class, () -> two.send(MessageType.HEARTBEAT, 3, 7));
  }
}
