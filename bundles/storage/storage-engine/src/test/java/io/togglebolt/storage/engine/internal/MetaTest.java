package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.FreelistPersistence;
import io.togglebolt.storage.InvalidDatabaseException;
import io.togglebolt.testkit.SimulatedDisk;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fresh files, and which of the two metas counts. */
class MetaTest {
  private static final DatabaseOptions OPTIONS = DatabaseOptions.defaults();

  private static byte[] fresh(int pageSize, int commits) throws IOException {
    SimulatedDisk disk = new SimulatedDisk();
    // With a list in each commit the close adds no transaction.
    DatabaseOptions options =
        OPTIONS.withPageSize(pageSize).withFreelistPersistence(FreelistPersistence.ALWAYS);
    try (Database database = EngineBed.withAllParts(disk).open(options)) {
      for (int i = 0; i < commits; i++) {
        byte[] name = {(byte) i};
        database.update(transaction -> transaction.createBucket(name));
      }
    }
    return disk.content(EngineBed.FILE);
  }

  private static Database open(byte[] file) {
    SimulatedDisk disk = new SimulatedDisk();
    disk.put(EngineBed.FILE, file);
    return EngineBed.withAllParts(disk).open(OPTIONS);
  }

  private static long transactionOf(byte[] file) {
    try (Database database = open(file)) {
      Model.assertSound(database);
      return database.stats().transaction();
    }
  }

  private static void breakMeta(byte[] file, int pageSize, int meta) {
    file[meta * pageSize + Layouts.PAGE_HEADER + 33]++;
  }

  @Test
  void aFreshFileHasTheFourPagesOfTheReference() throws IOException {
    byte[] file = fresh(4096, 0);
    assertEquals(4 * 4096, file.length);
    String[] checksums = {"eefd8946116e5107", "0f4879511a354c26"};
    for (int i = 0; i < 2; i++) {
      int at = i * 4096 + Layouts.PAGE_HEADER + 56;
      assertEquals(checksums[i], HexFormat.of().formatHex(file, at, at + 8));
    }
    String[] headers = {
      "0000000000000000" + "0400" + "0000" + "00000000",
      "0100000000000000" + "0400" + "0000" + "00000000",
      "0200000000000000" + "1000" + "0000" + "00000000",
      "0300000000000000" + "0200" + "0000" + "00000000"
    };
    for (int i = 0; i < 4; i++) {
      assertEquals(headers[i], HexFormat.of().formatHex(file, i * 4096, i * 4096 + 16));
    }
    assertArrayEquals(new byte[2 * 4096 - 32], joined(file), "the rest of pages 2 and 3 is empty");
    MemorySegment bytes = MemorySegment.ofArray(file);
    for (int txid = 0; txid < 2; txid++) {
      assertEquals(
          new Meta.Read.Valid(new Meta(4096, 3, 0, 2, 4, txid)),
          Meta.read(bytes.asSlice(txid * 4096L)));
    }
  }

  private static byte[] joined(byte[] file) {
    byte[] rest = Arrays.copyOf(Arrays.copyOfRange(file, 2 * 4096 + 16, 3 * 4096), 2 * 4096 - 32);
    System.arraycopy(file, 3 * 4096 + 16, rest, 4096 - 16, 4096 - 16);
    return rest;
  }

  @ParameterizedTest
  @ValueSource(ints = {1024, 2048, 4096, 8192, 16_384, 32_768, 65_536})
  void theNewerValidMetaCounts(int pageSize) throws IOException {
    for (int commits = 1; commits <= 2; commits++) {
      byte[] file = fresh(pageSize, commits);
      long newest = 1 + commits;
      assertEquals(newest, transactionOf(file.clone()));
      byte[] newestBroken = file.clone();
      breakMeta(newestBroken, pageSize, (int) (newest & 1));
      try (Database database = open(newestBroken)) {
        assertEquals(newest - 1, database.stats().transaction(), "falls back to the other");
        assertEquals(pageSize, database.stats().pageSizeBytes());
      }
      byte[] olderBroken = file.clone();
      breakMeta(olderBroken, pageSize, (int) (newest & 1) ^ 1);
      assertEquals(newest, transactionOf(olderBroken), "broken meta 0 is found through meta 1");
      byte[] bothBroken = olderBroken.clone();
      breakMeta(bothBroken, pageSize, (int) (newest & 1));
      InvalidDatabaseException refused =
          assertThrows(InvalidDatabaseException.class, () -> open(bothBroken));
      assertTrue(String.valueOf(refused.getMessage()).contains("both metas"), refused.toString());
    }
  }

  @Test
  void ofTwoMetasWithTheSameTransactionMeta0Counts() throws IOException {
    byte[] file = fresh(4096, 0);
    MemorySegment bytes = MemorySegment.ofArray(file);
    new Meta(4096, 3, 7, 2, 4, 6).write(bytes);
    MemorySegment second = MemorySegment.ofArray(new byte[4096]);
    new Meta(4096, 3, 8, 2, 4, 6).write(second);
    bytes.asSlice(4096).copyFrom(second);
    try (Database database = open(file)) {
      assertEquals(7, ((EngineTransaction) database.beginRead()).base().sequence());
    }
  }

  @Test
  void aMetaThatNamesPagesItDoesNotHaveIsNoMeta() {
    Meta[] senseless = {
      new Meta(4096, 4, 0, 2, 4, 0),
      new Meta(4096, 1, 0, 2, 4, 0),
      new Meta(4096, 3, 0, 4, 4, 0),
      new Meta(4096, 3, 0, 2, 3, 0),
      new Meta(4096, 3, 0, 2, Long.MAX_VALUE / 2, 0),
      new Meta(4097, 3, 0, 2, 4, 0),
      new Meta(512, 3, 0, 2, 4, 0),
      new Meta(131_072, 3, 0, 2, 4, 0)
    };
    for (Meta meta : senseless) {
      MemorySegment page = MemorySegment.ofArray(new byte[4096]);
      meta.write(page);
      Meta.Read read = Meta.read(page);
      assertTrue(
          read instanceof Meta.Read.Invalid(String problem, boolean bolt)
              && bolt
              && problem.contains("found")
              && problem.contains("expected"),
          meta + " is " + read);
    }
  }
}
