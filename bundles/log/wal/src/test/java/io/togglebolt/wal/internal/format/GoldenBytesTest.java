package io.togglebolt.wal.internal.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.EntryType;
import io.togglebolt.raft.HardState;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.WalMetadata;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Each type of record, byte for byte, derived by hand from the description of the format. The
 * checksums were computed bit by bit, from the data shown (behind 1a and their length), each going
 * on from that of the line before.
 */
class GoldenBytesTest {
  /**
   * Length 4, and 84: 4 bytes of padding. Type 4, which is that of a checksum; its value, 0, for
   * nothing was before; no data; padding.
   */
  private static final String CRC_OF_NOTHING =
      "04 00 00 00 00 00 00 84" + "08 04" + "10 00" + "00 00 00 00";

  /**
   * Length 15, one byte of padding. Type 1, metadata; the checksum 9b1f61fe in groups of seven
   * bits, the low ones first; five bytes of data: node 1, and cluster 300, which is 2c and 2 times
   * 80.
   */
  private static final String METADATA =
      "0f 00 00 00 00 00 00 81" + "08 01" + "10 fe c3 fd d8 09" + "1a 05" + "08 01 10 ac 02" + "00";

  /** Length 14. Type 5, a mark; checksum 245ddeb9; index 0 and term 0, both written. */
  private static final String FIRST_MARK =
      "0e 00 00 00 00 00 00 82" + "08 05" + "10 b9 bd f7 a2 02" + "1a 04" + "08 00 10 00" + "00 00";

  /**
   * Length 20. Type 2, an entry; checksum 33427fdf; ten bytes of data: type 0, written although it
   * is zero, term 1, index 1, and two bytes of data of its own, "hi".
   */
  private static final String ENTRY =
      "14 00 00 00 00 00 00 84"
          + "08 02"
          + "10 df ff 89 9a 03"
          + "1a 0a"
          + "08 00 10 01 18 01 22 02 68 69"
          + "00 00 00 00";

  /**
   * Length 16, so no padding, and the highest byte is 0. An entry again; checksum 957ed371; type 1,
   * term 1, index 2, and no field 4, as there are no data.
   */
  private static final String ENTRY_WITHOUT_DATA =
      "10 00 00 00 00 00 00 00" + "08 02" + "10 f1 a6 fb ab 09" + "1a 06" + "08 01 10 01 18 02";

  /**
   * Length 25. Type 3, a hard state; checksum 779bb11c; term 1, a vote for the highest member of
   * all, 2^64 - 1, which is nine times seven ones and one more, and commit 2.
   */
  private static final String STATE =
      "19 00 00 00 00 00 00 87"
          + "08 03"
          + "10 9c e2 ee bc 07"
          + "1a 0f"
          + "08 01 10 ff ff ff ff ff ff ff ff ff 01 18 02"
          + "00 00 00 00 00 00 00";

  /**
   * Length 27. A mark; checksum e381a3f1; index 2, term 1, and a configuration of eleven bytes:
   * voters 1 and 2, each in a field of its own, learner 300, outgoing voter 3, no next learners,
   * and not to be left by itself, written although it is false.
   */
  private static final String MARK =
      "1b 00 00 00 00 00 00 85"
          + "08 05"
          + "10 f1 c7 86 9c 0e"
          + "1a 11"
          + "08 02 10 01 1a 0b"
          + "08 01 08 02 10 ac 02 18 03 28 00"
          + "00 00 00 00 00";

  /** The same with a next learner, 4, and to be left by itself; checksum 14128693. */
  private static final String MARK_OF_JOINT =
      "1d 00 00 00 00 00 00 83"
          + "08 05"
          + "10 93 8d ca a0 01"
          + "1a 13"
          + "08 02 10 01 1a 0d"
          + "08 01 08 02 10 ac 02 18 03 20 04 28 01"
          + "00 00 00";

  /** Length 8. A checksum again, as the next segment begins with: that of all the data above. */
  private static final String CRC = "08 00 00 00 00 00 00 00" + "08 04" + "10 93 8d ca a0 01";

  private static final Entry HI = Entry.of(1, 1, "hi".getBytes(StandardCharsets.US_ASCII));
  private static final Entry EMPTY = new Entry(EntryType.CONF_CHANGE, 1, 2, new byte[0]);
  private static final WalMetadata OWNER = new WalMetadata(1, 300);
  private static final HardState VOTED = new HardState(1, -1, 2);
  private static final SnapshotMark SAVED =
      new SnapshotMark(
          2, 1, new ConfState(List.of(1L, 2L), List.of(300L), List.of(3L), List.of(), false));
  private static final SnapshotMark SAVED_JOINT =
      new SnapshotMark(
          2, 1, new ConfState(List.of(1L, 2L), List.of(300L), List.of(3L), List.of(4L), true));

  private static final List<String> ALL =
      List.of(
          CRC_OF_NOTHING,
          METADATA,
          FIRST_MARK,
          ENTRY,
          ENTRY_WITHOUT_DATA,
          STATE,
          MARK,
          MARK_OF_JOINT,
          CRC);

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static void assertWritten(ByteBuffer target) {
    FrameEncoder encoder = new FrameEncoder(0);
    List<Runnable> writes =
        List.of(
            () -> encoder.crc(target),
            () -> encoder.metadata(MetadataRecord.of(OWNER), target),
            () -> encoder.snapshot(SnapshotMark.BEGINNING, target),
            () -> encoder.entry(HI, target),
            () -> encoder.entry(EMPTY, target),
            () -> encoder.state(VOTED, target),
            () -> encoder.snapshot(SAVED, target),
            () -> encoder.snapshot(SAVED_JOINT, target),
            () -> encoder.crc(target));
    for (int i = 0; i < writes.size(); i++) {
      int from = target.position();
      writes.get(i).run();
      byte[] written = new byte[target.position() - from];
      target.get(from, written);
      assertEquals(
          HexFormat.of().formatHex(bytes(ALL.get(i))),
          HexFormat.of().formatHex(written),
          "record " + i);
    }
  }

  @Test
  void everyTypeOfRecordIsWrittenAsTheFormatSays() {
    assertWritten(ByteBuffer.allocate(4096));
    assertWritten(ByteBuffer.allocateDirect(4096));
    assertWritten(ByteBuffer.allocateDirect(4096).order(ByteOrder.LITTLE_ENDIAN));
  }

  private static RecordCodec read(String frame, int expectedCrc) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes(frame)).order(ByteOrder.LITTLE_ENDIAN);
    long header = buffer.getLong(0);
    assertEquals(buffer.capacity(), FrameHeader.frameBytes(header));
    RecordCodec record = new RecordCodec();
    record.read(buffer, 8, 8 + (int) FrameHeader.recordBytes(header));
    assertEquals(expectedCrc, record.crc());
    return record;
  }

  @Test
  void everyTypeOfRecordIsReadAsTheFormatSays() {
    RecordCodec metadata = read(METADATA, 0x9b1f61fe);
    assertEquals(RecordType.METADATA, metadata.type());
    assertEquals(OWNER, metadata.metadata().metadata());
    assertEquals(SnapshotMark.BEGINNING, read(FIRST_MARK, 0x245ddeb9).mark());
    RecordCodec entry = read(ENTRY, 0x33427fdf);
    assertEquals(RecordType.ENTRY, entry.type());
    assertEquals(HI, entry.entry());
    assertEquals(EMPTY, read(ENTRY_WITHOUT_DATA, 0x957ed371).entry());
    RecordCodec state = read(STATE, 0x779bb11c);
    assertEquals(RecordType.STATE, state.type());
    assertEquals(VOTED, state.state());
    RecordCodec mark = read(MARK, 0xe381a3f1);
    assertEquals(RecordType.SNAPSHOT, mark.type());
    assertEquals(SAVED, mark.mark());
    assertEquals(SAVED_JOINT, read(MARK_OF_JOINT, 0x14128693).mark());
    RecordCodec crc = read(CRC, 0x14128693);
    assertEquals(RecordType.CRC, crc.type());
    assertFalse(crc.hasData());
    assertTrue(entry.hasData());
  }
}
