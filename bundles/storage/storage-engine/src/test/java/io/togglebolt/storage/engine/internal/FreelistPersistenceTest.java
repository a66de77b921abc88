package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseIOException;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.FreelistPersistence;
import io.togglebolt.storage.Inspection;
import io.togglebolt.storage.Transaction;
import io.togglebolt.testkit.DiskOperation;
import io.togglebolt.testkit.SimulatedDisk;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When the list of free pages is in the file, and when it is not. */
class FreelistPersistenceTest {
  private static final int PAGE_SIZE = 1024;
  private static final byte[] BUCKET = {'b'};

  private final SimulatedDisk disk = new SimulatedDisk();
  private EngineBed bed = EngineBed.withAllParts(disk);

  private static DatabaseOptions options(FreelistPersistence mode) {
    return DatabaseOptions.defaults().withPageSize(PAGE_SIZE).withFreelistPersistence(mode);
  }

  private Database open(FreelistPersistence mode) {
    return bed.open(options(mode));
  }

  private static void put(Database database, int length) {
    database.update(
        transaction ->
            transaction.createBucketIfMissing(BUCKET).put(new byte[] {1}, new byte[length]));
  }

  /** The newest meta, as it stands in the file. */
  private Meta meta() throws IOException {
    MemorySegment file = MemorySegment.ofArray(disk.content(EngineBed.FILE));
    Meta newest = null;
    for (int i = 0; i < 2; i++) {
      if (Meta.read(file.asSlice((long) i * PAGE_SIZE)) instanceof Meta.Read.Valid(Meta found)
          && (newest == null || found.txid() > newest.txid())) {
        newest = found;
      }
    }
    return java.util.Objects.requireNonNull(newest);
  }

  @Test
  void lazilyTheListIsWrittenOnceByTheClose() throws IOException {
    Meta last;
    try (Database database = open(FreelistPersistence.LAZY)) {
      assertEquals(2, meta().freelist(), "a new file has a list");
      for (int i = 0; i < 3; i++) {
        put(database, 5_000);
        assertFalse(meta().freelistPersisted(), "not with a commit");
      }
      assertEquals(0, database.stats().freelistPages());
      Model.assertSound(database);
      last = meta();
    }
    Meta closed = meta();
    assertTrue(closed.freelistPersisted());
    assertEquals(last.txid() + 1, closed.txid());
    assertEquals(last.root(), closed.root());
    assertEquals(last.highWater(), closed.highWater(), "there was room in the free pages");
    byte[] file = disk.content(EngineBed.FILE);
    try (Database database = open(FreelistPersistence.LAZY)) {
      assertTrue(database.stats().freelistPages() > 0);
      Model.assertSound(database);
    }
    assertArrayEquals(file, disk.content(EngineBed.FILE), "a session that only read adds nothing");
  }

  @Test
  void theListGrowsTheFileWhereNoPageIsFree() throws IOException {
    try (Database database = open(FreelistPersistence.LAZY)) {
      put(database, 10);
      assertEquals(0, database.stats().freePages());
    }
    assertTrue(meta().freelist() == meta().highWater() - 1, meta().toString());
    try (Database database = open(FreelistPersistence.NEVER)) {
      Model.assertSound(database);
    }
  }

  @Test
  void neverMeansNotAtTheCloseEither() throws IOException {
    try (Database database = open(FreelistPersistence.NEVER)) {
      put(database, 5_000);
      put(database, 10);
    }
    assertFalse(meta().freelistPersisted());
    long free;
    try (Database database = open(FreelistPersistence.NEVER)) {
      free = database.stats().freePages();
      assertTrue(free > 4, "found by a scan: " + free);
      Model.assertSound(database);
    }
    byte[] file = disk.content(EngineBed.FILE);
    try (Database database = bed.open(DatabaseOptions.defaults().asReadOnly());
        Inspection inspection = database.inspect()) {
      assertEquals(List.of(), inspection.check());
    }
    assertArrayEquals(file, disk.content(EngineBed.FILE), "reading writes nothing");
    try (Database database = open(FreelistPersistence.LAZY)) {
      assertEquals(free, database.stats().freePages());
    }
    assertTrue(meta().freelistPersisted(), "a file found without a list gets one");
  }

  @Test
  void alwaysGivesAFileWithoutAListOneAtTheFirstCommit() throws IOException {
    try (Database database = open(FreelistPersistence.NEVER)) {
      put(database, 5_000);
    }
    try (Database database = open(FreelistPersistence.ALWAYS)) {
      assertFalse(meta().freelistPersisted());
      put(database, 10);
      assertTrue(meta().freelistPersisted());
      assertTrue(database.stats().freelistPages() > 0);
      Model.assertSound(database);
    }
  }

  /** The pages of the list that a session found are used again once the meta without it lasts. */
  @Test
  void theListThatWasFoundIsKeptUntilTheFirstCommitIsDurable() throws IOException {
    try (Database database = open(FreelistPersistence.ALWAYS)) {
      put(database, 5_000);
    }
    long list = meta().freelist();
    try (Database database = open(FreelistPersistence.LAZY)) {
      try (Transaction transaction = database.beginWrite()) {
        transaction.createBucket(new byte[] {'c'});
        transaction.commit();
      }
      MemorySegment file = MemorySegment.ofArray(disk.content(EngineBed.FILE));
      assertEquals(Layouts.FREELIST, Layouts.getU16(file, list * PAGE_SIZE + Layouts.PAGE_FLAGS));
      assertTrue(database.stats().pendingPages() > 0);
      Model.assertSound(database);
    }
  }

  @Test
  void aCommitWritesNoMoreWhereMorePagesAreFree() {
    long[] written = new long[1];
    for (FreelistPersistence mode : FreelistPersistence.values()) {
      SimulatedDisk own = new SimulatedDisk();
      bed = EngineBed.withAllParts(own);
      try (Database database = open(mode)) {
        put(database, 50_000 * PAGE_SIZE);
        put(database, 1);
        put(database, 2);
        assertTrue(database.stats().freePages() > 49_000, database.stats().toString());
        written[0] = 0;
        own.observe(
            event ->
                written[0] += event.operation() == DiskOperation.WRITE ? event.lengthBytes() : 0);
        put(database, 3);
        if (mode == FreelistPersistence.ALWAYS) {
          assertTrue(written[0] > 49_000 * Long.BYTES, mode + ": " + written[0]);
        } else {
          assertTrue(written[0] <= 4 * PAGE_SIZE, mode + ": " + written[0]);
        }
        own.observe(event -> {});
      }
    }
  }

  /** As while a framework stops: the bundles of the parts may be gone before the database's. */
  @Test
  void theCloseNeedsNoAllocator() throws IOException {
    EngineBed bare = new EngineBed(disk);
    var allocator = bare.candidate(EngineBed.allocator("first-fit"));
    bare.allocators.add(allocator);
    bare.policies.add(bare.candidate(EngineBed.policy("range")));
    Database database = bare.open(options(FreelistPersistence.LAZY));
    put(database, 5_000);
    put(database, 6_000);
    bare.allocators.remove(allocator);
    database.close();
    assertTrue(meta().freelistPersisted());
    try (Database again = open(FreelistPersistence.LAZY)) {
      Model.assertSound(again);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DiskOperation.class,
      names = {"WRITE", "SYNC"})
  void aDiskThatRefusesTheListAtTheCloseLeavesAValidFile(DiskOperation operation)
      throws IOException {
    for (int n = 1; n <= 2; n++) {
      SimulatedDisk own = new SimulatedDisk();
      bed = EngineBed.withAllParts(own);
      Database database = open(FreelistPersistence.LAZY);
      put(database, 5_000);
      put(database, 10);
      String content = database.view(OpsReplay::digest);
      own.faults().failNth(operation, n);
      database.close();
      bed = EngineBed.withAllParts(own);
      try (Database again = open(FreelistPersistence.LAZY)) {
        Model.assertSound(again);
        assertEquals(content, again.view(OpsReplay::digest));
      }
    }
  }

  @Test
  void aDatabaseThatRefusesWritesWritesNoList() throws IOException {
    Database database = open(FreelistPersistence.LAZY);
    put(database, 5_000);
    disk.faults().failNth(DiskOperation.SYNC, 1);
    assertThrows(DatabaseIOException.class, () -> put(database, 10));
    byte[] file = disk.content(EngineBed.FILE);
    database.close();
    assertArrayEquals(file, disk.content(EngineBed.FILE));
  }

  /** The transaction that the close rolls back leaves nothing in the list. */
  @Test
  void aCloseInsideAWriteTransactionRollsItBackAndWritesTheList() throws IOException {
    Database database = open(FreelistPersistence.LAZY);
    put(database, 5_000);
    Transaction left = database.beginWrite();
    Bucket bucket = left.createBucketIfMissing(BUCKET);
    bucket.put(new byte[] {1}, new byte[9_000]);
    database.close();
    assertTrue(meta().freelistPersisted());
    try (Database again = open(FreelistPersistence.LAZY)) {
      Model.assertSound(again);
    }
  }
}
