package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseClosedException;
import io.togglebolt.storage.DatabaseIOException;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.Inspection;
import io.togglebolt.storage.TransactionClosedException;
import io.togglebolt.testkit.SimulatedDisk;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A close comes to its end whatever others do, and so does the use of what was given back. */
@Timeout(60)
class CloseTest {
  private static final byte[] FIRST = {1};
  private static final byte[] SECOND = {2};

  private final SimulatedDisk disk = new SimulatedDisk();
  private final AtomicBoolean hangs = new AtomicBoolean();
  private final CountDownLatch hanging = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final WatchedDisk watched = new WatchedDisk(disk, this::hang);
  private final EngineBed bed = EngineBed.withAllParts(watched);

  private void hang() {
    if (hangs.compareAndSet(true, false)) {
      hanging.countDown();
      try {
        assertTrue(goOn.await(50, TimeUnit.SECONDS));
      } catch (InterruptedException unexpected) {
        throw new AssertionError(unexpected);
      }
    }
  }

  private Database open() {
    return bed.open(DatabaseOptions.defaults());
  }

  @Test
  void aCommitThatHangsDoesNotHoldTheCloseUpAndIsNotAcknowledged() throws Exception {
    Database database = open();
    database.update(transaction -> transaction.createBucket(FIRST));
    hangs.set(true);
    FutureTask<Void> commit =
        new FutureTask<>(
            () -> database.update(transaction -> transaction.createBucket(SECOND)), null);
    Thread.ofPlatform().start(commit);
    assertTrue(hanging.await(50, TimeUnit.SECONDS));
    database.close();
    assertFalse(commit.isDone(), "the close did not wait for the disk");
    goOn.countDown();
    ExecutionException failed = assertThrows(ExecutionException.class, commit::get);
    assertInstanceOf(DatabaseIOException.class, failed.getCause());
    assertEquals(0, watched.mappings());
    try (Database again = open()) {
      Model.assertSound(again);
      assertNotNull(again.view(reader -> reader.bucket(FIRST)));
      assertNull(again.view(reader -> reader.bucket(SECOND)));
    }
  }

  @Test
  void aHandleThatWasGivenBackInspectsNothing() {
    try (Database database = open()) {
      ClientDatabase handle = new ClientDatabase((EngineDatabase) database, "guest");
      Inspection left = handle.inspect();
      handle.giveBack();
      assertThrows(DatabaseClosedException.class, handle::inspect);
      assertThrows(
          TransactionClosedException.class, left::check, "its reader ended with the handle");
      left.close();
      assertEquals(0, database.stats().openReaders());
      try (Inspection own = database.inspect()) {
        assertEquals(List.of(), own.check());
      }
    }
  }
}
