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
import io.togglebolt.storage.FreelistPersistence;
import io.togglebolt.storage.Inspection;
import io.togglebolt.storage.TransactionClosedException;
import io.togglebolt.testkit.SimulatedDisk;
import java.lang.foreign.MemorySegment;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

  /** The transaction whose meta the disk is to hang after, once that is durable; 0 for none. */
  private volatile long hangsAfter;

  private final AtomicInteger seen = new AtomicInteger();

  /** A durable write is told of twice, and the second time it is durable. */
  private boolean isDurable(long transaction) {
    try {
      long at = (transaction & 1) * 4096 + Layouts.PAGE_HEADER + 48;
      MemorySegment file = MemorySegment.ofArray(disk.content(EngineBed.FILE));
      return file.get(Layouts.U64, at) == transaction && seen.incrementAndGet() == 2;
    } catch (NoSuchFileException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private void hang() {
    if (hangsAfter != 0 && isDurable(hangsAfter) || hangs.compareAndSet(true, false)) {
      hanging.countDown();
      try {
        assertTrue(goOn.await(50, TimeUnit.SECONDS));
      } catch (InterruptedException unexpected) {
        throw new AssertionError(unexpected);
      }
    }
  }

  private Database open() {
    return open(FreelistPersistence.LAZY);
  }

  private Database open(FreelistPersistence mode) {
    return bed.open(DatabaseOptions.defaults().withFreelistPersistence(mode));
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

  @ParameterizedTest
  @EnumSource(FreelistPersistence.class)
  void aCommitThatIsDurableStandsThoughTheDatabaseIsClosedUnderIt(FreelistPersistence mode)
      throws Exception {
    Database database = open(mode);
    database.update(transaction -> transaction.createBucket(FIRST));
    hangsAfter = database.stats().transaction() + 1;
    FutureTask<Void> commit =
        new FutureTask<>(
            () -> database.update(transaction -> transaction.createBucket(SECOND)), null);
    Thread.ofPlatform().start(commit);
    assertTrue(hanging.await(50, TimeUnit.SECONDS));
    database.close();
    hangsAfter = 0;
    goOn.countDown();
    commit.get();
    assertThrows(DatabaseClosedException.class, () -> database.update(transaction -> {}));
    try (Database again = open(mode)) {
      Model.assertSound(again);
      assertNotNull(again.view(reader -> reader.bucket(SECOND)));
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
