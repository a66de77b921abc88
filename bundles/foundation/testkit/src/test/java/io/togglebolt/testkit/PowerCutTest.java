package io.togglebolt.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.runtime.Disk.Access;
import io.togglebolt.runtime.DiskFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PowerCutTest {
  private static final Path DB = Path.of("/data/db");
  private static final int SECTOR = 512;

  private final SimulatedDisk disk = new SimulatedDisk();

  private static MemorySegment filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return MemorySegment.ofArray(bytes);
  }

  /** Whether every outcome comes up is a question to all seeds, whichever one a replay asks for. */
  private static void underManySeeds(Seeds.Body body) throws Exception {
    for (long seed = 0; seed < 500; seed++) {
      body.run(new SplitMix64(seed));
    }
  }

  @Test
  void whatWasSyncedIsAlwaysThere() throws Exception {
    byte[] content = SplitMix64.value(10_000, 3);
    try (DiskFile file = disk.open(DB, Access.CREATE)) {
      file.write(0, MemorySegment.ofArray(content));
      file.sync();
    }
    underManySeeds(random -> assertArrayEquals(content, disk.powerCut(random).content(DB)));
  }

  @Test
  void aNewFilesNameIsThereButPerhapsNothingInIt() throws Exception {
    try (DiskFile file = disk.open(DB, Access.CREATE)) {
      file.write(0, filled(SECTOR, 1));
    }
    Set<Integer> sizes = new HashSet<>();
    underManySeeds(random -> sizes.add(disk.powerCut(random).content(DB).length));
    assertEquals(Set.of(0, SECTOR), sizes);
  }

  @Test
  void anySubsetOfUnsyncedSectorsMaySurviveAndNoSectorIsTorn() throws Exception {
    try (DiskFile file = disk.open(DB, Access.CREATE)) {
      file.write(0, filled(3 * SECTOR, 1));
      file.sync();
      file.write(0, filled(3 * SECTOR, 2));
    }
    Set<String> outcomes = new HashSet<>();
    underManySeeds(
        random -> {
          byte[] content = disk.powerCut(random).content(DB);
          StringBuilder outcome = new StringBuilder();
          for (int sector = 0; sector < 3; sector++) {
            byte first = content[sector * SECTOR];
            outcome.append(first);
            for (int i = 0; i < SECTOR; i++) {
              assertEquals(first, content[sector * SECTOR + i], "a sector is torn");
            }
          }
          outcomes.add(outcome.toString());
        });
    assertEquals(Set.of("111", "112", "121", "122", "211", "212", "221", "222"), outcomes);
  }

  @Test
  void aSectorMayBeFoundInAnyStateThatItWentThroughSinceTheSync() throws Exception {
    try (DiskFile file = disk.open(DB, Access.CREATE)) {
      file.resize(SECTOR);
      file.sync();
      file.write(0, filled(200, 1));
      file.write(100, filled(200, 2));
      file.write(0, filled(10, 3));
    }
    Set<String> outcomes = new HashSet<>();
    underManySeeds(
        random -> {
          byte[] content = disk.powerCut(random).content(DB);
          outcomes.add("" + content[0] + content[50] + content[150] + content[250]);
        });
    assertEquals(Set.of("0000", "1110", "1122", "3122"), outcomes);
  }

  @Test
  void unsyncedChangesOfLengthAreLostLastFirst() throws Exception {
    try (DiskFile file = disk.open(DB, Access.CREATE)) {
      file.write(0, filled(1000, 1));
      file.sync();
      file.resize(100);
      file.resize(500);
      file.allocate(0, 2000);
    }
    Set<String> outcomes = new HashSet<>();
    underManySeeds(
        random -> {
          byte[] content = disk.powerCut(random).content(DB);
          outcomes.add(
              content.length + ":" + content[99] + (content.length > 100 ? content[100] : "-"));
        });
    assertEquals(Set.of("1000:11", "100:1-", "500:10", "2000:10"), outcomes);
  }

  @Test
  void aWriteWhoseExtensionIsLostIsLostToo() throws Exception {
    try (DiskFile file = disk.open(DB, Access.CREATE)) {
      file.write(0, filled(SECTOR, 1));
      file.sync();
      file.write(SECTOR, filled(SECTOR, 2));
    }
    Set<String> outcomes = new HashSet<>();
    underManySeeds(
        random -> {
          byte[] content = disk.powerCut(random).content(DB);
          outcomes.add(content.length + ":" + content[content.length - 1]);
        });
    assertEquals(Set.of("512:1", "1024:0", "1024:2"), outcomes);
  }

  @Test
  void oneSeedGivesOneOutcomeAndTheCutDiskIsUntouched() throws Exception {
    byte[] content = SplitMix64.value(50_000, 8);
    try (DiskFile file = disk.open(DB, Access.CREATE)) {
      file.write(0, MemorySegment.ofArray(content));
    }
    byte[] first = disk.powerCut(new SplitMix64(4)).content(DB);
    assertArrayEquals(first, disk.powerCut(new SplitMix64(4)).content(DB));
    assertArrayEquals(content, disk.content(DB));
    SimulatedDisk after = disk.powerCut(new SplitMix64(4));
    assertArrayEquals(first, after.durableContent(DB));
    assertTrue(after.unsynced(DB).isEmpty());
  }

  @Test
  void randomHistoriesNeverLoseWhatWasSyncedNorInventBytes() {
    Seeds.check(100, 200, PowerCutTest::checkHistory);
  }

  /** Every byte after the cut is the synced one or one of those written since. */
  private static void checkHistory(SplitMix64 random) throws IOException {
    SimulatedDisk disk = new SimulatedDisk();
    int size = 20 * SECTOR;
    try (DiskFile file = disk.open(DB, Access.CREATE)) {
      file.resize(size);
      file.sync();
      boolean[][] possible = new boolean[size][256];
      byte[] now = new byte[size];
      forget(possible, now);
      for (int step = 0; step < 40; step++) {
        if (random.chance(1, 8)) {
          file.sync();
          forget(possible, now);
          continue;
        }
        int offset = random.below(size);
        byte[] bytes = random.bytes(random.between(1, Math.min(3000, size - offset)));
        file.write(offset, MemorySegment.ofArray(bytes));
        for (int i = 0; i < bytes.length; i++) {
          now[offset + i] = bytes[i];
          possible[offset + i][Byte.toUnsignedInt(bytes[i])] = true;
        }
      }
      byte[] after = disk.powerCut(random).content(DB);
      assertEquals(size, after.length);
      for (int i = 0; i < size; i++) {
        assertTrue(possible[i][Byte.toUnsignedInt(after[i])], "byte " + i + " was never written");
      }
    }
  }

  private static void forget(boolean[][] possible, byte[] now) {
    for (int i = 0; i < now.length; i++) {
      Arrays.fill(possible[i], false);
      possible[i][Byte.toUnsignedInt(now[i])] = true;
    }
  }
}
