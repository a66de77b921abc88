package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.slot.SlotVacantException;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseClosedException;
import io.togglebolt.storage.DatabaseIOException;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.HookFailedException;
import io.togglebolt.storage.ReadOnlyException;
import io.togglebolt.storage.StorageException;
import io.togglebolt.storage.Transaction;
import io.togglebolt.testkit.DiskOperation;
import io.togglebolt.testkit.SimulatedDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BatchTest {
  private static final byte[] NAME = {'n'};

  private final SimulatedDisk disk = new SimulatedDisk();
  private final EngineBed bed = EngineBed.withAllParts(disk);
  private final EngineDatabase database = (EngineDatabase) bed.open(1024);

  @AfterEach
  void close() {
    database.close();
  }

  /** A caller on a thread of its own. */
  private record Caller(Thread thread, FutureTask<?> outcome) {
    static Caller of(Callable<?> task) {
      FutureTask<?> future = new FutureTask<>(task);
      return new Caller(Thread.ofPlatform().start(future), future);
    }

    /** A caller that is waiting when this returns. */
    static Caller waiting(Callable<?> task) {
      Caller caller = of(task);
      caller.awaitWaiting();
      return caller;
    }

    void awaitWaiting() {
      while (thread.getState() != Thread.State.WAITING) {
        assertFalse(outcome.isDone(), "the caller should wait");
        Thread.onSpinWait();
      }
    }

    <X extends Throwable> X failure(Class<X> type) {
      ExecutionException failed = assertThrows(ExecutionException.class, outcome::get);
      return assertInstanceOf(type, failed.getCause());
    }
  }

  private static Callable<?> batch(Database database, String key) {
    return () -> database.batchResult(transaction -> put(transaction, key));
  }

  private static long put(Transaction transaction, String key) {
    transaction.createBucketIfMissing(NAME).put(key.getBytes(), new byte[] {1});
    return transaction.id();
  }

  private boolean holds(String key) {
    return database.view(
        reader -> {
          var bucket = reader.bucket(NAME);
          return bucket != null && bucket.get(key.getBytes()) != null;
        });
  }

  @Test
  void aLoneCallerCommitsAtOnce() {
    database.batch(transaction -> put(transaction, "a"));
    assertTrue(holds("a"));
    assertEquals(1, database.stats().commits());
  }

  @Test
  void thoseWhoWaitShareOneCommit() throws Exception {
    List<Caller> callers = new ArrayList<>();
    try (Transaction writer = database.beginWrite()) {
      for (int i = 0; i < 20; i++) {
        callers.add(Caller.waiting(batch(database, "k" + i)));
      }
      writer.commit();
    }
    for (int i = 0; i < 20; i++) {
      assertEquals(3L, callers.get(i).outcome.get());
      assertTrue(holds("k" + i));
    }
    assertEquals(2, database.stats().commits());
  }

  @Test
  void aWorkThatThrowsFailsAloneAndTheOthersRunAgain() throws Exception {
    ArithmeticException own = new ArithmeticException("of the user's own");
    AtomicInteger runs = new AtomicInteger();
    AtomicInteger rollbacks = new AtomicInteger();
    Caller before;
    Caller failing;
    Caller after;
    try (Transaction writer = database.beginWrite()) {
      before =
          Caller.waiting(
              () ->
                  database.batchResult(
                      transaction -> {
                        runs.incrementAndGet();
                        transaction.onRollback(rollbacks::incrementAndGet);
                        return put(transaction, "before");
                      }));
      failing =
          Caller.waiting(
              () ->
                  database.batchResult(
                      transaction -> {
                        put(transaction, "failing");
                        throw own;
                      }));
      after = Caller.waiting(batch(database, "after"));
      writer.commit();
    }
    assertSame(own, failing.failure(ArithmeticException.class));
    before.outcome.get();
    after.outcome.get();
    assertTrue(holds("before"));
    assertTrue(holds("after"));
    assertFalse(holds("failing"));
    assertEquals(2, runs.get(), "the first work is run again");
    assertEquals(1, rollbacks.get(), "its first try was rolled back");
    assertEquals(2, database.stats().commits());
  }

  @Test
  void aCheckedExceptionReachesItsCaller() {
    IOException own = new IOException("of the user's own");
    assertSame(
        own,
        assertThrows(
            IOException.class,
            () ->
                database.batch(
                    (Database.Action<IOException>)
                        transaction -> {
                          throw own;
                        })));
  }

  @Test
  void aWorkCanNeitherEndTheTransactionNorBeginAnother() {
    List<Database.Action<RuntimeException>> forbidden =
        List.of(
            Transaction::commit,
            Transaction::close,
            transaction -> database.beginWrite(),
            transaction -> database.batch(inner -> {}),
            transaction -> database.update(inner -> {}));
    for (Database.Action<RuntimeException> work : forbidden) {
      assertThrows(IllegalStateException.class, () -> database.batch(work));
    }
    try (Transaction writer = database.beginWrite()) {
      assertTrue(writer.writable());
      assertThrows(IllegalStateException.class, () -> database.batch(inner -> {}));
    }
    database.batch(transaction -> put(transaction, "a"));
    assertTrue(holds("a"));
  }

  @Test
  void anInterruptedCallerTakesItsWorkOut() throws Exception {
    AtomicBoolean stillInterrupted = new AtomicBoolean();
    Caller leader;
    Caller victim;
    Caller last;
    try (Transaction writer = database.beginWrite()) {
      leader = Caller.waiting(batch(database, "leader"));
      victim =
          Caller.waiting(
              () -> {
                try {
                  return batch(database, "victim").call();
                } finally {
                  stillInterrupted.set(Thread.currentThread().isInterrupted());
                }
              });
      last = Caller.waiting(batch(database, "last"));
      victim.thread.interrupt();
      assertInstanceOf(StorageException.class, victim.failure(StorageException.class));
      leader.thread.interrupt();
      leader.failure(StorageException.class);
      writer.commit();
    }
    last.outcome.get();
    assertTrue(stillInterrupted.get());
    assertFalse(holds("victim"));
    assertFalse(holds("leader"));
    assertTrue(holds("last"));
  }

  @Test
  void anInterruptThatComesTooLateChangesNothingButStays() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Caller leader;
    Caller follower;
    try (Transaction writer = database.beginWrite()) {
      leader =
          Caller.waiting(
              () ->
                  database.batchResult(
                      transaction -> {
                        running.countDown();
                        goOn.await();
                        return put(transaction, "leader");
                      }));
      follower =
          Caller.waiting(
              () -> {
                batch(database, "follower").call();
                return Thread.currentThread().isInterrupted();
              });
      writer.commit();
    }
    running.await();
    follower.thread.interrupt();
    goOn.countDown();
    leader.outcome.get();
    assertEquals(true, follower.outcome.get());
    assertTrue(holds("follower"));
  }

  @Test
  void anInterruptOfTheLeaderFailsNoOtherWork() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    AtomicInteger runs = new AtomicInteger();
    List<Thread> ranOn = new ArrayList<>();
    Caller leader;
    Caller waits;
    Caller last;
    try (Transaction writer = database.beginWrite()) {
      leader =
          Caller.waiting(
              () -> {
                database.batch(
                    transaction -> {
                      put(transaction, "leader");
                      Thread.currentThread().interrupt();
                    });
                return Thread.interrupted();
              });
      waits =
          Caller.waiting(
              () ->
                  database.batchResult(
                      transaction -> {
                        ranOn.add(Thread.currentThread());
                        if (runs.incrementAndGet() == 1) {
                          running.countDown();
                          never.await();
                        }
                        return put(transaction, "waits");
                      }));
      last =
          Caller.waiting(
              () ->
                  database.batchResult(
                      transaction -> {
                        assertFalse(Thread.currentThread().isInterrupted());
                        return put(transaction, "last");
                      }));
      writer.commit();
    }
    running.await();
    leader.thread.interrupt();
    waits.outcome.get();
    last.outcome.get();
    assertEquals(true, leader.outcome.get(), "the interrupt is the leader's");
    assertEquals(List.of(leader.thread, waits.thread), ranOn);
    for (String key : List.of("leader", "waits", "last")) {
      assertTrue(holds(key));
    }
  }

  @Test
  void aCommitThatFailsFailsForAll() throws Exception {
    put("first");
    List<Caller> callers = new ArrayList<>();
    Transaction writer = database.beginWrite();
    for (int i = 0; i < 3; i++) {
      callers.add(Caller.waiting(batch(database, "k" + i)));
    }
    disk.faults().failNth(DiskOperation.WRITE, 1);
    writer.close();
    List<DatabaseIOException> heard = new ArrayList<>();
    for (Caller caller : callers) {
      heard.add(caller.failure(DatabaseIOException.class));
    }
    assertNotSame(heard.get(0), heard.get(1), "each caller has its own exception");
    assertSame(heard.get(0).getCause(), heard.get(1).getCause());
    assertFalse(holds("k0"));
    put("later");
    assertTrue(holds("later"));
    Model.assertSound(database);
  }

  private void put(String key) {
    database.batch(transaction -> put(transaction, key));
  }

  @Test
  void aReadOnlyDatabaseAndAVacantSlotAreSaidToAll() {
    database.close();
    try (Database readOnly = bed.open(DatabaseOptions.defaults().asReadOnly())) {
      assertThrows(ReadOnlyException.class, () -> readOnly.batch(transaction -> {}));
    }
    try (Database vacant =
        new EngineBed(disk).open(DatabaseOptions.defaults().withVacancyTimeout(0))) {
      assertThrows(SlotVacantException.class, () -> vacant.batch(transaction -> {}));
    }
  }

  @Test
  void closingEndsWhatIsQueued() throws Exception {
    List<Caller> callers = new ArrayList<>();
    Transaction writer = database.beginWrite();
    for (int i = 0; i < 3; i++) {
      callers.add(Caller.waiting(batch(database, "k" + i)));
    }
    database.close();
    for (Caller caller : callers) {
      caller.failure(DatabaseClosedException.class);
    }
    writer.close();
    assertThrows(DatabaseClosedException.class, () -> database.batch(transaction -> {}));
    try (Database again = bed.open(1024)) {
      assertNull(again.view(reader -> reader.bucket(NAME)));
    }
  }

  @Test
  void whatABundleHasQueuedEndsWhenItGivesTheDatabaseBack() throws Exception {
    ClientDatabase bundle = new ClientDatabase(database, "bundle");
    Caller first;
    Caller theirs;
    Caller other;
    try (Transaction writer = database.beginWrite()) {
      first = Caller.waiting(batch(bundle, "first"));
      other = Caller.waiting(batch(database, "other"));
      theirs = Caller.waiting(batch(bundle, "theirs"));
      bundle.giveBack();
      theirs.failure(DatabaseClosedException.class);
      writer.commit();
    }
    other.outcome.get();
    first.failure(DatabaseClosedException.class);
    assertTrue(holds("other"));
    assertFalse(holds("first"));
    assertFalse(holds("theirs"));
    assertThrows(DatabaseClosedException.class, () -> bundle.batch(transaction -> {}));
  }

  @Test
  void aWorkThatHangsDoesNotHoldTheOthersOnceItsBundleIsGone() throws Exception {
    ClientDatabase bundle = new ClientDatabase(database, "bundle");
    CountDownLatch hangs = new CountDownLatch(1);
    CountDownLatch wakes = new CountDownLatch(1);
    Caller leader;
    Caller hanging;
    Caller other;
    try (Transaction writer = database.beginWrite()) {
      leader = Caller.waiting(batch(database, "leader"));
      hanging =
          Caller.waiting(
              () ->
                  bundle.batchResult(
                      transaction -> {
                        hangs.countDown();
                        wakes.await();
                        return put(transaction, "hanging");
                      }));
      other = Caller.waiting(batch(database, "other"));
      writer.commit();
    }
    hangs.await();
    bundle.giveBack();
    hanging.failure(DatabaseClosedException.class);
    other.outcome.get();
    assertTrue(holds("leader"), "the leader's own work is done by another");
    assertTrue(holds("other"));
    put("still");
    wakes.countDown();
    assertNotNull(leader.outcome.get());
    assertFalse(holds("hanging"));
    put("then");
    assertTrue(holds("then"));
    Model.assertSound(database);
  }

  @Test
  void aHookThatThrowsFailsItsOwnCallerOnly() throws Exception {
    Caller hooked;
    Caller other;
    List<Thread> ranOn = new ArrayList<>();
    try (Transaction writer = database.beginWrite()) {
      other = Caller.waiting(batch(database, "other"));
      hooked =
          Caller.waiting(
              () ->
                  database.batchResult(
                      transaction -> {
                        transaction.onCommit(
                            () -> {
                              ranOn.add(Thread.currentThread());
                              throw new ArithmeticException("of the user's own");
                            });
                        return put(transaction, "hooked");
                      }));
      writer.commit();
    }
    assertTrue(hooked.failure(HookFailedException.class).committed());
    assertEquals(List.of(hooked.thread), ranOn);
    other.outcome.get();
    assertTrue(holds("hooked"));
  }

  @Test
  void aHookThatIsNullFailsTheWorkThatGivesIt() throws Exception {
    List<Caller> callers = new ArrayList<>();
    try (Transaction writer = database.beginWrite()) {
      assertTrue(writer.writable());
      for (int i = 0; i < 5; i++) {
        int number = i;
        callers.add(
            Caller.waiting(
                () ->
                    database.batchResult(
                        transaction -> {
                          if (number == 2) {
                            transaction.onCommit(nothing());
                          }
                          return put(transaction, "k" + number);
                        })));
      }
    }
    callers.get(2).failure(NullPointerException.class);
    for (int i : new int[] {0, 1, 3, 4}) {
      callers.get(i).outcome.get();
      assertTrue(holds("k" + i));
    }
    assertFalse(holds("k2"));
  }

  /** What a caller passes who does not keep to the annotations. */
  private static <T> T nothing() {
    return null;
  }

  @Test
  void aRoundThatBreaksOffBetweenWorksTellsEachOfThem() {
    ArithmeticException own = new ArithmeticException("of the user's own");
    BatchCall first = new BatchCall(Client.DIRECT, transaction -> put(transaction, "first"));
    BatchCall failing =
        new BatchCall(
            Client.DIRECT,
            transaction -> {
              throw own;
            });
    WriteTransaction open = (WriteTransaction) database.beginWrite();
    BatchQueue queue = new BatchQueue("queue", nothing());
    // Its calls cannot be changed, which breaks the leader between the works.
    BatchRound round =
        new BatchRound(queue, nothing(), new ReentrantLock(), List.of(first, failing), open);
    UnsupportedOperationException broken =
        assertThrows(UnsupportedOperationException.class, round::serve);
    assertEquals(List.of(first, failing), round.breakOff(broken));
    for (BatchCall call : List.of(first, failing)) {
      StorageException told =
          assertThrows(StorageException.class, () -> call.<Object, RuntimeException>outcome("n"));
      assertSame(broken, told.getCause());
    }
    put("later");
    assertTrue(holds("later"));
    assertFalse(holds("first"));
  }

  @Test
  void aCallerWithLittleStackLeftHarmsNobodyElse() throws Exception {
    AtomicInteger refused = new AtomicInteger();
    AtomicBoolean ended = new AtomicBoolean();
    List<Caller> others = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      String key = "other" + i;
      others.add(
          Caller.of(
              () -> {
                while (!ended.get()) {
                  put(key);
                }
                return null;
              }));
    }
    Caller deep =
        Caller.of(
            () -> {
              try {
                for (int i = 0; i < 20; i++) {
                  writeFromTheStacksEnd(refused);
                }
              } finally {
                ended.set(true);
              }
              return null;
            });
    deep.outcome.get();
    for (Caller other : others) {
      other.outcome.get();
    }
    assertTrue(refused.get() > 0, "the stack should not have sufficed");
    put("later");
    assertTrue(holds("later"));
    Model.assertSound(database);
  }

  /** Overflows, and writes from each of the last frames; returns how far it is to the end. */
  private int writeFromTheStacksEnd(AtomicInteger refused) {
    int left = 0;
    try {
      left = writeFromTheStacksEnd(refused) + 1;
    } catch (StackOverflowError theEnd) {
      refused.incrementAndGet();
    }
    if (left < 150) {
      try {
        put("deep");
      } catch (StackOverflowError tooDeep) {
        refused.incrementAndGet();
      }
    }
    return left;
  }

  @Test
  void everyAcknowledgedWorkIsThereAndEveryFailedOneIsNot() throws Exception {
    long seed = Long.getLong("togglebolt.seed", 4711);
    List<Caller> callers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      int number = i;
      Callable<?> task = () -> randomCaller(new Random(seed + number), number);
      FutureTask<?> future = new FutureTask<>(task);
      Thread.Builder builder = i % 2 == 0 ? Thread.ofPlatform() : Thread.ofVirtual();
      callers.add(new Caller(builder.start(future), future));
    }
    Random random = new Random(seed);
    while (callers.stream().anyMatch(caller -> !caller.outcome.isDone())) {
      callers.get(random.nextInt(callers.size())).thread.interrupt();
      database.update(transaction -> put(transaction, "between"));
    }
    for (Caller caller : callers) {
      caller.outcome.get();
    }
    Model.assertSound(database);
    assertTrue(database.stats().commits() > 1, () -> "seed " + seed);
  }

  private Void randomCaller(Random random, int caller) {
    for (int i = 0; i < 100; i++) {
      String key = caller + "/" + i;
      boolean fails = random.nextInt(8) == 0;
      boolean done = true;
      try {
        database.batch(
            transaction -> {
              put(transaction, key);
              if (fails) {
                throw new ArithmeticException(key);
              }
            });
      } catch (ArithmeticException own) {
        assertEquals(key, own.getMessage());
        done = false;
      } catch (StorageException interrupted) {
        assertTrue(Thread.interrupted(), () -> "only an interrupt may stop it: " + interrupted);
        done = false;
      }
      // An interrupt that came too late is still there.
      Thread.interrupted();
      assertEquals(done, holds(key), key);
      assertFalse(fails && done, key);
    }
    return null;
  }
}
