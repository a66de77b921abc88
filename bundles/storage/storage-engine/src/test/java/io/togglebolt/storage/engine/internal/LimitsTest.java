package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.InvalidDatabaseException;
import io.togglebolt.storage.StorageException;
import io.togglebolt.testkit.SimulatedDisk;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers that no file and no caller can mean. */
class LimitsTest {
  private static final int PAGE_SIZE = 4096;

  /** A sound file whose last transaction has that number. */
  private static SimulatedDisk diskWith(long txid) throws Exception {
    SimulatedDisk disk = new SimulatedDisk();
    EngineBed.withAllParts(disk).open(PAGE_SIZE).close();
    byte[] file = disk.content(EngineBed.FILE);
    for (long meta = 0; meta < 2; meta++) {
      new Meta(PAGE_SIZE, 3, 0, 2, 4, txid - (txid - meta & 1))
          .write(MemorySegment.ofArray(file).asSlice(meta * PAGE_SIZE, PAGE_SIZE));
    }
    disk.put(EngineBed.FILE, file);
    return disk;
  }

  @Test
  void aTransactionsNumberThatCouldNotGoOnIsNoMeta() throws Exception {
    for (long txid : new long[] {Meta.MAX_TXID + 2, Long.MAX_VALUE, Long.MIN_VALUE + 8, -1}) {
      SimulatedDisk disk = diskWith(txid);
      InvalidDatabaseException refused =
          assertThrows(
              InvalidDatabaseException.class, () -> EngineBed.withAllParts(disk).open(PAGE_SIZE));
      assertTrue(String.valueOf(refused.getMessage()).contains("transaction"), refused.toString());
    }
  }

  @Test
  void nothingIsWrittenAfterTheLastTransactionThatHasANumber() throws Exception {
    SimulatedDisk disk = diskWith(Meta.MAX_TXID - 1);
    try (Database database = EngineBed.withAllParts(disk).open(PAGE_SIZE)) {
      database.update(transaction -> transaction.createBucket(new byte[] {1}));
      StorageException refused = assertThrows(StorageException.class, database::beginWrite);
      assertTrue(
          String.valueOf(refused.getMessage()).contains(String.valueOf(Meta.MAX_TXID)),
          refused.toString());
    }
    try (Database database = EngineBed.withAllParts(disk).open(PAGE_SIZE)) {
      assertEquals(Meta.MAX_TXID, database.stats().transaction());
      Model.assertSound(database);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, DatabaseOptions.MAX_MAP_BYTES + 1, Long.MAX_VALUE})
  void aFirstMappingOutOfRangeIsRefused(long bytes) {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> DatabaseOptions.defaults().withInitialMap(bytes));
    assertTrue(String.valueOf(refused.getMessage()).contains(String.valueOf(bytes)));
  }
}
