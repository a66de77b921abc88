package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseClosedException;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.FreelistPersistence;
import io.togglebolt.storage.Inspection;
import io.togglebolt.storage.Inspection.PageInfo;
import io.togglebolt.storage.Inspection.Use;
import io.togglebolt.storage.ReaderInfo;
import io.togglebolt.storage.SpaceReport;
import io.togglebolt.storage.SpaceReport.Holder;
import io.togglebolt.storage.SpaceReport.LengthClass;
import io.togglebolt.storage.Transaction;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SplitMix64;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class SpaceReportTest {
  private static final byte[] BUCKET = {'b'};

  private final EngineBed bed = EngineBed.withAllParts(new SimulatedDisk());

  private static void write(Database database, SplitMix64 random) {
    database.update(
        transaction -> {
          for (int i = 0; i < 20; i++) {
            byte[] key = ByteBuffer.allocate(4).putInt(random.below(400)).array();
            transaction
                .createBucketIfMissing(BUCKET)
                .put(key, random.bytes(random.chance(1, 20) ? 3_000 : 60));
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void theFiguresAddUpAndAreThoseOfAnInspection(FreelistPersistence persistence) {
    Seeds.check(7, 5, random -> compareWithInspections(persistence, random));
  }

  private static void compareWithInspections(FreelistPersistence persistence, SplitMix64 random) {
    EngineBed bed = EngineBed.withAllParts(new SimulatedDisk());
    DatabaseOptions options =
        DatabaseOptions.defaults().withPageSize(1024).withFreelistPersistence(persistence);
    List<Transaction> readers = new ArrayList<>();
    try (Database database = bed.open(options)) {
      for (int step = 0; step < 60; step++) {
        if (random.chance(1, 4)) {
          readers.add(database.beginRead("step " + step));
        } else if (random.chance(1, 4) && !readers.isEmpty()) {
          readers.remove(random.below(readers.size())).close();
        } else {
          write(database, random);
        }
        compare(database, readers);
      }
      readers.forEach(Transaction::close);
    }
  }

  private static void compare(Database database, List<Transaction> readers) {
    SpaceReport report = database.space();
    assertEquals(
        report.highWaterPage(),
        report.livePages()
            + report.freePages()
            + report.pendingPages()
            + report.freelistPages()
            + SpaceReport.META_PAGES);
    assertEquals(
        readers.stream().map(Transaction::id).toList(),
        report.readers().stream().map(holder -> holder.reader().transaction()).toList());
    Map<Use, Long> pages = new EnumMap<>(Use.class);
    try (Inspection inspection = database.inspect()) {
      inspection.pages((PageInfo info) -> pages.merge(info.use(), info.pages(), Long::sum));
    }
    assertEquals(
        pages.getOrDefault(Use.LEAF, 0L) + pages.getOrDefault(Use.BRANCH, 0L), report.livePages());
    assertEquals(pages.getOrDefault(Use.FREE, 0L), report.freePages());
    assertEquals(pages.getOrDefault(Use.PENDING, 0L), report.pendingPages());
    assertEquals(pages.getOrDefault(Use.FREELIST, 0L), report.freelistPages());
    assertEquals(
        report.freePages(),
        report.freeRuns().lengths().stream().mapToLong(LengthClass::pages).sum());
    if (readers.isEmpty()) {
      assertEquals(report.pendingPages(), report.releasablePages());
    }
    if (readers.size() == 1) {
      Holder only = report.readers().getFirst();
      assertEquals(only.heldPages(), only.heldAlonePages());
      assertEquals(report.pendingPages(), only.heldPages() + report.releasablePages());
    }
  }

  @Test
  void whatTheServingPolicyKeepsForNobodyIsReleasable() {
    try (Database database =
        bed.open(
            DatabaseOptions.defaults()
                .withParts("legacy", null)
                .withFreelistPersistence(FreelistPersistence.NEVER))) {
      SplitMix64 random = new SplitMix64(5);
      write(database, random);
      try (Transaction reader = database.beginRead("old")) {
        for (int i = 0; i < 20; i++) {
          write(database, random);
        }
        SpaceReport report = database.space();
        Holder holder = report.oldestReader().orElseThrow();
        assertEquals(reader.id(), holder.reader().transaction());
        // Legacy releases nothing at all that was freed since the reader began.
        assertEquals(report.pendingPages(), report.releasablePages() + holder.heldAlonePages());
        assertTrue(report.releasablePages() > 10 * holder.heldAlonePages(), report::toString);
      }
    }
  }

  @Test
  void pagesOfACancelledReaderAreReleasedByTheNextWriteTransaction() {
    try (Database database = bed.open(4096)) {
      SplitMix64 random = new SplitMix64(6);
      write(database, random);
      database.beginRead("forgotten");
      write(database, random);
      write(database, random);
      SpaceReport before = database.space();
      Holder holder = before.oldestReader().orElseThrow();
      assertTrue(holder.heldAlonePages() > 0, before::toString);
      ReaderInfo cancelled = database.cancelReader(holder.reader().id());
      assertEquals("forgotten", cancelled.label());
      SpaceReport after = database.space();
      assertEquals(before.pendingPages(), after.releasablePages());
      database.beginWrite().close();
      SpaceReport released = database.space();
      assertEquals(0, released.pendingPages());
      assertEquals(before.freePages() + before.pendingPages(), released.freePages());
    }
  }

  @Test
  void aDatabaseForReadingKnowsWhatItsFileSays() {
    SplitMix64 random = new SplitMix64(8);
    SpaceReport last;
    try (Database database = bed.open(4096)) {
      write(database, random);
      write(database, random);
      last = database.space();
    }
    try (Database reading = bed.open(DatabaseOptions.defaults().asReadOnly());
        Transaction reader = reading.beginRead("here")) {
      SpaceReport report = reading.space();
      assertEquals(0, report.pendingPages());
      assertEquals(last.livePages(), report.livePages());
      assertTrue(report.freePages() > 0, report::toString);
      assertEquals(reader.id(), report.oldestReader().orElseThrow().reader().transaction());
    }
  }

  @Test
  void aFileWithoutAListLeavesADatabaseForReadingInTheDark() {
    DatabaseOptions never =
        DatabaseOptions.defaults().withFreelistPersistence(FreelistPersistence.NEVER);
    try (Database database = bed.open(never)) {
      write(database, new SplitMix64(9));
    }
    try (Database reading = bed.open(DatabaseOptions.defaults().asReadOnly())) {
      SpaceReport report = reading.space();
      assertEquals(SpaceReport.UNKNOWN, report.freePages());
      assertEquals(SpaceReport.UNKNOWN, report.livePages());
      assertTrue(Double.isNaN(report.liveShare()));
      assertEquals(0, report.freeRuns().runs());
    }
  }

  @Test
  void whoeverHasTheWriteTransactionIsToldInsteadOfWaitingForItself() {
    try (Database database = bed.open(4096)) {
      try (Transaction writer = database.beginWrite()) {
        assertTrue(writer.writable());
        assertThrows(IllegalStateException.class, database::space);
      }
      assertEquals(0, database.space().pendingPages());
    }
  }

  @Test
  void aReportWaitsForTheOpenWriteTransactionAndSeesWhatItDid() throws Exception {
    try (Database database = bed.open(4096)) {
      Transaction writer = database.beginWrite();
      writer.createBucket(BUCKET);
      AtomicReference<SpaceReport> report = new AtomicReference<>();
      Thread asking = Thread.ofPlatform().start(() -> report.set(database.space()));
      while (asking.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
      writer.commit();
      asking.join();
      assertEquals(writer.id(), report.get().transaction());
    }
  }

  @Test
  void aClosedDatabaseHasNoFiguresAndNoReaders() {
    Database database = bed.open(4096);
    database.close();
    assertThrows(DatabaseClosedException.class, database::space);
    assertThrows(DatabaseClosedException.class, () -> database.cancelReader(1));
    assertFalse(database.isOpen());
  }
}
