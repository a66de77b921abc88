package io.togglebolt.itests.simulation.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.togglebolt.itests.simulation.invariant.FakeMember;
import io.togglebolt.itests.simulation.member.Command;
import io.togglebolt.itests.simulation.world.SimulationFailure;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.EntryType;
import io.togglebolt.testkit.history.KeyValueModel.Put;
import org.junit.jupiter.api.Test;

/** An acknowledged write that nobody applied is missed. */
class AppliedWritesTest {
  private static final Command FIRST = new Command(1, 1, new Put("x", "a"));
  private static final Command SECOND = new Command(1, 2, new Put("x", "b"));
  private static final Command OF_ANOTHER = new Command(2, 1, new Put("x", "a"));

  private final AppliedWrites writes = new AppliedWrites();
  private final FakeMember one = new FakeMember(1, writes, ConfState.ofVoters(1L, 2L));
  private final FakeMember two = new FakeMember(2, writes, ConfState.ofVoters(1L, 2L));

  private static Entry entry(long index, Command command) {
    return Entry.of(1, index, command.encode());
  }

  private void assertGone(Command command) {
    assertEquals(
        "a write is gone that was acknowledged: " + command,
        assertThrows(SimulationFailure.class, writes::finish).getMessage());
  }

  @Test
  void whatWasAppliedAnywhereIsThere() {
    one.apply(entry(1, FIRST));
    two.apply(entry(1, FIRST));
    two.apply(entry(2, OF_ANOTHER));
    writes.acknowledged(FIRST);
    writes.acknowledged(OF_ANOTHER);
    writes.finish();
  }

  @Test
  void whatNobodyAppliedIsGone() {
    one.apply(entry(1, FIRST));
    writes.acknowledged(FIRST);
    writes.acknowledged(SECOND);
    assertGone(SECOND);
  }

  @Test
  void theFirstThatWasAcknowledgedCountsAsTheLastDoes() {
    one.apply(entry(1, SECOND));
    writes.acknowledged(FIRST);
    writes.acknowledged(SECOND);
    assertGone(FIRST);
  }

  @Test
  void theSameNumberOfAnotherSessionIsAnotherCommand() {
    one.apply(entry(1, FIRST));
    writes.acknowledged(OF_ANOTHER);
    assertGone(OF_ANOTHER);
  }

  @Test
  void whatWasNotAcknowledgedIsNotMissed() {
    one.apply(entry(1, FIRST));
    writes.finish();
  }

  @Test
  void whatAStartFindsAppliedWasApplied() {
    one.apply(entry(1, FIRST));
    one.put(entry(1, FIRST));
    one.put(entry(2, SECOND));
    one.put(entry(3, OF_ANOTHER));
    one.setApplied(2);
    one.restart();
    writes.acknowledged(SECOND);
    writes.finish();
    writes.acknowledged(OF_ANOTHER);
    assertGone(OF_ANOTHER);
  }

  @Test
  void whatIsAppliedInThePlaceOfAnotherEntryIsNotThere() {
    one.apply(entry(1, FIRST));
    two.apply(entry(1, SECOND));
    writes.acknowledged(SECOND);
    assertGone(SECOND);
  }

  @Test
  void entriesThatAreNoCommandsArePassedOver() {
    one.apply(Entry.of(1, 1, new byte[0]));
    one.apply(new Entry(EntryType.CONF_CHANGE_V2, 1, 2, new byte[] {1, 2, 3}));
    one.apply(entry(3, FIRST));
    writes.acknowledged(FIRST);
    writes.finish();
  }
}
