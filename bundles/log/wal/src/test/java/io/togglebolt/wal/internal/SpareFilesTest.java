package io.togglebolt.wal.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.HardState;
import io.togglebolt.testkit.DiskFaults.Failure;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.Wal;
import io.togglebolt.wal.WalException;
import io.togglebolt.wal.WalFactory;
import io.togglebolt.wal.WalOptions;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What stands beside the segments when a process is killed. etcd writes over the beginning of what
 * is called 0.tmp or 1.tmp, and reads what stands behind that.
 */
class SpareFilesTest {
  private static final int STEPS = 12;

  private final House house = new House();

  /** Cuts, releases and purges, so that each segment is made of an earlier one. */
  private static void script(House house) throws InterruptedException {
    try (OpenLog log = house.create(House.small())) {
      for (int i = 1; i <= STEPS; i++) {
        log.save(HardState.EMPTY, House.entries(i, 1, 1_500));
        log.cut();
        log.release(i);
        log.purge(2);
        if (i % 2 == 0) {
          house.scheduler.runUntilIdle();
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Failure.class)
  void whereverAProcessIsKilledNothingButZerosHasANameThatEtcdTakes(Failure failure)
      throws Exception {
    int found = 0;
    boolean killed = true;
    for (int n = 1; killed; n++) {
      House house = new House();
      house.disk.faults().failFrom(n, failure);
      try {
        script(house);
        killed = false;
      } catch (WalException refused) {
        // Nothing that it does from now on reaches the disk, its tidying up included.
      }
      house.disk.faults().clear();
      for (String name : List.of("0.tmp", "1.tmp")) {
        found += assertZeros(house, name, n);
      }
    }
    assertTrue(found > 0, "none was ever left behind");
  }

  private static int assertZeros(House house, String name, int n) {
    byte[] content;
    try {
      content = house.disk.content(House.LOG.resolve(name));
    } catch (NoSuchFileException missing) {
      return 0;
    }
    assertArrayEquals(new byte[content.length], content, name + " of one killed at operation " + n);
    return 1;
  }

  @Test
  void whatWasLeftBehindIsRemovedWhenTheLogIsOpened() throws Exception {
    try (OpenLog log = house.create(House.small())) {
      log.save(HardState.EMPTY, House.entries(1, 1, 10));
    }
    List<String> before = house.files();
    for (String name : List.of("0.tmp", "1.tmp", "17.tmp", "recycled.tmp", "begun.tmp")) {
      house.disk.put(House.LOG.resolve(name), new byte[] {1, 2, 3});
    }
    house.disk.put(House.LOG.resolve("other.tmp"), new byte[] {1});
    assertEquals(House.entries(1, 1, 10), house.replay().entries());
    assertTrue(house.files().containsAll(before));
    assertTrue(house.files().contains("other.tmp"), "it is somebody else's");
    assertEquals(before.size() + 1, house.files().size(), house.files().toString());
  }

  @Test
  void aFileThatALinkPointsToIsLeftAlone(@TempDir Path directory) throws Exception {
    WalFactory factory = ServiceLoader.load(WalFactory.class).findFirst().orElseThrow();
    Path log = directory.resolve("wal");
    Path precious = Files.writeString(directory.resolve("precious"), "precious");
    WalOptions options = WalOptions.defaults().withSegmentBytes(8_192);
    try (Wal made = factory.create(log, House.METADATA, options)) {
      made.save(HardState.EMPTY, House.entries(1, 1, 10));
    }
    try (Wal opened = factory.open(log, SnapshotMark.BEGINNING, entry -> {}, options)) {
      // Opening removes what it finds; the first file has the number 0.
      Files.createSymbolicLink(log.resolve("1.tmp"), precious);
      Files.createSymbolicLink(log.resolve("begun.tmp"), precious);
      for (int i = 2; i < 6; i++) {
        opened.save(HardState.EMPTY, House.entries(i, 1, 10));
        opened.cut();
      }
    }
    assertEquals("precious", Files.readString(precious));
    assertEquals(5, factory.tools().verify(log).lastIndex());
  }
}
