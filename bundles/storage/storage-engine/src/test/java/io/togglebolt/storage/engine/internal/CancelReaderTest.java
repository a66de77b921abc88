package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.BytesView;
import io.togglebolt.storage.Cursor;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.Inspection;
import io.togglebolt.storage.ReaderCancelledException;
import io.togglebolt.storage.ReaderInfo;
import io.togglebolt.storage.Transaction;
import io.togglebolt.storage.UnknownReaderException;
import io.togglebolt.testkit.SimulatedDisk;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CancelReaderTest {
  private static final byte[] BUCKET = {'b'};
  private static final byte[] NESTED = {'n'};
  private static final byte[] KEY = {'k'};
  private static final byte[] VALUE = {1, 2, 3, 4, 5, 6, 7, 8};
  private static final int THREADS = 4;
  private static final int ROUNDS = 150;

  private final EngineBed bed = EngineBed.withAllParts(new SimulatedDisk());
  private final Database database = bed.open(4096);

  @BeforeEach
  void fill() {
    database.update(
        transaction -> {
          Bucket bucket = transaction.createBucket(BUCKET);
          bucket.put(KEY, VALUE);
          bucket.createBucket(NESTED);
        });
  }

  @AfterEach
  void close() {
    database.close();
  }

  private record Reading(
      Transaction transaction,
      Bucket bucket,
      BytesView view,
      Cursor cursor,
      Inspection inspection) {
    static Reading of(Transaction transaction) {
      Bucket bucket = transaction.root().bucket(BUCKET);
      BytesView view = transaction.newView();
      assertTrue(bucket.get(KEY, view));
      Cursor cursor = bucket.cursor();
      assertTrue(cursor.first());
      Inspection inspection = new EngineInspection((ReadTransaction) transaction, null);
      // It has looked at everything, so that only what it reads again can tell of the end.
      inspection.check();
      return new Reading(transaction, bucket, view, cursor, inspection);
    }
  }

  /** Everything that an owner can do with a reader and what it got from it. */
  private static final Map<String, Consumer<Reading>> USES =
      Map.ofEntries(
          Map.entry("root", reading -> reading.transaction.root()),
          Map.entry("new view", reading -> reading.transaction.newView()),
          Map.entry("commit", reading -> reading.transaction.commit()),
          Map.entry("hook", reading -> reading.transaction.onCommit(() -> {})),
          Map.entry("get", reading -> reading.bucket.get(KEY)),
          Map.entry("get into a view", reading -> reading.bucket.get(KEY, reading.view)),
          Map.entry("bucket", reading -> reading.bucket.bucket(NESTED)),
          Map.entry("new cursor", reading -> reading.bucket.cursor().first()),
          Map.entry("stats", reading -> reading.bucket.stats()),
          Map.entry("put", reading -> reading.bucket.put(KEY, VALUE)),
          Map.entry("size", reading -> reading.view.size()),
          Map.entry("byteAt", reading -> reading.view.byteAt(0)),
          Map.entry("getInt", reading -> reading.view.getInt(0)),
          Map.entry("getLong", reading -> reading.view.getLong(0)),
          Map.entry("copyTo", reading -> reading.view.copyTo(0, new byte[4], 0, 4)),
          Map.entry("toArray", reading -> reading.view.toArray()),
          Map.entry("compareTo", reading -> reading.view.compareTo(VALUE)),
          Map.entry("first", reading -> reading.cursor.first()),
          Map.entry("last", reading -> reading.cursor.last()),
          Map.entry("next", reading -> reading.cursor.next()),
          Map.entry("previous", reading -> reading.cursor.previous()),
          Map.entry("seek", reading -> reading.cursor.seek(KEY)),
          Map.entry("key", reading -> reading.cursor.key()),
          Map.entry("key into a view", reading -> reading.cursor.key(reading.view)),
          Map.entry("value", reading -> reading.cursor.value()),
          Map.entry("value into a view", reading -> reading.cursor.value(reading.view)),
          Map.entry("isBucket", reading -> reading.cursor.isBucket()),
          Map.entry("metas", reading -> reading.inspection.metas()),
          Map.entry("check", reading -> reading.inspection.check()),
          Map.entry("pages", reading -> reading.inspection.pages(page -> {})),
          Map.entry("page", reading -> reading.inspection.page(2)));

  private long idOf(Transaction reader) {
    return ((ReadTransaction) reader).number();
  }

  @Test
  void everyUseOfACancelledReaderThrowsAndItsCloseIsSilent() {
    Transaction reader = database.beginRead("nightly report");
    Reading reading = Reading.of(reader);
    ReaderInfo cancelled = database.cancelReader(idOf(reader), "too old");
    assertEquals("nightly report", cancelled.label());
    assertEquals(List.of(), database.readers());
    USES.forEach(
        (name, use) -> {
          String message =
              String.valueOf(
                  assertThrows(ReaderCancelledException.class, () -> use.accept(reading), name)
                      .getMessage());
          assertEquals(
              "reader "
                  + cancelled.id()
                  + " (nightly report) at transaction "
                  + reader.id()
                  + " of "
                  + EngineBed.FILE
                  + " was cancelled: too old",
              message);
        });
    reader.close();
    reader.close();
  }

  @Test
  void theBundleThatCancelsIsNamed() {
    ClientDatabase operator = new ClientDatabase((EngineDatabase) database, "operator");
    ClientDatabase worker = new ClientDatabase((EngineDatabase) database, "worker");
    Transaction reader = worker.beginRead("export");
    operator.cancelReader(operator.readers().getFirst().id());
    String message =
        String.valueOf(assertThrows(ReaderCancelledException.class, reader::root).getMessage());
    assertTrue(message.contains("(worker: export)"), message);
    assertTrue(message.endsWith("was cancelled by operator"), message);
  }

  @Test
  void anUnknownIdIsRefusedWithThoseThereAre() {
    try (Transaction reader = database.beginRead()) {
      UnknownReaderException refused =
          assertThrows(UnknownReaderException.class, () -> database.cancelReader(7));
      assertEquals(
          "test.db: there is no open reader 7; open are: " + idOf(reader), refused.getMessage());
    }
    UnknownReaderException none =
        assertThrows(UnknownReaderException.class, () -> database.cancelReader(7));
    assertEquals("test.db: there is no open reader 7; none is open", none.getMessage());
  }

  @Test
  void anOldIdNeverHitsTheReaderThatTookThePlace() {
    Transaction first = database.beginRead("first");
    long old = idOf(first);
    first.close();
    try (Transaction successor = database.beginRead("successor")) {
      assertEquals(
          old & 0xFFFFFF, idOf(successor) & 0xFFFFFF, "the same place, or this proves nothing");
      assertThrows(UnknownReaderException.class, () -> database.cancelReader(old));
      assertTrue(successor.root().bucket(BUCKET) != null);
      database.cancelReader(idOf(successor));
      assertThrows(UnknownReaderException.class, () -> database.cancelReader(idOf(successor)));
    }
  }

  @Test
  void closingACancelledReaderTakesNoPlaceFromItsSuccessor() {
    Transaction cancelled = database.beginRead("cancelled");
    database.cancelReader(idOf(cancelled));
    try (Transaction successor = database.beginRead("successor")) {
      cancelled.close();
      assertEquals(
          List.of("successor"), database.readers().stream().map(ReaderInfo::label).toList());
      assertEquals(successor.id(), database.stats().oldestReader());
    }
  }

  /** What a reader's user holds may be held for ever: that is what readers are cancelled for. */
  @Test
  void aReaderIsCancelledAndWarnedOfWhileItsUserHoldsItsMonitor() throws Exception {
    Transaction reader = database.beginRead("stuck");
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    FutureTask<Void> user =
        new FutureTask<>(
            () -> {
              synchronized (reader) {
                held.countDown();
                done.await();
              }
              return null;
            });
    Thread.ofPlatform().daemon().start(user);
    held.await();
    // On a thread of its own, since nothing wakes one that waits for a monitor.
    FutureTask<ReaderInfo> operator =
        new FutureTask<>(
            () -> {
              assertTrue(((ReadTransaction) reader).claimWarning());
              return database.cancelReader(idOf(reader));
            });
    Thread.ofPlatform().daemon().start(operator);
    try {
      assertEquals("stuck", operator.get(30, TimeUnit.SECONDS).label());
      assertEquals(List.of(), database.readers());
    } finally {
      done.countDown();
    }
    user.get();
  }

  @Test
  void ofManyWhoCancelOneReaderOneDoes() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      ReadTransaction reader = (ReadTransaction) database.beginRead();
      CountDownLatch start = new CountDownLatch(1);
      List<FutureTask<Boolean>> operators =
          IntStream.range(0, THREADS)
              .mapToObj(
                  number ->
                      new FutureTask<>(
                          () -> {
                            start.await();
                            return reader.cancel(" by " + number);
                          }))
              .toList();
      operators.forEach(operator -> Thread.ofPlatform().start(operator));
      start.countDown();
      List<Integer> successes = new ArrayList<>();
      for (int number = 0; number < THREADS; number++) {
        if (operators.get(number).get()) {
          successes.add(number);
        }
      }
      assertEquals(1, successes.size(), successes::toString);
      String message = String.valueOf(reader.closedException().getMessage());
      assertTrue(message.endsWith("cancelled by " + successes.getFirst()), message);
    }
  }

  /** Whoever is shown the pages takes so long over one that the reader is cancelled meanwhile. */
  @Test
  void anInspectionThatIsCancelledOnItsWayTellsOfNoFurtherPage() {
    try (Inspection inspection = database.inspect()) {
      inspection.check();
      List<Inspection.PageInfo> shown = new ArrayList<>();
      assertThrows(
          ReaderCancelledException.class,
          () ->
              inspection.pages(
                  page -> {
                    shown.add(page);
                    if (shown.size() == 3) {
                      database.cancelReader(database.readers().getFirst().id());
                      overwrite();
                    }
                  }));
      assertEquals(3, shown.size(), shown::toString);
    }
  }

  @Test
  void aBackupOfACancelledReaderEnds() {
    OutputStream cancelling =
        new OutputStream() {
          @Override
          public void write(int one) {
            database.readers().forEach(reader -> database.cancelReader(reader.id(), "disk full"));
          }

          @Override
          public void write(byte[] bytes, int from, int length) {
            write(0);
          }
        };
    String message =
        String.valueOf(
            assertThrows(ReaderCancelledException.class, () -> database.backup(cancelling))
                .getMessage());
    assertTrue(message.contains("(backup)") && message.endsWith("cancelled: disk full"), message);
  }

  /**
   * Threads read without an end, each through one reader, while those are cancelled and writers put
   * other things where their pages were: each sees its own state until it is told of the end.
   */
  @Test
  void threadsThatReadMeanwhileSeeTheirOwnStateOrTheCancel() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      CountDownLatch reading = new CountDownLatch(THREADS);
      List<FutureTask<Throwable>> tasks =
          IntStream.range(0, THREADS)
              .mapToObj(number -> new FutureTask<>(() -> readUntilCancelled(reading)))
              .toList();
      tasks.forEach(task -> Thread.ofPlatform().start(task));
      reading.await();
      for (ReaderInfo reader : database.readers()) {
        database.cancelReader(reader.id(), "round " + round);
        overwrite();
      }
      for (FutureTask<Throwable> task : tasks) {
        Throwable end = task.get();
        assertEquals(ReaderCancelledException.class, end.getClass(), () -> String.valueOf(end));
        assertTrue(String.valueOf(end.getMessage()).endsWith("round " + round), end.getMessage());
      }
    }
  }

  /** Puts another value, and the old one back, so that pages change hands. */
  private void overwrite() {
    database.update(tx -> tx.root().bucket(BUCKET).put(KEY, new byte[] {9, 9, 9, 9, 9, 9, 9, 9}));
    database.update(tx -> tx.root().bucket(BUCKET).put(KEY, VALUE));
  }

  private Throwable readUntilCancelled(CountDownLatch reading) {
    Transaction reader = database.beginRead("racer");
    try (reader) {
      Reading mine = Reading.of(reader);
      long seen = mine.view.getLong(0);
      reading.countDown();
      while (true) {
        assertEquals(seen, mine.view.getLong(0));
        assertTrue(mine.bucket.get(KEY, mine.view));
        assertTrue(mine.cursor.first());
        assertEquals(VALUE.length, mine.bucket.get(KEY).length);
      }
    } catch (RuntimeException | Error end) {
      return end;
    }
  }

  @Test
  void tracedReadersTellWhereTheyWereOpenedAndOthersCostNothing() {
    try (Transaction untraced = database.beginRead()) {
      ReaderInfo info = database.readers().getFirst();
      assertEquals("", info.openedAt());
      assertEquals(Thread.currentThread().getName(), info.thread());
      assertNull(untraced.root().bucket(NESTED));
    }
    ((EngineDatabase) database)
        .configureReaders(DatabaseOptions.defaults().withReaderTracing(true));
    try (Transaction traced = openedHere()) {
      String first = database.readers().getFirst().openedAt().lines().findFirst().orElse("");
      assertTrue(first.contains("CancelReaderTest.openedHere(CancelReaderTest.java:"), first);
      assertNull(traced.root().bucket(NESTED));
    }
  }

  private Transaction openedHere() {
    return database.beginRead();
  }
}
