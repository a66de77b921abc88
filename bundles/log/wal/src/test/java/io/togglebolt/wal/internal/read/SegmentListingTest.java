package io.togglebolt.wal.internal.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.runtime.Disk;
import io.togglebolt.testkit.DiskFaults.Failure;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.wal.InvalidWalException;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.SnapshotMarkNotFoundException;
import io.togglebolt.wal.WalException;
import io.togglebolt.wal.WalIOException;
import io.togglebolt.wal.internal.files.SegmentName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentListingTest {
  private static final Path DIRECTORY = TestSegments.DIRECTORY;

  private static SimulatedDisk disk(String... names) {
    SimulatedDisk disk = new SimulatedDisk();
    for (String name : names) {
      disk.put(DIRECTORY.resolve(name), new byte[0]);
    }
    return disk;
  }

  private static String name(long sequence, long firstIndex) {
    return new SegmentName(sequence, firstIndex).fileName();
  }

  private static <T extends WalException> void assertRefused(
      Class<T> type, String problem, Disk disk) {
    T thrown = assertThrows(type, () -> SegmentListing.of(disk, DIRECTORY).all());
    assertTrue(thrown.getMessage().contains(problem), thrown.getMessage());
    assertTrue(thrown.getMessage().contains("/log"), thrown.getMessage());
  }

  @Test
  void segmentsAreInOrder() {
    SegmentListing listing =
        SegmentListing.of(disk(name(11, 0x30), name(9, 0x10), name(10, 0x20)), DIRECTORY);
    List<Long> sequences = listing.all().stream().map(SegmentName::sequence).toList();
    assertEquals(List.of(9L, 10L, 11L), sequences);
  }

  @Test
  void theLastSegmentThatBeginsNotAboveTheMarkIsTheFirstThatIsRead() {
    SegmentListing listing =
        SegmentListing.of(disk(name(4, 10), name(5, 20), name(6, 20), name(7, 30)), DIRECTORY);
    assertEquals(4, listing.holding(SnapshotMark.of(10, 1)).size());
    assertEquals(4, listing.holding(SnapshotMark.of(19, 1)).size());
    assertEquals(2, listing.holding(SnapshotMark.of(20, 1)).size());
    assertEquals(2, listing.holding(SnapshotMark.of(29, 1)).size());
    assertEquals(1, listing.holding(SnapshotMark.of(30, 1)).size());
    assertThrows(SnapshotMarkNotFoundException.class, () -> listing.holding(SnapshotMark.of(9, 1)));
  }

  @Test
  void aMissingSegmentIsNamedUnlessItIsNotNeeded() {
    SimulatedDisk disk = disk(name(0, 0), name(2, 20), name(3, 30));
    assertRefused(
        InvalidWalException.class,
        "expected the sequence number 0000000000000001, found 0000000000000002",
        disk);
    assertEquals(2, SegmentListing.of(disk, DIRECTORY).holding(SnapshotMark.of(25, 1)).size());
    assertRefused(InvalidWalException.class, "follows", disk(name(0, 0), name(0, 7)));
  }

  @Test
  void noDirectoryAndNoSegmentAreNoLog() {
    assertRefused(InvalidWalException.class, "the directory is missing", new SimulatedDisk());
    assertRefused(InvalidWalException.class, "no file is named like a segment", disk("0.tmp"));
  }

  @Test
  void aDiskThatRefusesIsNoDamage() {
    SimulatedDisk disk = disk(name(0, 0));
    disk.faults().failAt(1, Failure.REFUSED);
    assertRefused(WalIOException.class, "cannot be listed", disk);
  }

  @Test
  void strangeFilesAreIgnoredWithOneLine() {
    List<String> lines = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            lines.add(new SimpleFormatter().formatMessage(record));
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger(SegmentListing.class.getName());
    boolean parents = logger.getUseParentHandlers();
    logger.setUseParentHandlers(false);
    logger.addHandler(handler);
    try {
      SegmentListing.of(
          disk(name(0, 0), "0.tmp", name(0, 0) + ".broken", name(0, 0) + ".1.broken"), DIRECTORY);
      assertEquals(List.of(), lines);
      SegmentListing.of(
          disk(name(0, 0), "notes\nforged line", "b", "a", "d", "c", "e", "0-0.wal"), DIRECTORY);
      assertEquals(
          List.of("/log: 7 files that are no segments are ignored, such as 0-0.wal, a, b, c, d"),
          lines);
      lines.clear();
      SegmentListing.of(disk(name(0, 0), "notes\nforged line"), DIRECTORY);
      assertTrue(lines.getFirst().endsWith("notes?forged line"), lines::toString);
    } finally {
      logger.removeHandler(handler);
      logger.setUseParentHandlers(parents);
    }
  }

  @Test
  void aDirectoryInAPlaceOfASegmentIsNamed(@TempDir Path directory) throws IOException {
    Path segment = directory.resolve(SegmentName.FIRST.fileName());
    Files.createDirectory(segment);
    Disk disk = ServiceLoader.load(Disk.class).findFirst().orElseThrow();
    WalIOException thrown =
        assertThrows(WalIOException.class, () -> new LogTools(disk).verify(directory));
    assertTrue(thrown.getMessage().contains(segment.toString()), thrown.getMessage());
  }

  @Test
  void aLinkToASegmentIsReadLikeOne(@TempDir Path directory) throws IOException {
    TestSegments log = new TestSegments().entries(1, 1, 3);
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere")).resolve("file");
    Files.write(elsewhere, log.content(0));
    Path linked = Files.createDirectory(directory.resolve("linked"));
    Files.createSymbolicLink(linked.resolve(SegmentName.FIRST.fileName()), elsewhere);
    Disk disk = ServiceLoader.load(Disk.class).findFirst().orElseThrow();
    assertEquals(3, new LogTools(disk).verify(linked).lastIndex());
    Path dangling = Files.createDirectory(directory.resolve("dangling"));
    Files.createSymbolicLink(
        dangling.resolve(SegmentName.FIRST.fileName()), directory.resolve("nowhere"));
    assertThrows(WalIOException.class, () -> new LogTools(disk).verify(dangling));
  }
}
