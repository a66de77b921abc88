package io.togglebolt.wal.internal.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SplitMix64;
import io.togglebolt.wal.InvalidWalException;
import io.togglebolt.wal.ReplayedLog;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.Wal;
import io.togglebolt.wal.WalOptions;
import io.togglebolt.wal.WalRecord;
import io.togglebolt.wal.WalSummary;
import io.togglebolt.wal.WalTools;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is durable is damaged: it is noticed, and what a crash can't have done is refused. */
class DamageTest {
  private static final Path DIRECTORY = LogScript.DIRECTORY;
  private static final WalOptions OPTIONS =
      WalOptions.defaults().withSegmentBytes(WalOptions.MIN_SEGMENT_BYTES);
  private static final int SECTOR_BYTES = 512;

  /** One in five bytes is tried, unless all are asked for. */
  private static final int MOST_STEP = Boolean.getBoolean("togglebolt.wal.damage.all") ? 1 : 9;

  /** Held, since the logging system forgets the level of a logger that nobody holds. */
  private static final Logger LOGS = Logger.getLogger("io.togglebolt");

  private final SplitMix64 random = new SplitMix64(11);
  private final Map<Path, byte[]> files = new TreeMap<>();
  private final List<WalRecord> records = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>();
  private Path lastSegment = DIRECTORY;
  private long end;

  /** Where a record of the last segment begins. */
  private final List<Long> offsets = new ArrayList<>();

  /** What is cut off is said each time. */
  @BeforeAll
  static void logNothing() {
    LOGS.setLevel(Level.OFF);
  }

  @AfterAll
  static void logAgain() {
    LOGS.setLevel(null);
  }

  /** Three segments; no entry has a sector of zeros in it. */
  @BeforeEach
  void makeALog() throws IOException, InterruptedException {
    SimulatedDisk disk = new SimulatedDisk();
    LogBed bed = new LogBed(disk, random);
    try (Wal log = bed.factory.create(DIRECTORY, LogScript.OWNER, OPTIONS)) {
      for (int i = 1; log.status().segments() < 3 || log.status().tailBytes() < 2_500; i++) {
        // A checksum covers no type, and a hard state of a term below 3 could be read as an entry.
        Entry entry = Entry.of(3 + i / 5, i, random.bytes(random.between(1, 700)));
        entries.add(entry);
        log.save(new HardState(3 + i / 5, 1, i - 1), List.of(entry));
        if (i % 4 == 0) {
          var mark = log.saveSnapshot(SnapshotMark.of(i - 1, entries.get(i - 2).term()));
          log.sync();
          mark.join();
        }
      }
    }
    WalTools tools = bed.factory.tools();
    WalSummary summary =
        tools.scan(
            DIRECTORY,
            (segment, offset, record) -> {
              if (!segment.equals(lastSegment)) {
                offsets.clear();
                lastSegment = segment;
              }
              offsets.add(offset);
              return true;
            });
    end = summary.endOffset();
    records.addAll(records(tools));
    for (Path path : disk.paths()) {
      if (path.toString().endsWith(".wal")) {
        files.put(path, disk.content(path));
      }
    }
  }

  private static List<WalRecord> records(WalTools tools) {
    List<WalRecord> found = new ArrayList<>();
    tools.scan(
        DIRECTORY,
        (segment, offset, record) -> {
          found.add(record);
          return true;
        });
    return found;
  }

  private SimulatedDisk with(Path damaged, byte[] content) {
    SimulatedDisk disk = new SimulatedDisk();
    files.forEach(disk::put);
    disk.put(damaged, content);
    return disk;
  }

  private WalTools tools(SimulatedDisk disk) {
    return new LogBed(disk, random).factory.tools();
  }

  private void open(SimulatedDisk disk, ReplayedLog found) {
    new LogBed(disk, random)
        .factory
        .open(DIRECTORY, SnapshotMark.BEGINNING, found, OPTIONS)
        .close();
  }

  @Test
  void aFlippedBitIsNoticedAndRefusedWithItsPlace() {
    List<String> unnoticed = new ArrayList<>();
    files.forEach(
        (path, content) -> {
          long length = path.equals(lastSegment) ? end : content.length;
          for (int at = 0; at < length; at += random.between(1, MOST_STEP)) {
            byte[] damaged = content.clone();
            damaged[at] ^= (byte) (1 << random.below(8));
            tryOne(path, at, damaged, unnoticed);
          }
        });
    assertEquals(List.of(), unnoticed);
  }

  /** There is no sector of zeros in an entry, so no damage looks as if it had not been written. */
  private void tryOne(Path path, int at, byte[] damaged, List<String> unnoticed) {
    String place = path.getFileName() + " byte " + at;
    try {
      // An unknown field is skipped; the one that it was may have said nothing but 0.
      if (!records.equals(records(tools(with(path, damaged))))) {
        unnoticed.add(place);
      }
    } catch (InvalidWalException noticed) {
      assertTrue(noticed.getMessage().contains(".wal at offset "), noticed.getMessage());
      ReplayedLog found = new ReplayedLog();
      assertThrows(InvalidWalException.class, () -> open(with(path, damaged), found), place);
    }
  }

  @Test
  void aLostSectorAtTheEndIsCutAndOneInTheMiddleIsRefused() {
    files.forEach(
        (path, content) -> {
          boolean isLast = path.equals(lastSegment);
          long length = isLast ? end : content.length;
          for (int at = 0; at < length; at += SECTOR_BYTES) {
            byte[] damaged = content.clone();
            Arrays.fill(damaged, at, Math.min(at + SECTOR_BYTES, damaged.length), (byte) 0);
            SimulatedDisk disk = with(path, damaged);
            String place = path.getFileName() + " sector at " + at;
            ReplayedLog found = new ReplayedLog();
            if (isLast && at > 0) {
              open(disk, found);
              assertTrue(found.entries().size() < entries.size(), place);
              assertEquals(entries.subList(0, found.entries().size()), found.entries(), place);
              assertTrue(tools(disk).verify(DIRECTORY).torn().isEmpty(), place);
            } else {
              assertThrows(InvalidWalException.class, () -> open(disk, found), place);
              assertThrows(InvalidWalException.class, () -> tools(disk).verify(DIRECTORY), place);
            }
          }
        });
  }

  @Test
  void whatIsRefusedIsNotChanged() throws IOException {
    byte[] damaged = files.get(lastSegment).clone();
    damaged[offsets.get(3).intValue() + 30] ^= 1;
    SimulatedDisk disk = with(lastSegment, damaged);
    assertThrows(InvalidWalException.class, () -> open(disk, new ReplayedLog()));
    assertThrows(InvalidWalException.class, () -> tools(disk).repair(DIRECTORY));
    assertEquals(-1, Arrays.mismatch(damaged, disk.content(lastSegment)));
  }

  /** Wherever the file ends, the log goes on behind the last record that is whole. */
  @Test
  void aLogThatIsCutOffAnywhereEndsAtItsLastWholeRecord() {
    byte[] content = files.get(lastSegment);
    int header = offsets.get(2).intValue();
    for (int length = header; length <= end; length += random.between(1, MOST_STEP)) {
      SimulatedDisk disk = with(lastSegment, Arrays.copyOf(content, length));
      ReplayedLog found = new ReplayedLog();
      open(disk, found);
      int whole = wholeRecords(length);
      assertEquals(whole, recordsOfLastSegment(disk), "cut off at " + length);
    }
  }

  private int wholeRecords(int length) {
    int whole = 0;
    for (int i = 0; i < offsets.size(); i++) {
      long recordEnd = i + 1 < offsets.size() ? offsets.get(i + 1) : end;
      whole += recordEnd <= length ? 1 : 0;
    }
    return whole;
  }

  private int recordsOfLastSegment(SimulatedDisk disk) {
    int[] count = {0};
    tools(disk)
        .scan(
            DIRECTORY,
            (segment, offset, record) -> {
              count[0] += segment.equals(lastSegment) ? 1 : 0;
              assertTrue(record instanceof WalRecord);
              return true;
            });
    return count[0];
  }
}
