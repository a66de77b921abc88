package io.togglebolt.wal.internal.format;

import io.togglebolt.etcd.format.EntryCodec;
import io.togglebolt.etcd.format.HardStateCodec;
import io.togglebolt.etcd.format.ProtoReader;
import io.togglebolt.etcd.format.ProtoWriter;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.wal.SnapshotMark;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes framed records at a buffer's position and moves it, and keeps the checksum that runs
 * through them. Allocates nothing. Not thread-safe.
 *
 * <p>A frame is eight bytes, little-endian (in the low 56 bits the record's length; in the highest
 * byte, when it is padded, 0x80 and the number of bytes of padding), the record, and zeros up to a
 * multiple of eight. A buffer with less room than the most that a frame may take ({@code max...})
 * is a {@link BufferOverflowException}; nothing is changed then, the checksum included.
 */
public final class FrameEncoder {
  /** The length before each record. */
  public static final int HEADER_BYTES = Long.BYTES;

  /** Frames are a multiple of this long. */
  public static final int ALIGNMENT_BYTES = 8;

  /** What a frame without data takes at most: that of a crc record. */
  public static final int MAX_CRC_FRAME_BYTES =
      HEADER_BYTES + 2 + 1 + ProtoWriter.MAX_VARINT32_BYTES;

  /** What the frame of a hard state takes at most. */
  public static final int MAX_STATE_FRAME_BYTES = (int) maxFrameBytes(HardStateCodec.MAX_BYTES);

  private static final int TYPE_TAG = RecordType.TYPE_FIELD << 3 | ProtoReader.VARINT;
  private static final int CRC_TAG = RecordType.CRC_FIELD << 3 | ProtoReader.VARINT;

  private static final String SIZE_EXPECTED =
      FrameHeader.MAX_RECORD_BYTES + " bytes or fewer, frame included";

  private final Crc32cChain crc;

  /** Goes on from a checksum; 0 for a new log. */
  public FrameEncoder(int chain) {
    crc = new Crc32cChain(chain);
  }

  /** The checksum so far; unsigned. Keep it to come back to this place. */
  public int chain() {
    return crc.value();
  }

  /** Goes on from another place. */
  public void chain(int value) {
    crc.reset(value);
  }

  /** What the frame of an entry takes at most, in bytes: up to 8 more than it does. */
  public static long maxFrameBytes(Entry entry) {
    return maxFrameBytes(EntryCodec.sizeOf(entry));
  }

  /** What the frame of metadata takes at most, in bytes. */
  public static long maxFrameBytes(MetadataRecord metadata) {
    return maxFrameBytes(metadata.length());
  }

  /** What the frame of a mark takes at most, in bytes. */
  public static long maxFrameBytes(SnapshotMark mark) {
    return maxFrameBytes(MarkCodec.sizeOf(mark));
  }

  private static long maxFrameBytes(long dataBytes) {
    long record = 2 + 1 + ProtoWriter.MAX_VARINT32_BYTES + ProtoWriter.sizeOfBytesField(dataBytes);
    return HEADER_BYTES + record + FrameHeader.padding(record);
  }

  /**
   * Writes an entry.
   *
   * @throws IllegalArgumentException when its index is below 1, or it is too large
   */
  public void entry(Entry entry, ByteBuffer target) {
    long size = EntryCodec.sizeOf(entry);
    requireReadable(RecordCodec.isSound(entry), entry, "an index of 1 or more");
    requireReadable(fits(size), entry, SIZE_EXPECTED);
    int data = beginData(size, target);
    EntryCodec.write(entry, target);
    endData(RecordType.ENTRY, data, target);
  }

  /**
   * Writes a hard state.
   *
   * @throws IllegalArgumentException when there is a vote in term 0, as there can be none
   */
  public void state(HardState state, ByteBuffer target) {
    requireReadable(RecordCodec.isSound(state), state, "no vote in term 0");
    int data = beginData(HardStateCodec.sizeOf(state), target);
    HardStateCodec.write(state, target);
    endData(RecordType.STATE, data, target);
  }

  /** Writes whose log it is. */
  public void metadata(MetadataRecord metadata, ByteBuffer target) {
    int data = beginData(metadata.length(), target);
    metadata.write(target);
    endData(RecordType.METADATA, data, target);
  }

  /**
   * Writes a snapshot mark.
   *
   * @throws IllegalArgumentException when its index is below 0, or it is too large
   */
  public void snapshot(SnapshotMark mark, ByteBuffer target) {
    long size = MarkCodec.sizeOf(mark);
    requireReadable(RecordCodec.isSound(mark), mark, "an index of 0 or more");
    requireReadable(fits(size), "a mark of " + size + " bytes", SIZE_EXPECTED);
    int data = beginData(size, target);
    MarkCodec.write(mark, target);
    endData(RecordType.SNAPSHOT, data, target);
  }

  private static boolean fits(long dataBytes) {
    return maxFrameBytes(dataBytes) <= FrameHeader.MAX_RECORD_BYTES;
  }

  /** What is refused when it is read must not be written. */
  private static void requireReadable(boolean readable, Object value, String expected) {
    if (!readable) {
      throw new IllegalArgumentException(value + " can be in no log; expected " + expected);
    }
  }

  /** Writes the checksum so far, as every segment begins. It has no data and so does not change. */
  public void crc(ByteBuffer target) {
    if (target.remaining() < MAX_CRC_FRAME_BYTES) {
      throw new BufferOverflowException();
    }
    int frame = target.position();
    target.position(frame + HEADER_BYTES);
    recordHead(RecordType.CRC, target);
    endFrame(frame, target);
  }

  /**
   * Leaves room for what stands before the data, which is as long as it can be; the checksum's own
   * length is not known before the data are there.
   *
   * @return where the data begin
   */
  private static int beginData(long dataBytes, ByteBuffer target) {
    if (target.remaining() < maxFrameBytes(dataBytes)) {
      throw new BufferOverflowException();
    }
    int head = 2 + 1 + ProtoWriter.MAX_VARINT32_BYTES + 1 + ProtoWriter.sizeOfVarint(dataBytes);
    int data = target.position() + HEADER_BYTES + head;
    target.position(data);
    return data;
  }

  private void endData(int type, int data, ByteBuffer target) {
    int end = target.position();
    int length = end - data;
    crc.update(target, data, end);
    // Fifteen of sixteen checksums take all five bytes; for the others the data move up a little.
    int head = 2 + 1 + ProtoWriter.MAX_VARINT32_BYTES + 1 + ProtoWriter.sizeOfVarint(length);
    int frame = data - head - HEADER_BYTES;
    target.position(frame + HEADER_BYTES);
    recordHead(type, target);
    ProtoWriter.bytesFieldHead(RecordType.DATA_FIELD, length, target);
    int place = target.position();
    if (place != data) {
      target.put(place, target, data, length);
    }
    target.position(place + length);
    endFrame(frame, target);
  }

  private void recordHead(int type, ByteBuffer target) {
    target.put((byte) TYPE_TAG).put((byte) type).put((byte) CRC_TAG);
    ProtoWriter.varint(Integer.toUnsignedLong(crc.value()), target);
  }

  private static void endFrame(int frame, ByteBuffer target) {
    int length = target.position() - frame - HEADER_BYTES;
    for (int padding = FrameHeader.padding(length); padding > 0; padding--) {
      target.put((byte) 0);
    }
    long field = FrameHeader.of(length);
    boolean little = target.order() == ByteOrder.LITTLE_ENDIAN;
    target.putLong(frame, little ? field : Long.reverseBytes(field));
  }
}
