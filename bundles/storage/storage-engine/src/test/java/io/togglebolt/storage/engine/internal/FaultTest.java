package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseFailedException;
import io.togglebolt.storage.DatabaseIOException;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.InvalidDatabaseException;
import io.togglebolt.storage.Transaction;
import io.togglebolt.testkit.DiskOperation;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SplitMix64;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The disk refuses one operation of a commit, whichever it is. */
class FaultTest {
  private static final byte[] BIG = {'b', 'i', 'g'};
  private static final int PAGE_SIZE = 1024;

  /** What the refused commit was to do; it grows the file past its mapping. */
  private static final int GROWTH_BYTES = 2 << 20;

  @ParameterizedTest
  @EnumSource(
      value = DiskOperation.class,
      names = {"WRITE", "SYNC", "RESIZE", "MAP"})
  void aRefusedOperationLosesNothingThatWasAcknowledged(DiskOperation operation) {
    Seeds.check(
        1,
        4,
        random -> {
          SplitMix64 content = random.fork();
          byte[] file = makeFile(content);
          int n = 1;
          while (commitIsRefused(file, operation, n, random.fork())) {
            n++;
          }
          assertTrue(n > 1, "no " + operation + " was refused");
        });
  }

  private static byte[] makeFile(SplitMix64 random) throws Exception {
    SimulatedDisk disk = new SimulatedDisk();
    EngineBed bed = EngineBed.withAllParts(disk);
    try (Database database = bed.open(PAGE_SIZE)) {
      RandomWriter writer = new RandomWriter(random, PAGE_SIZE);
      Model ignored = new Model();
      for (int i = 0; i < 5; i++) {
        database.update(transaction -> writer.change(transaction.root(), ignored));
      }
    }
    return disk.content(EngineBed.FILE);
  }

  /** Returns false when the commit had no such operation left to refuse. */
  private static boolean commitIsRefused(
      byte[] file, DiskOperation operation, int n, SplitMix64 random) throws Exception {
    SimulatedDisk disk = new SimulatedDisk();
    disk.put(EngineBed.FILE, file);
    EngineBed bed = EngineBed.withAllParts(disk);
    String before;
    String after;
    boolean failed;
    try (Database database = bed.open(DatabaseOptions.defaults())) {
      before = database.view(OpsReplay::digest);
      Transaction old = database.beginRead();
      long free = database.stats().freePages();
      try (Transaction transaction = database.beginWrite()) {
        change(transaction, random);
        after = OpsReplay.digest(transaction);
        disk.faults().failNth(operation, n);
        try {
          transaction.commit();
          return false;
        } catch (DatabaseIOException refused) {
          assertNames(refused, EngineBed.FILE.toString(), "injected failure");
        }
      }
      assertEquals(before, database.view(OpsReplay::digest), "the last acknowledged content");
      assertEquals(before, OpsReplay.digest(old), "what a reader sees");
      assertEquals(free, database.stats().freePages(), "the pages that the commit took are back");
      old.close();
      failed = !writeGoesOn(database, before);
    }
    assertEquals(failed, mayBeOnDisk(operation, n, disk), "which failures forbid further writes");
    assertNothingLost(disk, before, after, failed);
    return true;
  }

  private static void change(Transaction transaction, SplitMix64 random) {
    var bucket = transaction.createBucketIfMissing(BIG);
    for (int i = 0; i < 6; i++) {
      bucket.put(new byte[] {1, (byte) i}, random.bytes(GROWTH_BYTES / 6));
    }
    for (int i = 0; i < 30; i++) {
      bucket.put(new byte[] {2, (byte) i}, random.bytes(60));
    }
  }

  private static void assertNames(Exception refused, String... parts) {
    for (String part : parts) {
      assertTrue(String.valueOf(refused.getMessage()).contains(part), refused.toString());
    }
  }

  /** Writes once more, if that is allowed, and takes it back in a second commit. */
  private static boolean writeGoesOn(Database database, String before) throws Exception {
    byte[] name = {'a', 'f', 't', 'e', 'r'};
    try {
      database.update(transaction -> transaction.createBucket(name));
    } catch (DatabaseFailedException forbidden) {
      assertNames(forbidden, database.name(), "injected failure", "opened again");
      assertThrows(DatabaseFailedException.class, database::beginWrite);
      assertEquals(before, database.view(OpsReplay::digest));
      return false;
    }
    Model.assertSound(database);
    database.update(transaction -> transaction.deleteBucket(name));
    assertEquals(before, database.view(OpsReplay::digest));
    return true;
  }

  /**
   * A failed sync, and a failed write of a meta: the first write of a session repeats the one that
   * it began with, the last write of a commit is the new one.
   */
  private static boolean mayBeOnDisk(DiskOperation operation, int n, SimulatedDisk disk) {
    return switch (operation) {
      case SYNC -> true;
      case WRITE -> n == 1 || n == disk.count(DiskOperation.WRITE);
      case OPEN,
          READ,
          RESIZE,
          ALLOCATE,
          MAP,
          LOCK,
          LIST,
          CREATE_DIRECTORIES,
          RENAME,
          DELETE,
          SYNC_DIRECTORY ->
          false;
    };
  }

  private static void assertNothingLost(
      SimulatedDisk disk, String before, String after, boolean failed) throws Exception {
    List<SimulatedDisk> worlds = new ArrayList<>(List.of(disk));
    for (long seed = 0; seed < 5; seed++) {
      worlds.add(disk.powerCut(new SplitMix64(seed)));
    }
    for (SimulatedDisk world : worlds) {
      try (Database again = EngineBed.withAllParts(world).open(DatabaseOptions.defaults())) {
        Model.assertSound(again);
        String found = Objects.requireNonNull(again.view(OpsReplay::digest));
        assertTrue(
            found.equals(before) || failed && found.equals(after), "the content after reopening");
        again.update(transaction -> transaction.createBucketIfMissing(BIG));
      }
    }
  }

  @Test
  void aRefusedReadOrMapOfAnOpenIsTypedAndGivesTheFileBack() throws Exception {
    byte[] file = makeFile(new SplitMix64(3));
    for (DiskOperation operation :
        List.of(DiskOperation.OPEN, DiskOperation.READ, DiskOperation.MAP)) {
      SimulatedDisk disk = new SimulatedDisk();
      disk.put(EngineBed.FILE, file);
      EngineBed bed = EngineBed.withAllParts(disk);
      disk.faults().failNth(operation, 1);
      DatabaseIOException refused =
          assertThrows(DatabaseIOException.class, () -> bed.open(DatabaseOptions.defaults()));
      assertNames(refused, EngineBed.FILE.toString(), "injected failure");
      try (Database database = bed.open(DatabaseOptions.defaults().withLockTimeout(0))) {
        assertNotNull(database.view(OpsReplay::digest));
      }
    }
  }

  @Test
  void everyMappingIsGivenBackHoweverTheDatabaseEnds() throws Exception {
    SimulatedDisk disk = new SimulatedDisk();
    disk.put(EngineBed.FILE, makeFile(new SplitMix64(3)));
    WatchedDisk watched = new WatchedDisk(disk, () -> {});
    EngineBed bed = EngineBed.withAllParts(watched);
    try (Database database = bed.open(DatabaseOptions.defaults())) {
      Transaction old = database.beginRead();
      database.update(transaction -> change(transaction, new SplitMix64(1)));
      assertEquals(2, watched.mappings(), "the old reader keeps the mapping it began with");
      old.close();
      // The next writer finds that nobody is in it any more.
      database.beginWrite().close();
      assertEquals(1, watched.mappings());
    }
    assertEquals(0, watched.mappings());
    byte[] file = disk.content(EngineBed.FILE);
    file[BadFileTest.freelistAt(file, PAGE_SIZE) + Layouts.PAGE_FLAGS] = Layouts.LEAF;
    disk.put(EngineBed.FILE, file);
    assertThrows(InvalidDatabaseException.class, () -> bed.open(DatabaseOptions.defaults()));
    assertEquals(0, watched.mappings(), "an open that failed");
  }
}
