package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseClosedException;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.ReadOnlyException;
import io.togglebolt.storage.StorageException;
import io.togglebolt.storage.Transaction;
import io.togglebolt.storage.TransactionClosedException;
import io.togglebolt.testkit.SimulatedDisk;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TransactionTest {
  private static final byte[] NAME = {'n'};
  private static final byte[] KEY = {'k'};

  @TempDir private Path folder;

  private final EngineBed bed = EngineBed.withAllParts(new SimulatedDisk());
  private final Database database = bed.open(1024);

  @AfterEach
  void close() {
    database.close();
  }

  private void put(int value) {
    database.update(
        transaction -> transaction.createBucketIfMissing(NAME).put(KEY, new byte[] {(byte) value}));
  }

  private static int get(Transaction transaction) {
    Bucket bucket = Objects.requireNonNull(transaction.bucket(NAME));
    return Objects.requireNonNull(bucket.get(KEY))[0];
  }

  @Test
  void aReaderKeepsWhatItSawWhenItBegan() {
    put(1);
    try (Transaction first = database.beginRead();
        Transaction writer = database.beginWrite()) {
      Objects.requireNonNull(writer.bucket(NAME)).put(KEY, new byte[] {2});
      assertEquals(2, get(writer));
      assertEquals(1, get(first));
      try (Transaction second = database.beginRead()) {
        assertEquals(1, get(second));
        writer.commit();
        assertEquals(1, get(second));
        assertEquals(2, database.view(TransactionTest::get));
      }
      for (int i = 3; i < 100; i++) {
        put(i);
      }
      assertEquals(1, get(first));
    }
  }

  @Test
  void whatIsRolledBackNeverHappened() {
    put(1);
    long transaction = database.stats().transaction();
    try (Transaction writer = database.beginWrite()) {
      assertEquals(transaction + 1, writer.id());
      writer.deleteBucket(NAME);
      assertNull(writer.bucket(NAME));
    }
    assertEquals(1, database.view(TransactionTest::get));
    assertEquals(transaction, database.stats().transaction());
    assertThrows(
        ArithmeticException.class,
        () ->
            database.update(
                writer -> {
                  writer.deleteBucket(NAME);
                  throw new ArithmeticException("of the user's own");
                }));
    assertEquals(1, database.view(TransactionTest::get));
    assertEquals(2, database.stats().rollbacks());
    Model.assertSound(database);
  }

  @Test
  void aThreadHasOneWriteTransaction() {
    try (Transaction writer = database.beginWrite()) {
      assertThrows(IllegalStateException.class, database::beginWrite);
      assertThrows(IllegalStateException.class, database::inspect);
      writer.createBucket(NAME);
      writer.commit();
    }
    assertNotNull(database.view(reader -> reader.bucket(NAME)));
  }

  @Test
  void aTransactionEndsOnce() {
    Transaction writer = database.beginWrite();
    writer.createBucket(NAME);
    writer.commit();
    assertThrows(TransactionClosedException.class, writer::commit);
    writer.close();
    writer.close();
    assertEquals(1, database.stats().commits());
    assertEquals(0, database.stats().rollbacks());
    Transaction reader = database.beginRead();
    assertThrows(ReadOnlyException.class, reader::commit);
    reader.close();
    reader.close();
    assertThrows(TransactionClosedException.class, reader::root);
    assertEquals(0, database.stats().openReaders());
  }

  @Test
  void aReadTransactionChangesNothing() {
    put(1);
    try (Transaction reader = database.beginRead()) {
      Bucket bucket = Objects.requireNonNull(reader.bucket(NAME));
      assertFalse(reader.writable());
      assertThrows(ReadOnlyException.class, () -> bucket.put(KEY, KEY));
      assertThrows(ReadOnlyException.class, () -> bucket.delete(KEY));
      assertThrows(ReadOnlyException.class, () -> bucket.createBucket(KEY));
      assertThrows(ReadOnlyException.class, () -> bucket.createBucketIfMissing(NAME));
      assertThrows(ReadOnlyException.class, () -> reader.deleteBucket(NAME));
      assertThrows(ReadOnlyException.class, bucket::nextSequence);
      assertEquals(1, get(reader));
    }
  }

  @Test
  void aTransactionMayBeClosedByAnotherThread() throws Exception {
    put(1);
    Transaction reader = database.beginRead();
    Bucket seen = Objects.requireNonNull(reader.bucket(NAME));
    onAnotherThread(reader::close);
    assertThrows(TransactionClosedException.class, () -> seen.get(KEY));
    Transaction writer = database.beginWrite();
    Objects.requireNonNull(writer.bucket(NAME)).put(KEY, new byte[] {2});
    onAnotherThread(writer::close);
    assertThrows(TransactionClosedException.class, writer::commit);
    assertEquals(1, database.view(TransactionTest::get));
    put(3);
    assertEquals(3, database.view(TransactionTest::get));
  }

  @Test
  void aTransactionThatAnotherThreadClosedFreesNoPageOnBehalfOfTheNext() throws Exception {
    put(1);
    WriteTransaction writer = (WriteTransaction) database.beginWrite();
    long page = writer.base().root();
    onAnotherThread(writer::close);
    try (Transaction next = database.beginWrite()) {
      // What a thread does that was in the middle of deleting a bucket when it was closed.
      assertThrows(TransactionClosedException.class, () -> writer.freeTreePage(page));
      next.createBucket(KEY);
      next.commit();
    }
    Model.assertSound(database);
  }

  private static void onAnotherThread(Runnable task) throws Exception {
    FutureTask<Void> future = new FutureTask<>(task, null);
    Thread.ofPlatform().start(future);
    future.get();
  }

  @Test
  void anInterruptedThreadStopsWaitingForTheWriter() throws Exception {
    Transaction writer = database.beginWrite();
    AtomicBoolean stillInterrupted = new AtomicBoolean();
    FutureTask<Void> waiting =
        new FutureTask<>(
            () -> {
              try {
                database.beginWrite().close();
              } finally {
                stillInterrupted.set(Thread.currentThread().isInterrupted());
              }
            },
            null);
    Thread thread = Thread.ofPlatform().start(waiting);
    thread.interrupt();
    ExecutionException failed = assertThrows(ExecutionException.class, waiting::get);
    assertInstanceOf(StorageException.class, failed.getCause());
    assertTrue(stillInterrupted.get());
    writer.createBucket(NAME);
    writer.commit();
    put(2);
    assertEquals(2, database.view(TransactionTest::get));
  }

  @Test
  void closingEndsReadersAndTheCallersOwnWriter() {
    put(1);
    Transaction reader = database.beginRead();
    Bucket bucket = Objects.requireNonNull(reader.bucket(NAME));
    Transaction writer = database.beginWrite();
    Objects.requireNonNull(writer.bucket(NAME)).put(KEY, new byte[] {2});
    database.close();
    database.close();
    assertFalse(database.isOpen());
    assertThrows(TransactionClosedException.class, () -> bucket.get(KEY));
    assertThrows(TransactionClosedException.class, writer::commit);
    assertThrows(DatabaseClosedException.class, database::beginRead);
    assertThrows(DatabaseClosedException.class, database::beginWrite);
    assertThrows(DatabaseClosedException.class, database::inspect);
    try (Database again = bed.open(DatabaseOptions.defaults().withLockTimeout(0))) {
      assertEquals(1, again.view(TransactionTest::get));
    }
  }

  @Test
  void aWriterThatWaitsIsToldThatTheDatabaseIsClosed() throws Exception {
    Transaction writer = database.beginWrite();
    FutureTask<Void> waiting = new FutureTask<>(() -> database.beginWrite().close(), null);
    Thread thread = Thread.ofPlatform().start(waiting);
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    FutureTask<Void> closing = new FutureTask<>(database::close, null);
    Thread closer = Thread.ofPlatform().start(closing);
    while (closer.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    writer.createBucket(NAME);
    writer.commit();
    closing.get();
    ExecutionException failed = assertThrows(ExecutionException.class, waiting::get);
    assertInstanceOf(DatabaseClosedException.class, failed.getCause());
    try (Database again = bed.open(1024)) {
      assertNotNull(again.view(reader -> reader.bucket(NAME)), "the commit in time is kept");
    }
  }

  @Test
  void anInterruptedThreadThatClosesLetsTheWriterOfAnotherEnd() throws Exception {
    Transaction writer = database.beginWrite();
    FutureTask<Boolean> closing =
        new FutureTask<>(
            () -> {
              Thread.currentThread().interrupt();
              database.close();
              return Thread.currentThread().isInterrupted();
            });
    Thread closer = Thread.ofPlatform().start(closing);
    while (closer.getState() != Thread.State.TIMED_WAITING && !closing.isDone()) {
      Thread.onSpinWait();
    }
    writer.createBucket(NAME);
    writer.commit();
    assertTrue(closing.get(), "the closing thread stays interrupted");
    try (Database again = bed.open(1024)) {
      assertNotNull(again.view(reader -> reader.bucket(NAME)), "the commit in time is kept");
    }
  }

  @Test
  void anInterruptedThreadHarmsNobodyElse() throws Exception {
    Path file = folder.resolve("interrupted.db");
    try (Database real = new Engine().open(file, DatabaseOptions.defaults().withNoSync(true))) {
      real.update(transaction -> transaction.createBucket(NAME).put(KEY, new byte[] {1}));
      AtomicBoolean enough = new AtomicBoolean();
      AtomicInteger victimsRounds = new AtomicInteger();
      CountDownLatch begun = new CountDownLatch(1);
      FutureTask<Void> victim =
          new FutureTask<>(
              () -> {
                while (!enough.get()) {
                  begun.countDown();
                  beInterrupted(real);
                  victimsRounds.incrementAndGet();
                }
              },
              null);
      Thread thread = Thread.ofPlatform().start(victim);
      assertTrue(begun.await(30, TimeUnit.SECONDS));
      for (int i = 0; i < 300; i++) {
        byte[] value = {(byte) i};
        thread.interrupt();
        real.update(
            transaction -> Objects.requireNonNull(transaction.bucket(NAME)).put(KEY, value));
        thread.interrupt();
        assertArrayEquals(
            value,
            real.view(reader -> Objects.requireNonNull(reader.bucket(NAME)).get(KEY)),
            "what another thread reads");
      }
      enough.set(true);
      thread.interrupt();
      victim.get();
      assertTrue(victimsRounds.get() > 0);
      Model.assertSound(real);
    }
  }

  /** Reads and writes like anybody; only waiting may end with the interrupt. */
  private static void beInterrupted(Database database) {
    assertNotNull(database.view(reader -> Objects.requireNonNull(reader.bucket(NAME)).get(KEY)));
    try {
      database.update(
          transaction -> Objects.requireNonNull(transaction.bucket(NAME)).nextSequence());
    } catch (StorageException interrupted) {
      assertInstanceOf(InterruptedException.class, interrupted.getCause());
      assertTrue(Thread.interrupted());
    }
  }
}
