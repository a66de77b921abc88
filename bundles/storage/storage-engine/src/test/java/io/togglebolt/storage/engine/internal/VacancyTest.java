package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.slot.Candidate;
import io.togglebolt.slot.SlotStatus;
import io.togglebolt.slot.SlotVacantException;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseClosedException;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.spi.FreelistPolicyFactory;
import io.togglebolt.testkit.SimulatedDisk;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Without a part reads go on, writes wait by the clock, and the first part to come ends it. */
@Timeout(60)
class VacancyTest {
  private static final byte[] NAME = {'n'};

  private final EngineBed bed = new EngineBed(new SimulatedDisk());

  private Database openVacant() {
    return bed.open(DatabaseOptions.defaults().withVacancyTimeout(2_500));
  }

  private FutureTask<Void> write(Database database) {
    FutureTask<Void> writing =
        new FutureTask<>(
            () -> database.update(transaction -> transaction.createBucket(NAME)), null);
    Thread thread = Thread.ofPlatform().start(writing);
    awaitWaiting(thread, writing);
    return writing;
  }

  /** Until the write waits with its timer set, or has ended. */
  private void awaitWaiting(Thread thread, FutureTask<Void> writing) {
    while (!writing.isDone()
        && (thread.getState() != Thread.State.WAITING || bed.scheduler.pending() == 0)) {
      Thread.onSpinWait();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"freelist", "allocator"})
  void aWriteWaitsForTheTimeoutAndThenNamesTheSlot(String vacant) throws Exception {
    if (vacant.equals("freelist")) {
      bed.allocators.add(bed.candidate(EngineBed.allocator("first-fit")));
    } else {
      bed.policies.add(bed.candidate(EngineBed.policy("range")));
    }
    try (Database database = openVacant()) {
      assertEquals(SlotStatus.State.VACANT, EngineBed.slot(database, vacant).status().state());
      FutureTask<Void> writing = write(database);
      assertNull(database.view(reader -> reader.bucket(NAME)), "reads go on");
      Model.assertSound(database);
      bed.scheduler.advance(2_499);
      assertTrue(!writing.isDone(), "the timeout has not passed");
      bed.scheduler.advance(1);
      ExecutionException failed = assertThrows(ExecutionException.class, writing::get);
      assertInstanceOf(SlotVacantException.class, failed.getCause());
      String message = String.valueOf(failed.getCause().getMessage());
      assertTrue(message.contains(vacant) && message.contains("test.db"), message);
      assertTrue(message.contains("2500 ms"), message);
    }
  }

  @Test
  void theFirstPartToComeResumesAWriteThatWaits() throws Exception {
    bed.allocators.add(bed.candidate(EngineBed.allocator("first-fit")));
    try (Database database = openVacant()) {
      FutureTask<Void> writing = write(database);
      bed.scheduler.advance(1_000);
      bed.policies.add(bed.candidate(EngineBed.policy("legacy")));
      bed.scheduler.runUntilIdle();
      writing.get();
      assertNotNull(database.view(reader -> reader.bucket(NAME)));
      Model.assertSound(database);
    }
  }

  @Test
  void aWriteThatWaitsIsToldWhenTheDatabaseCloses() {
    Database database = openVacant();
    FutureTask<Void> writing = write(database);
    database.close();
    ExecutionException failed = assertThrows(ExecutionException.class, writing::get);
    assertInstanceOf(DatabaseClosedException.class, failed.getCause());
  }

  @Test
  void aWithdrawnPartServesItsGraceTimeAndLeavesAllItKnewBehind() throws Exception {
    bed.allocators.add(bed.candidate(EngineBed.allocator("first-fit")));
    Candidate<FreelistPolicyFactory> only = bed.candidate(EngineBed.policy("legacy"));
    bed.policies.add(only);
    try (Database database = openVacant()) {
      database.update(transaction -> transaction.createBucket(new byte[] {1}));
      long pending = database.stats().pendingPages();
      assertTrue(pending > 0);
      bed.policies.remove(only);
      bed.scheduler.advance(500);
      assertEquals(SlotStatus.State.VACANT, EngineBed.slot(database, "freelist").status().state());
      assertEquals(pending, database.stats().pendingPages(), "state rests with the database");
      FutureTask<Void> writing = write(database);
      bed.policies.add(bed.candidate(EngineBed.policy("range")));
      bed.scheduler.runUntilIdle();
      writing.get();
      Model.assertSound(database);
      assertTrue(database.stats().pendingPages() <= pending + 4, "what was pending was released");
    }
  }

  @Test
  void aPartThatFailsWithoutASuccessorFailsTheWriteAndNothingElse() throws Exception {
    bed.allocators.add(bed.candidate(EngineBed.allocator("first-fit")));
    bed.policies.add(
        bed.candidate(
            UnreliablePolicy.factory(
                "unreliable",
                new io.togglebolt.testkit.SplitMix64(1),
                EngineBed.policy("legacy"),
                UnreliablePolicy.Fault.THROWS_WHEN_ASKED)));
    try (Database database = openVacant()) {
      FutureTask<Void> writing = write(database);
      for (int i = 0; i < 100 && writing.isDone(); i++) {
        byte[] name = {2, (byte) i};
        writing =
            new FutureTask<>(
                () -> database.update(transaction -> transaction.createBucket(name)), null);
        Thread thread = Thread.ofPlatform().start(writing);
        awaitWaiting(thread, writing);
      }
      FutureTask<Void> waiting = writing;
      assertTrue(!waiting.isDone(), "the part never failed");
      bed.scheduler.advance(2_500);
      ExecutionException failed = assertThrows(ExecutionException.class, waiting::get);
      assertInstanceOf(SlotVacantException.class, failed.getCause());
      bed.policies.add(bed.candidate(EngineBed.policy("range")));
      bed.scheduler.runUntilIdle();
      database.update(transaction -> transaction.createBucket(new byte[] {3}));
      Model.assertSound(database);
    }
  }
}
