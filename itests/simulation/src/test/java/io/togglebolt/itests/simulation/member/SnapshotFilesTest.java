package io.togglebolt.itests.simulation.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Snapshot;
import io.togglebolt.raft.SnapshotMetadata;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SimulatedDisk;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SnapshotFilesTest {
  private static final Path DIRECTORY = Path.of("/data/snap");

  private static Snapshot snapshot(long index, int bytes) {
    return new Snapshot(
        new SnapshotMetadata(ConfState.ofVoters(1L, 2L, 3L), index, 4), new byte[bytes]);
  }

  @Test
  void aSnapshotIsReadAsItWasWritten() {
    SnapshotFiles files = new SnapshotFiles(new SimulatedDisk(), DIRECTORY);
    files.write(snapshot(7, 3_000));
    assertEquals(Optional.of(snapshot(7, 3_000)), files.read(7));
    assertEquals(Optional.empty(), files.read(8));
  }

  @Test
  void olderOnesAreDeleted() {
    SnapshotFiles files = new SnapshotFiles(new SimulatedDisk(), DIRECTORY);
    files.write(snapshot(7, 1));
    files.write(snapshot(12, 2));
    files.deleteBelow(12);
    assertEquals(Optional.empty(), files.read(7));
    assertTrue(files.read(12).isPresent());
  }

  @Test
  void aPowerCutLeavesAllOfItOrNothing() {
    Seeds.check(
        1,
        200,
        random -> {
          SimulatedDisk disk = new SimulatedDisk();
          SnapshotFiles files = new SnapshotFiles(disk, DIRECTORY);
          files.write(snapshot(1, 5_000));
          disk.faults().powerOffAfter(random.below(5));
          boolean written = true;
          try {
            files.write(snapshot(2, 5_000));
          } catch (UncheckedIOException off) {
            written = false;
          }
          SnapshotFiles found = new SnapshotFiles(disk.powerCut(random), DIRECTORY);
          assertEquals(Optional.of(snapshot(1, 5_000)), found.read(1));
          Optional<Snapshot> second = found.read(2);
          assertTrue(second.isPresent() || !written, "a snapshot that was written is gone");
          second.ifPresent(whole -> assertEquals(snapshot(2, 5_000), whole));
        });
  }

  @Test
  void whatTheDiskRefusesIsThrown() {
    SimulatedDisk disk = new SimulatedDisk();
    SnapshotFiles files = new SnapshotFiles(disk, DIRECTORY);
    disk.faults().powerOffAfter(0);
    assertThrows(UncheckedIOException.class, () -> files.write(snapshot(1, 1)));
  }
}
