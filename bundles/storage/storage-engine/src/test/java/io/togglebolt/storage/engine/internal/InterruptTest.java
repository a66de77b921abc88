package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.StorageException;
import io.togglebolt.storage.Transaction;
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

/** An interrupt is for the thread that gets it; it harms no other, and no file. */
@Timeout(60)
class InterruptTest {
  private static final byte[] NAME = {'n'};
  private static final byte[] KEY = {'k'};

  @TempDir private Path folder;

  private final EngineBed bed = EngineBed.withAllParts(new SimulatedDisk());
  private final Database database = bed.open(1024);

  @AfterEach
  void close() {
    database.close();
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
    assertNotNull(database.view(reader -> reader.bucket(NAME)));
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
