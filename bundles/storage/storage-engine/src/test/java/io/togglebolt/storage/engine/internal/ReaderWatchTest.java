package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.SpaceReport;
import io.togglebolt.storage.Transaction;
import io.togglebolt.testkit.SimulatedDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Time moves when the test says so: the looks run on its own thread. */
class ReaderWatchTest {
  private static final byte[] BUCKET = {'b'};
  private static final Logger LOGGER = Logger.getLogger(ReaderWatch.class.getName());

  private final EngineBed bed = EngineBed.withAllParts(new SimulatedDisk());
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          warnings.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    LOGGER.addHandler(handler);
    LOGGER.setUseParentHandlers(false);
  }

  @AfterEach
  void unlisten() {
    LOGGER.removeHandler(handler);
    LOGGER.setUseParentHandlers(true);
  }

  private Database open(long warningMillis) {
    return bed.open(DatabaseOptions.defaults().withName("main").withReaderWarning(warningMillis));
  }

  private static void write(Database database) {
    database.update(tx -> tx.createBucketIfMissing(BUCKET).put(new byte[] {1}, new byte[3_000]));
  }

  @Test
  void aReaderThatIsOpenForTooLongIsWarnedOfOnce() {
    try (Database database = open(1_000)) {
      write(database);
      bed.readerWatch.advance(700);
      try (Transaction reader = database.beginRead("{0} export")) {
        write(database);
        bed.readerWatch.advance(999);
        assertEquals(List.of(), warnings);
        assertFalse(database.readers().getFirst().overdue());
        bed.readerWatch.advance(70);
        long id = database.readers().getFirst().id();
        SpaceReport space = database.space();
        long held = space.readers().getFirst().heldAlonePages();
        assertTrue(held > 0);
        assertEquals(1, warnings.size(), warnings::toString);
        String warning = warnings.getFirst();
        assertTrue(
            warning.startsWith("main: reader " + id + " ({0} export, opened by thread "), warning);
        assertTrue(
            warning.endsWith(
                " ms at transaction "
                    + reader.id()
                    + "; it alone holds back "
                    + held
                    + " of "
                    + space.pendingPages()
                    + " pending pages; bolt:cancel "
                    + id
                    + " main ends it"),
            warning);
        assertTrue(database.readers().getFirst().overdue());
        bed.readerWatch.advance(100_000);
        assertEquals(1, warnings.size(), warnings::toString);
        try (Transaction second = database.beginRead("second")) {
          bed.readerWatch.advance(1_100);
          assertEquals(2, warnings.size(), warnings::toString);
          assertTrue(warnings.get(1).contains("(second, "), warnings.get(1) + second.id());
        }
      }
    }
  }

  @Test
  void ofVeryManyTheOldestAreNamedAndTheOthersCounted() {
    try (Database database = open(1_000)) {
      List<Transaction> leaked = new ArrayList<>();
      for (int i = 0; i < 23; i++) {
        bed.clock.advance(1);
        leaked.add(database.beginRead("leaked " + i));
      }
      bed.readerWatch.advance(2_000);
      assertEquals(21, warnings.size(), warnings::toString);
      for (int i = 0; i < 20; i++) {
        assertTrue(warnings.get(i).contains("(leaked " + i + ", "), warnings.get(i));
      }
      assertEquals(
          "main: and 3 more readers have been open for 1000 ms or longer; bolt:readers main lists"
              + " all",
          warnings.getLast());
      bed.readerWatch.advance(100_000);
      assertEquals(21, warnings.size(), warnings::toString);
      leaked.forEach(Transaction::close);
    }
  }

  @Test
  void readersThatEndInTimeAreNotWarnedOf() {
    try (Database database = open(1_000)) {
      for (int i = 0; i < 20; i++) {
        try (Transaction reader = database.beginRead()) {
          bed.readerWatch.advance(900 + reader.id() % 2);
        }
      }
      assertEquals(List.of(), warnings);
    }
  }

  @Test
  void withoutAnAgeNothingLooks() {
    try (Database database = open(0);
        Transaction reader = database.beginRead()) {
      assertEquals(0, bed.readerWatch.pending(), "no look waits");
      bed.readerWatch.advance(10_000_000);
      assertEquals(List.of(), warnings);
      assertFalse(database.readers().getFirst().overdue(), "reader " + reader.id());
    }
  }

  @Test
  void anAgeThatChangesCountsForReadersThatAreOpen() {
    try (Database database = open(0);
        Transaction reader = database.beginRead("early")) {
      bed.clock.advance(5_000);
      ((EngineDatabase) database)
          .configureReaders(DatabaseOptions.defaults().withReaderWarning(4_000));
      bed.readerWatch.runUntilIdle();
      assertEquals(1, warnings.size(), warnings + " of " + reader.id());
      ((EngineDatabase) database).configureReaders(DatabaseOptions.defaults().withReaderWarning(0));
      assertEquals(0, bed.readerWatch.pending(), "no look waits");
      try (Transaction late = database.beginRead("late")) {
        bed.readerWatch.advance(50_000);
        assertEquals(1, warnings.size(), warnings + " of " + late.id());
      }
    }
  }

  @Test
  void anOpenWriteTransactionKeepsNoWarningBack() {
    try (Database database = open(1_000);
        Transaction reader = database.beginRead();
        Transaction writer = database.beginWrite()) {
      bed.readerWatch.advance(1_100);
      assertEquals(1, warnings.size(), warnings::toString);
      assertTrue(
          warnings.getFirst().contains("is not known while a write transaction is open"),
          warnings.getFirst() + reader.id() + writer.id());
      assertTrue(warnings.getFirst().contains("(no label"), warnings.getFirst());
    }
  }

  @Test
  void aClosedDatabaseLooksNoMore() {
    Database database = open(1_000);
    assertEquals(1, bed.readerWatch.pending());
    database.close();
    assertEquals(0, bed.readerWatch.pending());
  }

  @Test
  void looksAreAsRareAsTheAgeWhenNobodyReads() {
    try (Database database = open(60_000)) {
      bed.readerWatch.advance(59_999);
      assertEquals(0, bed.readerWatch.runUntilIdle());
      assertEquals(1, bed.readerWatch.pending(), database.name());
      bed.readerWatch.advance(1);
      assertEquals(1, bed.readerWatch.pending());
    }
  }
}
