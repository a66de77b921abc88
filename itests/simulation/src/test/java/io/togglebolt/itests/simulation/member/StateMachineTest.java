package io.togglebolt.itests.simulation.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.togglebolt.metrics.Metrics;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.engine.internal.Engine;
import io.togglebolt.testkit.SimulatedClock;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SimulatedScheduler;
import io.togglebolt.testkit.history.KeyValueModel.Append;
import io.togglebolt.testkit.history.KeyValueModel.Changed;
import io.togglebolt.testkit.history.KeyValueModel.CompareAndSet;
import io.togglebolt.testkit.history.KeyValueModel.Done;
import io.togglebolt.testkit.history.KeyValueModel.Operation;
import io.togglebolt.testkit.history.KeyValueModel.Put;
import io.togglebolt.testkit.history.KeyValueModel.Value;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StateMachineTest {
  private static final Set<Plant> NONE = EnumSet.noneOf(Plant.class);

  private static Database database(SimulatedDisk disk) {
    SimulatedClock clock = new SimulatedClock();
    Engine engine =
        new Engine(
            disk,
            Parts.SLOTS.with(clock, new SimulatedScheduler(clock), Metrics.none()),
            clock,
            Parts.ALLOCATORS,
            Parts.POLICIES);
    return engine.open(
        Path.of("/data/db"), DatabaseOptions.defaults().withReaderWarning(0).withLockTimeout(0));
  }

  private static Outcome apply(StateMachine machine, long index, long number, Operation what) {
    Entry entry = Entry.of(1, index, new Command(1, number, what).encode());
    return machine
        .apply(
            List.of(entry),
            (change, before, removed) -> {
              throw new AssertionError("no member changes");
            })
        .getFirst();
  }

  @Test
  void aRetryHasNoEffectAndTheSameResult() {
    try (Database database = database(new SimulatedDisk())) {
      StateMachine machine = new StateMachine(database, NONE);
      assertEquals(new Done(), apply(machine, 1, 1, new Append("k", "a")).result());
      assertEquals(new Done(), apply(machine, 2, 1, new Append("k", "a")).result());
      assertEquals(new Value("a"), machine.read("k"));
      CompareAndSet swap = new CompareAndSet("k", "a", "b");
      assertEquals(new Changed(true), apply(machine, 3, 2, swap).result());
      assertEquals(new Changed(true), apply(machine, 4, 2, swap).result());
      assertNull(apply(machine, 5, 1, new Append("k", "a")).result());
      assertEquals(new Value("b"), machine.read("k"));
    }
  }

  @Test
  void whatWasAppliedIsFoundAgain() {
    SimulatedDisk disk = new SimulatedDisk();
    long hash;
    try (Database database = database(disk)) {
      StateMachine machine = new StateMachine(database, NONE);
      apply(machine, 1, 1, new Put("k", "v"));
      hash = machine.hash();
    }
    try (Database database = database(disk)) {
      StateMachine machine = new StateMachine(database, NONE);
      assertEquals(1, machine.applied());
      assertEquals(1, machine.appliedTerm());
      assertEquals(hash, machine.hash());
    }
  }

  @Test
  void aSnapshotBringsKeysAndSessions() {
    ConfState members = ConfState.ofVoters(1L, 2L);
    try (Database database = database(new SimulatedDisk());
        Database other = database(new SimulatedDisk())) {
      StateMachine machine = new StateMachine(database, NONE);
      apply(machine, 1, 1, new Append("k", "a"));
      StateMachine copy = new StateMachine(other, NONE);
      apply(copy, 1, 9, new Put("gone", "x"));
      assertNotEquals(machine.hash(), copy.hash());
      copy.install(machine.snapshot(), 5, 3, members);
      assertEquals(5, copy.applied());
      assertEquals(3, copy.appliedTerm());
      assertEquals(members, copy.confState());
      assertEquals(new Value(null), copy.read("gone"));
      apply(copy, 6, 1, new Append("k", "a"));
      assertEquals(new Value("a"), copy.read("k"));
    }
  }
}
