package io.togglebolt.wal.internal.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.HardState;
import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.DiskFile;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.wal.InvalidWalException;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.WalLockedException;
import io.togglebolt.wal.WalRecord;
import io.togglebolt.wal.WalSummary;
import io.togglebolt.wal.WalTools;
import io.togglebolt.wal.internal.files.SegmentName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogToolsTest {
  private static TestSegments log() {
    return new TestSegments()
        .entries(1, 1, 3)
        .state(new HardState(1, 9, 2))
        .mark(SnapshotMark.of(2, 1))
        .cut()
        .entries(2, 3, 5);
  }

  @Test
  void aSummarySaysWhatIsThere() {
    TestSegments log = log();
    WalSummary summary = new LogTools(log.disk(1_000)).verify(TestSegments.DIRECTORY);
    assertEquals(
        new WalSummary(
            TestSegments.OWNER,
            2,
            14,
            6,
            1,
            5,
            new HardState(1, 9, 2),
            SnapshotMark.of(2, 1),
            TestSegments.DIRECTORY.resolve(log.name(1).fileName()),
            log.end(),
            Optional.empty()),
        summary);
  }

  @Test
  void aLogWhoseOldestSegmentsAreGoneIsALog() {
    TestSegments log = log();
    SimulatedDisk disk = new SimulatedDisk();
    disk.put(TestSegments.DIRECTORY.resolve(log.name(1).fileName()), log.content(1));
    WalSummary summary = new LogTools(disk).verify(TestSegments.DIRECTORY);
    assertEquals(3, summary.firstIndex());
    assertEquals(5, summary.lastIndex());
    assertEquals(new HardState(1, 9, 2), summary.state(), "the header repeats it");
  }

  @Test
  void aVisitorThatHasSeenEnoughIsNotShownMore() {
    List<WalRecord> shown = new ArrayList<>();
    WalTools tools = new LogTools(log().disk(0));
    tools.scan(
        TestSegments.DIRECTORY,
        (segment, offset, record) -> {
          shown.add(record);
          return shown.size() < 5;
        });
    assertEquals(5, shown.size());
    shown.clear();
    WalSummary summary =
        tools.scan(
            TestSegments.DIRECTORY,
            (segment, offset, record) -> {
              shown.add(record);
              return false;
            });
    assertEquals(List.of(new WalRecord.Crc(0)), shown);
    assertEquals(TestSegments.OWNER, summary.metadata());
  }

  private static void assertLocksAreRespected(Disk disk, Path directory, List<SegmentName> names)
      throws IOException {
    WalTools tools = new LogTools(disk);
    for (SegmentName name : names) {
      Path segment = directory.resolve(name.fileName());
      try (DiskFile owner = disk.open(segment, Disk.Access.WRITE)) {
        assertTrue(owner.tryRecordLock(DiskFile.Lock.EXCLUSIVE));
        WalLockedException verify =
            assertThrows(WalLockedException.class, () -> tools.verify(directory));
        assertTrue(verify.getMessage().contains(segment.toString()), verify.getMessage());
        assertThrows(WalLockedException.class, () -> tools.repair(directory));
      }
      // Whoever only reads is disturbed by changes alone.
      try (DiskFile reader = disk.open(segment, Disk.Access.READ)) {
        assertTrue(reader.tryRecordLock(DiskFile.Lock.SHARED));
        assertEquals(5, tools.verify(directory).lastIndex());
        assertThrows(WalLockedException.class, () -> tools.repair(directory));
      }
      // And a tool has let go of it in any case.
      try (DiskFile owner = disk.open(segment, Disk.Access.WRITE)) {
        assertTrue(owner.tryRecordLock(DiskFile.Lock.EXCLUSIVE), "a tool left its lock behind");
      }
    }
    assertEquals(Optional.empty(), tools.repair(directory).broken());
  }

  @Test
  void aLogThatSomebodyHasOpenIsRefused() throws IOException {
    TestSegments log = log();
    assertLocksAreRespected(log.disk(0), TestSegments.DIRECTORY, log.names());
  }

  @Test
  void aRealLogThatSomebodyHasOpenIsRefused(@TempDir Path directory) throws IOException {
    TestSegments log = log();
    for (var file : log.files(0).entrySet()) {
      Files.write(directory.resolve(file.getKey()), file.getValue());
    }
    Disk disk = ServiceLoader.load(Disk.class).findFirst().orElseThrow();
    assertLocksAreRespected(disk, directory, log.names());
  }

  @Test
  void theLogIsLockedWhileItIsShown() throws IOException {
    TestSegments log = log();
    SimulatedDisk disk = log.disk(0);
    new LogTools(disk)
        .scan(
            TestSegments.DIRECTORY,
            (segment, offset, record) -> {
              try (DiskFile other = disk.open(segment, Disk.Access.WRITE)) {
                assertTrue(!other.tryRecordLock(DiskFile.Lock.EXCLUSIVE));
              } catch (IOException failed) {
                throw new AssertionError(failed);
              }
              return true;
            });
  }

  @Test
  void hostileFilesAreRefusedOrReadAndNothingElse() {
    int[] outcomes = new int[2];
    Seeds.check(
        1,
        3_000,
        random -> {
          TestSegments log = log();
          SortedMap<String, byte[]> files = new TreeMap<>(log.files(random.below(2) * 600));
          int number = random.below(2);
          byte[] content = files.get(log.name(number).fileName()).clone();
          for (int i = random.between(1, 12); i > 0; i--) {
            int at = random.below(content.length);
            content[at] = (byte) random.next();
            if (random.chance(1, 4)) {
              byte[] noise = random.bytes(random.below(content.length - at));
              System.arraycopy(noise, 0, content, at, noise.length);
            }
          }
          files.put(log.name(number).fileName(), content);
          SimulatedDisk disk = TestSegments.disk(files);
          Reading reading = Reading.of(disk);
          outcomes[reading.damage() == null ? 0 : 1]++;
          try {
            new LogTools(disk).repair(TestSegments.DIRECTORY);
          } catch (InvalidWalException damage) {
            assertEquals(reading.damage() == null, false, "refused by repair alone");
          }
          if (reading.damage() != null) {
            assertArrayEquals(
                content, disk.content(TestSegments.DIRECTORY.resolve(log.name(number).fileName())));
          }
        });
    assertTrue(outcomes[0] > 20 && outcomes[1] > 1_000, outcomes[0] + " and " + outcomes[1]);
  }
}
