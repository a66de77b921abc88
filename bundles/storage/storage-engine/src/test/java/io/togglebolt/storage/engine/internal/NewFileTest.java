package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseIOException;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.Inspection;
import io.togglebolt.storage.InvalidDatabaseException;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SimulatedDisk;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A file whose making was cut short is made again; a file that holds anything else is not touched.
 */
class NewFileTest {
  private static final DatabaseOptions OPTIONS = DatabaseOptions.defaults();
  private static final int CHANGES_OF_A_CREATION = 5;

  @Test
  void whateverAPowerCutLeavesOfANewFileIsMadeAgain() {
    Seeds.check(
        1,
        50,
        random -> {
          for (int changes = 0; changes <= CHANGES_OF_A_CREATION; changes++) {
            SimulatedDisk disk = new SimulatedDisk();
            disk.faults().powerOffAfter(changes);
            try {
              new EngineBed(disk).open(OPTIONS).close();
            } catch (DatabaseIOException powerOff) {
              // As arranged; whether the creation came to its end does not matter here.
            }
            EngineBed after = EngineBed.withAllParts(disk.powerCut(random));
            try (Database database = after.open(OPTIONS)) {
              database.update(transaction -> transaction.createBucket(new byte[] {1}));
              try (Inspection inspection = database.inspect()) {
                assertEquals(List.of(), inspection.check());
              }
            }
          }
        });
  }

  @Test
  void anUnfinishedFileIsMadeAgainWhateverPageSizeItWasToHave() {
    SimulatedDisk disk = new SimulatedDisk();
    new EngineBed(disk).open(OPTIONS.withPageSize(65_536)).close();
    byte[] file = contentOf(disk);
    // The pages are there and the metas are not: what a process leaves that is killed in between.
    Arrays.fill(file, 0, 2 * 65_536, (byte) 0);
    disk.put(EngineBed.FILE, file);
    try (Database database = EngineBed.withAllParts(disk).open(DatabaseOptions.defaults())) {
      assertEquals(4096, database.stats().pageSizeBytes());
    }
  }

  private static byte[] contentOf(SimulatedDisk disk) {
    try {
      return disk.content(EngineBed.FILE);
    } catch (NoSuchFileException impossible) {
      throw new AssertionError(impossible);
    }
  }

  @Test
  void aShortFileWithOneForeignByteIsRefusedAndKept() throws Exception {
    SimulatedDisk disk = new SimulatedDisk();
    byte[] foreign = new byte[4 * 4096];
    foreign[9000] = 1;
    disk.put(EngineBed.FILE, foreign);
    assertThrows(InvalidDatabaseException.class, () -> new EngineBed(disk).open(OPTIONS));
    assertArrayEquals(foreign, disk.content(EngineBed.FILE));
  }

  @Test
  void aLongFileOfZerosIsRefused() {
    SimulatedDisk disk = new SimulatedDisk();
    disk.put(EngineBed.FILE, new byte[4 * 4096 + 1]);
    assertThrows(InvalidDatabaseException.class, () -> new EngineBed(disk).open(OPTIONS));
  }

  @Test
  void anUnfinishedFileIsNotMadeAgainByAReader() {
    SimulatedDisk disk = new SimulatedDisk();
    disk.put(EngineBed.FILE, new byte[4096]);
    assertThrows(
        InvalidDatabaseException.class, () -> new EngineBed(disk).open(OPTIONS.asReadOnly()));
  }
}
