package io.togglebolt.wal.internal.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.runtime.Disk;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SimulatedClock;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SimulatedScheduler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RecyclingNamesTest {
  private static final Path DIRECTORY = Path.of("/wal");
  private static final String SEGMENT = SegmentName.FIRST.fileName();

  @Test
  void aSegmentThatIsUsedAgainNeverComesBackUnderItsOldName() throws Exception {
    SimulatedDisk disk = new SimulatedDisk();
    disk.createDirectories(DIRECTORY);
    disk.put(DIRECTORY.resolve(SEGMENT), new byte[4_096]);
    disk.syncDirectory(DIRECTORY);
    SimulatedScheduler scheduler = new SimulatedScheduler(new SimulatedClock());
    try (FilePipeline pipeline = new FilePipeline(disk, DIRECTORY, 4_096, scheduler)) {
      SegmentFile purged = SegmentFile.open(disk, DIRECTORY.resolve(SEGMENT), Disk.Access.WRITE);
      assertTrue(pipeline.recycle(purged));
      Seeds.check(
          1,
          20,
          random -> {
            try {
              assertFalse(disk.powerCut(random).list(DIRECTORY).contains(SEGMENT));
            } catch (IOException failed) {
              throw new UncheckedIOException(failed);
            }
          });
      assertEquals(1, disk.list(DIRECTORY).size());
    }
  }
}
