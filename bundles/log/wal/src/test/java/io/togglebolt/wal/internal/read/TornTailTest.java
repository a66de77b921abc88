package io.togglebolt.wal.internal.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.runtime.Disk;
import io.togglebolt.testkit.DiskFaults.Failure;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SplitMix64;
import io.togglebolt.wal.InvalidWalException;
import io.togglebolt.wal.ReplayedLog;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.WalIOException;
import io.togglebolt.wal.WalRepair;
import io.togglebolt.wal.WalSummary;
import io.togglebolt.wal.internal.format.NaiveFrames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a crash leaves half-written at the end is told from damage, and cut off. */
class TornTailTest {
  private static final int SECTOR = 512;

  /** A log with a save of some entries at its end, of which a crash leaves some sectors. */
  private record Torn(TestSegments log, SortedMap<String, byte[]> files, int end, String name) {
    static Torn of(SplitMix64 random) {
      TestSegments log = new TestSegments().entries(3, 1, random.between(1, 20));
      if (random.chance(1, 2)) {
        log.cut();
      }
      long last = Reading.of(log.disk(0)).summary().lastIndex();
      int end = log.end();
      for (int i = random.between(1, 5); i > 0; i--) {
        // No zeros in it, so that a sector of zeros is one that was not written.
        byte[] data = random.bytes(random.below(3_000));
        for (int j = 0; j < data.length; j++) {
          data[j] |= 1;
        }
        log.entry(Entry.of(3, ++last, data));
      }
      log.state(new HardState(3, 7, last));
      String name = log.names().getLast().fileName();
      return new Torn(log, log.files(random.below(3) * 2_000), end, name);
    }

    byte[] whole() {
      return files.get(name);
    }

    void replace(byte[] content) {
      files.put(name, content);
    }
  }

  @Test
  void whateverSectorsOfTheLastSaveAreMissingTheLogEndsWithAWholeRecord() {
    int[] outcomes = new int[3];
    Seeds.check(
        1,
        1_500,
        random -> {
          Torn torn = Torn.of(random);
          List<Reading.Seen> all = Reading.of(TestSegments.disk(torn.files())).seen();
          byte[] content = torn.whole().clone();
          for (int from = torn.end(); from < content.length; from = (from / SECTOR + 1) * SECTOR) {
            if (random.chance(1, 3)) {
              int to = Math.min(content.length, (from / SECTOR + 1) * SECTOR);
              Arrays.fill(content, from, to, (byte) 0);
            }
          }
          torn.replace(content);
          Reading reading = Reading.of(TestSegments.disk(torn.files()));
          assertNull(reading.damage());
          assertEquals(all.subList(0, reading.seen().size()), reading.seen());
          WalSummary summary = reading.summary();
          assertTrue(summary.endOffset() >= torn.end(), "what was saved before is there");
          outcomes[summary.torn().isPresent() ? 0 : reading.seen().equals(all) ? 1 : 2]++;
          summary
              .torn()
              .ifPresent(
                  why -> {
                    String place = torn.name() + " at offset " + summary.endOffset() + ": ";
                    assertTrue(why.contains(place), why);
                    assertTrue(why.contains("a sector that is all zero"), why);
                  });
        });
    assertTrue(Arrays.stream(outcomes).allMatch(n -> n > 100), () -> Arrays.toString(outcomes));
  }

  @Test
  void aFileThatEndsInTheMiddleOfARecordIsTorn() {
    Seeds.check(
        1,
        500,
        random -> {
          Torn torn = Torn.of(random);
          int written = torn.log().content(torn.log().names().size() - 1).length;
          int length = random.between(torn.end(), written - 1);
          torn.replace(Arrays.copyOf(torn.whole(), length));
          Reading reading = Reading.of(TestSegments.disk(torn.files()));
          assertNull(reading.damage());
          long end = reading.summary().endOffset();
          assertTrue(end >= torn.end() && end <= length, () -> end + " of " + length);
          assertEquals(end < length, reading.summary().torn().isPresent(), "bytes are left over");
        });
  }

  @Test
  void aBadRecordWithoutAZeroSectorIsDamage() {
    TestSegments log = new TestSegments().entries(3, 1, 5);
    int end = log.end();
    byte[] data = new byte[3_000];
    Arrays.fill(data, (byte) 1);
    log.entry(Entry.of(3, 6, data));
    SortedMap<String, byte[]> files = log.files(10_000);
    byte[] content = files.get(log.name(0).fileName());
    content[end + 1_500] = 9;
    InvalidWalException damage = Reading.of(TestSegments.disk(files)).damage();
    assertNotNull(damage);
    assertTrue(damage.getMessage().contains("at offset " + end + ": "), damage.getMessage());
    assertThrows(
        InvalidWalException.class,
        () -> new LogTools(TestSegments.disk(files)).repair(TestSegments.DIRECTORY));
    // 511 zeros are no sector, wherever they begin, and neither are 512 across two of them.
    int middle = (end + 1_500) / SECTOR * SECTOR;
    Arrays.fill(content, middle + 1, middle + 513, (byte) 0);
    assertNotNull(Reading.of(TestSegments.disk(files)).damage());
    content[middle] = 0;
    assertNull(Reading.of(TestSegments.disk(files)).damage());
  }

  @Test
  void whatFollowsAZeroLengthIsNotRead() {
    TestSegments log = new TestSegments().entries(3, 1, 2);
    SortedMap<String, byte[]> files = log.files(2_000);
    byte[] content = files.get(log.name(0).fileName());
    Arrays.fill(content, log.end() + 8, log.end() + 100, (byte) 0x55);
    Reading reading = Reading.of(TestSegments.disk(files));
    assertEquals(log.end(), reading.summary().endOffset());
    assertEquals(Optional.empty(), reading.summary().torn());
  }

  @Test
  void replayEndsWithTheLastWholeRecord() {
    TestSegments log = new TestSegments().entries(3, 1, 5).state(new HardState(3, 2, 4));
    int end = log.end();
    int chain = log.chain();
    log.entry(Entry.of(3, 6, SplitMix64.value(3_000, 1)));
    SortedMap<String, byte[]> files = log.files(0);
    files.put(log.name(0).fileName(), Arrays.copyOf(log.content(0), end + 2_000));
    ReplayedLog replayed = new ReplayedLog();
    LogEnd found = Reading.replay(TestSegments.disk(files), SnapshotMark.BEGINNING, replayed);
    assertEquals(end, found.offset());
    assertEquals(chain, found.chain());
    assertEquals(5, found.lastIndex());
    assertEquals(new HardState(3, 2, 4), found.state());
    assertTrue(found.torn().orElseThrow().contains("expected at most the 2000 left"));
    assertEquals(5, replayed.entries().size());
  }

  @Test
  void repairCopiesCutsAndLeavesTheRest() throws IOException {
    Torn torn = Torn.of(new SplitMix64(5));
    byte[] content = Arrays.copyOf(torn.whole(), torn.end() + 30);
    torn.replace(content);
    SimulatedDisk disk = TestSegments.disk(torn.files());
    Path segment = TestSegments.DIRECTORY.resolve(torn.name());
    Path broken = TestSegments.DIRECTORY.resolve(torn.name() + ".broken");
    LogTools tools = new LogTools(disk);
    assertEquals(
        new WalRepair(segment, Optional.of(broken), torn.end(), 30),
        tools.repair(TestSegments.DIRECTORY));
    // Durable, both of them.
    assertArrayEquals(content, disk.durableContent(broken));
    assertArrayEquals(Arrays.copyOf(content, torn.end()), disk.durableContent(segment));
    assertEquals(Optional.empty(), tools.verify(TestSegments.DIRECTORY).torn());
    assertEquals(
        new WalRepair(segment, Optional.empty(), torn.end(), 0),
        tools.repair(TestSegments.DIRECTORY),
        "there is nothing to mend any more");

    // Broken once more, after it was mended: both copies are kept.
    byte[] again = Arrays.copyOf(content, torn.end() + 8);
    disk.put(segment, again);
    Path second = TestSegments.DIRECTORY.resolve(torn.name() + ".1.broken");
    assertEquals(
        new WalRepair(segment, Optional.of(second), torn.end(), 8),
        tools.repair(TestSegments.DIRECTORY));
    assertArrayEquals(content, disk.content(broken));
    assertArrayEquals(again, disk.content(second));
  }

  @Test
  void cutBytesLeaveReservedSpaceOut() {
    TestSegments log = new TestSegments().entries(3, 1, 2);
    SortedMap<String, byte[]> files = log.files(100_000);
    byte[] content = files.get(log.name(0).fileName());
    byte[] header = NaiveFrames.frame(new byte[2_000]);
    System.arraycopy(header, 0, content, log.end(), 8);
    content[log.end() + 900] = 1;
    WalRepair repair = new LogTools(TestSegments.disk(files)).repair(TestSegments.DIRECTORY);
    assertEquals(901, repair.cutBytes());
  }

  @Test
  void aRepairThatFailsAnywhereLosesNothing() throws IOException {
    Torn torn = Torn.of(new SplitMix64(6));
    byte[] content = Arrays.copyOf(torn.whole(), torn.end() + 30);
    torn.replace(content);
    Path segment = TestSegments.DIRECTORY.resolve(torn.name());
    int failures = 0;
    boolean done = false;
    for (int operation = 1; !done; operation++) {
      SimulatedDisk disk = TestSegments.disk(torn.files());
      disk.faults().failAt(operation, Failure.HALF_DONE);
      try {
        new LogTools(disk).repair(TestSegments.DIRECTORY);
        done = true;
      } catch (WalIOException failed) {
        failures++;
      }
      byte[] left = disk.content(segment);
      assertArrayEquals(
          Arrays.copyOf(content, torn.end()), Arrays.copyOf(left, torn.end()), "what is good");
      disk.faults().clear();
      if (left.length == content.length) {
        assertEquals(30, new LogTools(disk).repair(TestSegments.DIRECTORY).cutBytes());
      }
      boolean kept = false;
      for (Path path : disk.paths()) {
        if (path.toString().endsWith(".broken")) {
          assertArrayEquals(content, disk.content(path), "a copy is whole or has another name");
          kept = true;
        }
      }
      assertTrue(kept, "there is a copy before anything is cut");
    }
    assertTrue(failures >= 8, failures + " steps could fail");
  }

  @Test
  void aPowerCutAtAnyMomentOfARepairLeavesTheSegmentOrItsCopy() {
    int[] outcomes = new int[2];
    Seeds.check(
        1,
        300,
        random -> {
          Torn torn = Torn.of(new SplitMix64(8));
          byte[] content = Arrays.copyOf(torn.whole(), torn.end() + 30);
          torn.replace(content);
          SimulatedDisk disk = TestSegments.disk(torn.files());
          boolean done = random.chance(1, 3);
          if (done) {
            new LogTools(disk).repair(TestSegments.DIRECTORY);
          } else {
            disk.faults().powerOffAfter(random.below(12));
            try {
              new LogTools(disk).repair(TestSegments.DIRECTORY);
            } catch (WalIOException off) {
              assertTrue(disk.faults().isPowerOff(), off.getMessage());
            }
          }
          SimulatedDisk after = disk.powerCut(random);
          Path segment = TestSegments.DIRECTORY.resolve(torn.name());
          Path broken = TestSegments.DIRECTORY.resolve(torn.name() + ".broken");
          boolean copied = after.paths().contains(broken);
          outcomes[copied ? 1 : 0]++;
          if (copied) {
            assertArrayEquals(content, after.content(broken));
          } else {
            assertArrayEquals(content, after.content(segment));
          }
          assertTrue(copied || !done, "a repair that is over has left its copy");
        });
    assertTrue(outcomes[0] > 50 && outcomes[1] > 50, () -> Arrays.toString(outcomes));
  }

  @Test
  void aRealFileIsRepaired(@TempDir Path directory) throws IOException {
    Torn torn = Torn.of(new SplitMix64(7));
    byte[] content = Arrays.copyOf(torn.whole(), torn.end() + 30);
    torn.replace(content);
    for (var file : torn.files().entrySet()) {
      Files.write(directory.resolve(file.getKey()), file.getValue());
    }
    LogTools tools = new LogTools(ServiceLoader.load(Disk.class).findFirst().orElseThrow());
    WalRepair repair = tools.repair(directory);
    assertArrayEquals(content, Files.readAllBytes(repair.broken().orElseThrow()));
    assertEquals(torn.end(), Files.size(repair.segment()));
    assertEquals(torn.end(), tools.verify(directory).endOffset());
  }
}
