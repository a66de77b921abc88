package io.togglebolt.itests.simulation.invariant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.togglebolt.itests.simulation.world.SimulationFailure;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.EntryType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.function.Executable;

/** Three members, to whom things happen one after the other, and the checks that look on. */
abstract class Trace {
  static final ConfState THREE = ConfState.ofVoters(1L, 2L, 3L);

  final Invariants invariants = new Invariants();
  final FakeMember one = new FakeMember(1, invariants, THREE);
  final FakeMember two = new FakeMember(2, invariants, THREE);
  final FakeMember three = new FakeMember(3, invariants, THREE);

  static Entry entry(long index, long term, String data) {
    return Entry.of(term, index, data.getBytes(StandardCharsets.UTF_8));
  }

  static Entry empty(long index, long term) {
    return entry(index, term, "");
  }

  static void assertBroken(String sentence, Executable step) {
    assertEquals(sentence, assertThrows(SimulationFailure.class, step).getMessage());
  }

  /** One leads term 1 and commits two entries that all hold. */
  void begin() {
    one.lead(1);
    for (FakeMember member : List.of(one, two, three)) {
      if (member != one) {
        member.remember(1, 1);
      }
      member.write(empty(1, 1), entry(2, 1, "b"));
    }
    one.commit(2);
    one.applyUpTo(2);
  }

  static Entry change(long index, long term) {
    return new Entry(EntryType.CONF_CHANGE_V2, term, index, new byte[0]);
  }

  /** The third holds the first entry only. */
  void commitTwoWithoutThree() {
    one.lead(1);
    two.remember(1, 1);
    one.write(empty(1, 1), entry(2, 1, "b"));
    two.write(empty(1, 1), entry(2, 1, "b"));
    three.remember(1, 1);
    three.write(empty(1, 1));
    one.commit(2);
    one.applyUpTo(2);
  }
}
