package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseClosedException;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.ReadOnlyException;
import io.togglebolt.storage.Transaction;
import io.togglebolt.storage.TransactionClosedException;
import io.togglebolt.testkit.SimulatedDisk;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TransactionTest {
  private static final byte[] NAME = {'n'};
  private static final byte[] KEY = {'k'};

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
}
