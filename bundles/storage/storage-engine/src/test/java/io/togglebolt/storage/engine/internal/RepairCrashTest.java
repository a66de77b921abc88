package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseIOException;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.DatabaseRepair;
import io.togglebolt.storage.DatabaseRepair.Output;
import io.togglebolt.storage.FreelistPersistence;
import io.togglebolt.storage.InvalidDatabaseException;
import io.togglebolt.testkit.DiskFaults.Failure;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SplitMix64;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Repairs in place break off anywhere: the file then holds what it held before or what it was to
 * hold, and is in no worse a state than before.
 */
class RepairCrashTest {
  private static final int PAGE_SIZE = 1024;
  private static final byte[] BUCKET = {'b'};
  private static final int CUTS = 24;
  private static final int CUTS_AFTER_A_FAULT = 3;
  private static final Output HERE = new Output.InPlace();

  /** What is repaired, and how. */
  enum Case {
    REBUILD_OF_A_RIGHT_LIST,
    REBUILD_OF_A_DAMAGED_LIST,
    REBUILD_BESIDE_A_BROKEN_META,
    ABANDON_OF_A_RIGHT_LIST,
    ABANDON_OF_A_DAMAGED_LIST,
    REVERT;

    void run(DatabaseRepair repair) {
      switch (this) {
        case REBUILD_OF_A_RIGHT_LIST, REBUILD_OF_A_DAMAGED_LIST, REBUILD_BESIDE_A_BROKEN_META ->
            repair.rebuildFreelist(EngineBed.FILE, HERE);
        case ABANDON_OF_A_RIGHT_LIST, ABANDON_OF_A_DAMAGED_LIST ->
            repair.abandonFreelist(EngineBed.FILE, HERE);
        case REVERT -> repair.revertMeta(EngineBed.FILE, HERE);
      }
    }

    boolean spoilsTheList() {
      return this == REBUILD_OF_A_DAMAGED_LIST || this == ABANDON_OF_A_DAMAGED_LIST;
    }
  }

  private byte[] file = {};
  private String older = "";
  private String newer = "";

  /** A file whose metas speak of two states, each with a list of free pages. */
  @BeforeEach
  void fill() throws IOException {
    SimulatedDisk disk = new SimulatedDisk();
    DatabaseOptions options =
        DatabaseOptions.defaults()
            .withPageSize(PAGE_SIZE)
            .withFreelistPersistence(FreelistPersistence.ALWAYS);
    try (Database database = EngineBed.withAllParts(disk).open(options)) {
      for (int round = 0; round < 4; round++) {
        byte first = (byte) round;
        database.update(
            transaction -> {
              Bucket bucket = transaction.createBucketIfMissing(BUCKET);
              for (int i = 0; i < 60; i++) {
                bucket.put(new byte[] {first, (byte) i}, new byte[100]);
              }
            });
      }
      older = dump(database);
      database.update(
          transaction ->
              Objects.requireNonNull(transaction.bucket(BUCKET)).delete(new byte[] {1, 1}));
      newer = dump(database);
    }
    assertNotEquals(older, newer);
    file = disk.content(EngineBed.FILE);
  }

  private static String dump(Database database) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    database.dump(out);
    return out.toString(StandardCharsets.US_ASCII);
  }

  private static Meta meta(byte[] file, int slot) {
    MemorySegment page = MemorySegment.ofArray(file).asSlice((long) slot * PAGE_SIZE);
    return ((Meta.Read.Valid) Meta.read(page)).meta();
  }

  private SimulatedDisk diskFor(Case repaired) {
    byte[] content = file.clone();
    int newest = meta(content, 1).txid() > meta(content, 0).txid() ? 1 : 0;
    if (repaired.spoilsTheList()) {
      int list = (int) meta(content, newest).freelist();
      content[list * PAGE_SIZE + Layouts.PAGE_HEADER] ^= 0x7F;
    } else if (repaired == Case.REBUILD_BESIDE_A_BROKEN_META) {
      content[(1 - newest) * PAGE_SIZE + Layouts.PAGE_HEADER + 20] ^= 0x7F;
    }
    SimulatedDisk disk = new SimulatedDisk();
    disk.put(EngineBed.FILE, content);
    return disk;
  }

  private static DatabaseRepair repair(SimulatedDisk disk) {
    return new EngineRepair(disk, EngineBed.withAllParts(disk).engine);
  }

  /** Whether the repair came to its end. */
  private static boolean ends(Case repaired, SimulatedDisk disk) {
    try {
      repaired.run(repair(disk));
      return true;
    } catch (DatabaseIOException refused) {
      return false;
    }
  }

  private void assertNoWorse(Case repaired, SimulatedDisk disk, String where) throws IOException {
    List<String> due = repaired == Case.REVERT ? List.of(older, newer) : List.of(newer);
    EngineBed bed = EngineBed.withAllParts(disk);
    try (Database database = bed.open(DatabaseOptions.defaults().asReadOnly())) {
      assertTrue(due.contains(dump(database)), where);
    }
    try (Database database = bed.open(DatabaseOptions.defaults())) {
      assertTrue(due.contains(dump(database)), where);
      Model.assertSound(database);
      database.update(transaction -> transaction.createBucket(new byte[] {'n'}));
      Model.assertSound(database);
    } catch (InvalidDatabaseException refused) {
      assertTrue(repaired.spoilsTheList(), () -> where + ": " + refused);
      // Then it is as it was, and the repair can be tried again.
      repaired.run(repair(disk));
      try (Database database = bed.open(DatabaseOptions.defaults())) {
        assertEquals(newer, dump(database), where);
        Model.assertSound(database);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Case.class)
  void thePowerGoesOffAtAnyChange(Case repaired) throws IOException {
    boolean ended = false;
    for (long changes = 0; !ended; changes++) {
      SimulatedDisk disk = diskFor(repaired);
      disk.faults().powerOffAfter(changes);
      ended = ends(repaired, disk);
      assertEquals(!ended, disk.faults().isPowerOff());
      for (long cut = 0; cut < CUTS; cut++) {
        SimulatedDisk after = disk.powerCut(new SplitMix64(cut));
        assertNoWorse(repaired, after, "off after " + changes + " changes, cut " + cut);
      }
      assertFalse(ended && changes < 2, "it changed hardly anything");
    }
  }

  @ParameterizedTest
  @EnumSource(Case.class)
  void anyCallIsRefused(Case repaired) throws IOException {
    for (Failure failure : Failure.values()) {
      boolean ended = false;
      for (long call = 1; !ended; call++) {
        SimulatedDisk disk = diskFor(repaired);
        disk.faults().failAt(call, failure);
        ended = ends(repaired, disk);
        disk.faults().clear();
        String where = failure + " at call " + call;
        for (long cut = 0; cut < CUTS_AFTER_A_FAULT; cut++) {
          assertNoWorse(repaired, disk.powerCut(new SplitMix64(cut)), where + ", cut " + cut);
        }
        assertNoWorse(repaired, disk, where);
      }
    }
  }
}
