package io.togglebolt.wal.internal.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.testkit.DiskFaults.Failure;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.wal.InvalidWalException;
import io.togglebolt.wal.ReplayedLog;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.WalIOException;
import io.togglebolt.wal.internal.files.SegmentName;
import io.togglebolt.wal.internal.format.NaiveFrames;
import io.togglebolt.wal.internal.format.RecordType;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What no crash leaves behind is refused, with the file, the offset, and what was expected. */
class DamageTest {
  private static final Path FIRST = TestSegments.DIRECTORY.resolve(SegmentName.FIRST.fileName());

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  /** A frame whose checksum is right, behind a log. */
  private static byte[] frameBehind(TestSegments log, long type, String data) {
    byte[] bytes = hex(data);
    return NaiveFrames.frame(type, NaiveFrames.crc32c(log.chain(), bytes), bytes);
  }

  private static byte[] header(long header) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(header).array();
  }

  private static Reading read(byte[] firstSegment) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    files.put(SegmentName.FIRST.fileName(), firstSegment);
    return Reading.of(TestSegments.disk(files));
  }

  private static void assertDamage(Reading reading, Path segment, long offset, String problem) {
    InvalidWalException damage = reading.damage();
    assertNotNull(damage, () -> "not refused: " + reading);
    String message = damage.getMessage();
    assertTrue(message.startsWith(segment + " at offset " + offset + ": "), message);
    assertTrue(message.contains(problem), message);
  }

  /** What stands behind two entries is refused at its place. */
  private static void assertDamageBehind(byte[] what, String problem) {
    TestSegments log = new TestSegments().entries(3, 1, 2);
    int end = log.end();
    Reading reading = read(join(log.content(0), what));
    assertDamage(reading, FIRST, end, problem);
    assertEquals(5, reading.seen().size(), "all records before it are shown");
  }

  private static void assertRecordRefused(long type, String data, String problem) {
    TestSegments log = new TestSegments().entries(3, 1, 2);
    assertDamageBehind(frameBehind(log, type, data), problem);
  }

  @Test
  void aWrongChecksumNamesBoth() {
    TestSegments log = new TestSegments().entries(3, 1, 2);
    byte[] data = hex("0800 1003 1803 220107");
    int found = NaiveFrames.crc32c(log.chain(), data);
    assertDamageBehind(
        NaiveFrames.frame(RecordType.ENTRY, 0x12345678, data),
        String.format("expected CRC 12345678, found %08x", found));
  }

  @Test
  void aChecksumRecordInTheMiddleMustBeThatOfWhatWasBefore() {
    TestSegments log = new TestSegments().entries(3, 1, 2).crc().entries(3, 3, 4);
    assertEquals(4, Reading.of(log.disk(0)).summary().lastIndex());
    assertDamageBehind(
        NaiveFrames.frame(RecordType.CRC, 0x12345678, null), "expected CRC 12345678, found");
    byte[] withData = NaiveFrames.frame(RecordType.CRC, log.chain(), new byte[1]);
    assertDamageBehind(withData, "a checksum has data");
  }

  @Test
  void paddingIsWhatTheFormatSays() {
    byte[] frame = frameBehind(new TestSegments().entries(3, 1, 2), 2, "0800 1003 1803 220107");
    int last = frame.length - 1;
    assertEquals(0, frame[last], "there is padding");
    byte[] dirty = frame.clone();
    dirty[last] = 9;
    assertDamageBehind(dirty, "the padding has a byte 0x09");
    byte[] unsaid = frame.clone();
    unsaid[7] = 0;
    assertDamageBehind(unsaid, "is said to be 0x00; expected 0x8");
    byte[] wrong = frame.clone();
    wrong[7] ^= 1;
    assertDamageBehind(wrong, "the padding of a record");
  }

  @Test
  void aLengthThatNoFileHasIsNotBelieved() {
    SortedMap<String, byte[]> files = new TreeMap<>();
    TestSegments log = new TestSegments().entries(3, 1, 2).cut().entries(3, 3, 4);
    byte[] first = log.content(0);
    files.put(log.name(0).fileName(), join(first, header((1L << 56) - 8), new byte[64]));
    files.put(log.name(1).fileName(), log.content(1));
    assertDamage(
        Reading.of(TestSegments.disk(files)),
        FIRST,
        first.length,
        "the record takes 72057594037927936 bytes with its length and padding; expected at most the"
            + " 72 left");
  }

  @Test
  void aSegmentThatIsNotTheLastIsNeverTorn() {
    TestSegments log = new TestSegments().entries(3, 1, 2);
    int end = log.end();
    log.entry(Entry.of(3, 3, new byte[2_000])).cut().entries(3, 4, 5);
    for (int length : new int[] {end + 4, end + 8, end + 1_000}) {
      SortedMap<String, byte[]> files = log.files(0);
      files.put(log.name(0).fileName(), Arrays.copyOf(log.content(0), length));
      assertDamage(Reading.of(TestSegments.disk(files)), FIRST, end, "left");
    }
    SortedMap<String, byte[]> files = log.files(0);
    byte[] zeroed = log.content(0);
    Arrays.fill(zeroed, 1_024, zeroed.length, (byte) 0);
    zeroed[end + 20] ^= 1;
    files.put(log.name(0).fileName(), zeroed);
    assertDamage(Reading.of(TestSegments.disk(files)), FIRST, end, "expected CRC");
  }

  @Test
  void anEndBeforeTheEndIsSeenAtTheNextSegment() {
    TestSegments log = new TestSegments().entries(3, 1, 1);
    int end = log.end();
    log.entries(3, 2, 3).cut().entries(3, 4, 5);
    SortedMap<String, byte[]> files = log.files(0);
    files.put(log.name(0).fileName(), Arrays.copyOf(log.content(0), end));
    assertDamage(
        Reading.of(TestSegments.disk(files)),
        TestSegments.DIRECTORY.resolve(log.name(1).fileName()),
        0,
        "the checksum at this place expected CRC");
  }

  @Test
  void recordsThatAreNoRecordsAreRefused() {
    assertDamageBehind(NaiveFrames.frame(hex("0802 1080")), "the record is malformed at byte 3");
    assertDamageBehind(NaiveFrames.frame(hex("0a00")), "field 1 is of wire type 2; expected 0");
    assertDamageBehind(NaiveFrames.frame(hex("0802 1a7f 00")), "127 bytes long");
    assertDamageBehind(
        NaiveFrames.frame(hex("0802 10ffffffff7f")), "field 2 is 34359738367; expected 32 bits");
    assertRecordRefused(6, "00", "the record's type is 6; expected 1 to 5");
    assertRecordRefused(0, "", "the record's type is 0");
    assertRecordRefused(-1, "00", "the record's type is 18446744073709551615");
    assertRecordRefused((1L << 32) + 2, "0800 1003 1803", "the record's type is 4294967298");
    TestSegments log = new TestSegments().entries(3, 1, 2);
    assertDamageBehind(
        NaiveFrames.frame(RecordType.ENTRY, log.chain(), null), "a record of type 2 has no data");
  }

  @Test
  void valuesThatCannotBeAreRefused() {
    assertRecordRefused(2, "0803 1003 1803", "the entry type 3 is none");
    assertRecordRefused(2, "0800 1003 1800", "the index of an entry is 0; expected 1 or more");
    assertRecordRefused(
        2, "0800 1003 1880808080808080808001", "the index of an entry is 9223372036854775808");
    assertRecordRefused(2, "0800 1003 18", "malformed at byte 5");
    assertRecordRefused(3, "0803 1001", "the length of a hard state is 4; expected 6 bytes");
    assertRecordRefused(3, "0803 1001 1801 2001", "the length of a hard state is 8");
    assertRecordRefused(3, "0800 1003 1803", "a hard state's vote in term 0 is 3; expected 0");
    assertRecordRefused(
        5, "0880808080808080808001 1003", "the index of a mark is 9223372036854775");
    assertRecordRefused(1, "0801 1002", "metadata are those of node 1 of cluster 2");
  }

  @Test
  void aGapBetweenEntriesIsRefused() {
    assertRecordRefused(2, "0800 1003 1804", "the entry has index 4; expected 3 or less");
    TestSegments log = new TestSegments().entries(3, 2, 2);
    Reading reading = Reading.of(log.disk(0));
    assertTrue(reading.damage().getMessage().contains("expected 1 or less"));
  }

  @Test
  void aMarkBridgesAGapForThoseWhoBeginAtIt() {
    SnapshotMark mark = SnapshotMark.of(50, 3);
    TestSegments log = new TestSegments().entries(3, 1, 2).mark(mark).entries(3, 51, 52);
    assertEquals(52, Reading.of(log.disk(0)).summary().lastIndex());
    ReplayedLog replayed = new ReplayedLog();
    assertEquals(52, Reading.replay(log.disk(0), mark, replayed).lastIndex());
    assertEquals(51, replayed.entries().getFirst().index());
    InvalidWalException gap =
        assertThrows(
            InvalidWalException.class,
            () -> Reading.replay(log.disk(0), SnapshotMark.BEGINNING, new ReplayedLog()));
    assertTrue(gap.getMessage().contains("has index 51; expected 3 or less"), gap.getMessage());
  }

  @Test
  void everySegmentBeginsWithChecksumAndMetadata() {
    byte[] crc = NaiveFrames.frame(RecordType.CRC, 0, null);
    byte[] owner = hex("0801 1002");
    byte[] metadata = NaiveFrames.frame(1, NaiveFrames.crc32c(0, owner), owner);
    assertDamage(read(metadata), FIRST, 0, "record 1 of the segment is of type 1; expected 4");
    byte[] state = hex("0803 1001 1801");
    byte[] stateFrame = NaiveFrames.frame(3, NaiveFrames.crc32c(0, state), state);
    assertDamage(
        read(join(crc, stateFrame)), FIRST, 16, "record 2 of the segment is of type 3; expected 1");
    assertDamage(read(new byte[0]), FIRST, 0, "the segment ends after 0 records");
    assertDamage(read(new byte[512]), FIRST, 0, "the segment ends after 0 records");
    assertDamage(read(crc), FIRST, 16, "the segment ends after 1 records");
    assertDamage(read(join(crc, new byte[600])), FIRST, 16, "the segment ends after 1 records");
    assertDamage(read(join(crc, new byte[] {1})), FIRST, 16, "1 bytes are left");
    assertDamage(read(join(crc, header(8_000))), FIRST, 16, "takes 8008 bytes");
  }

  @Test
  void metadataOfAnotherLogInALaterSegmentAreRefused() {
    TestSegments log = new TestSegments().entries(3, 1, 2);
    byte[] crc = NaiveFrames.frame(RecordType.CRC, log.chain(), null);
    byte[] owner = hex("08bc15 10ef1b 1800");
    byte[] metadata = NaiveFrames.frame(1, NaiveFrames.crc32c(log.chain(), owner), owner);
    SortedMap<String, byte[]> files = log.files(0);
    String second = SegmentName.FIRST.next(3).fileName();
    files.put(second, join(crc, metadata));
    assertDamage(
        Reading.of(TestSegments.disk(files)),
        TestSegments.DIRECTORY.resolve(second),
        crc.length,
        "expected node abc of cluster def (08bc1510ef1b)");
  }

  @Test
  void aHardStateAndEntriesOfAnOverwritingLeaderAreNoDamage() {
    TestSegments log =
        new TestSegments()
            .entries(3, 1, 9)
            .state(new HardState(3, 1, 4))
            .entries(5, 5, 6)
            .cut()
            .entries(5, 6, 7);
    ReplayedLog replayed = new ReplayedLog();
    LogEnd end = Reading.replay(log.disk(100), SnapshotMark.BEGINNING, replayed);
    assertEquals(7, end.lastIndex());
    assertEquals(7, replayed.entries().size());
    assertEquals(5, replayed.entries().get(4).term());
    assertEquals(13, Reading.of(log.disk(0)).summary().entries(), "overwritten ones included");
  }

  @Test
  void whatTheDiskRefusesIsNoDamage() {
    SimulatedDisk disk = new TestSegments().entries(3, 1, 2).disk(0);
    int failed = 0;
    for (int operation = 1; operation < 30; operation++) {
      SimulatedDisk failing = new TestSegments().entries(3, 1, 2).disk(0);
      failing.faults().failAt(operation, Failure.REFUSED);
      try {
        assertEquals(Reading.of(disk).seen(), Reading.of(failing).seen());
      } catch (WalIOException refused) {
        failed++;
        assertTrue(refused.getMessage().contains("/log"), refused.getMessage());
      }
    }
    assertTrue(failed >= 4, () -> "listing, opening, locking and reading can fail");
  }
}
