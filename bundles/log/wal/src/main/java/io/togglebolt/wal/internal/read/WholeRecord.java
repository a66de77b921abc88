package io.togglebolt.wal.internal.read;

import io.togglebolt.wal.internal.format.Crc32cChain;
import io.togglebolt.wal.internal.format.RecordType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * Looks for a whole record where the length before it speaks of another one. A crash leaves a
 * length that is right or that is not there, for no sector holds half of it; so behind a length
 * that only seems to be that of a half-written record, a whole one shows that the length was
 * damaged later.
 */
final class WholeRecord {
  /** Fields 1 and 2 are numbers, field 3 is bytes: each tag is the field's number and its kind. */
  private static final int TYPE_TAG = RecordType.TYPE_FIELD << 3;

  private static final int CRC_TAG = RecordType.CRC_FIELD << 3;
  private static final int DATA_TAG = RecordType.DATA_FIELD << 3 | 2;

  /** Three tags and three numbers of at most ten bytes each. */
  private static final int MOST_HEAD_BYTES = 3 * 11;

  private static final int CHUNK_BYTES = 1 << 16;
  private static final long NONE = -1;

  private WholeRecord() {}

  /**
   * How long the record is that begins at an offset, by what it says itself of its data; -1 where
   * there is none whose checksum is right.
   *
   * @param chain the checksum of everything before it
   */
  static long lengthAt(SegmentInput input, long offset, int chain) {
    long left = input.sizeBytes() - offset;
    if (left <= 0) {
      return NONE;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(CHUNK_BYTES);
      ByteBuffer head = memory.asByteBuffer().limit((int) Math.min(left, MOST_HEAD_BYTES));
      input.read(offset, memory.asSlice(0, head.limit()));
      if (!skipsTag(head, TYPE_TAG)) {
        return NONE;
      }
      number(head);
      if (!skipsTag(head, CRC_TAG)) {
        return NONE;
      }
      long crc = number(head);
      if (!skipsTag(head, DATA_TAG)) {
        return NONE;
      }
      long length = number(head);
      long data = offset + head.position();
      boolean isWhole =
          length >= 0
              && length <= input.sizeBytes() - data
              && (int) crc == checksum(input, data, length, memory, chain);
      return isWhole ? data + length - offset : NONE;
    }
  }

  private static boolean skipsTag(ByteBuffer head, int tag) {
    return head.hasRemaining() && head.get() == tag;
  }

  /** A number of seven bits a byte, the low ones first; what ends too early is none that fits. */
  private static long number(ByteBuffer head) {
    long number = 0;
    for (int shift = 0; shift < Long.SIZE && head.hasRemaining(); shift += 7) {
      byte next = head.get();
      number |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return number;
      }
    }
    return -1;
  }

  private static int checksum(
      SegmentInput input, long from, long length, MemorySegment memory, int chain) {
    Crc32cChain sum = new Crc32cChain(chain);
    ByteBuffer bytes = memory.asByteBuffer();
    for (long at = 0; at < length; at += CHUNK_BYTES) {
      int part = (int) Math.min(CHUNK_BYTES, length - at);
      input.read(from + at, memory.asSlice(0, part));
      sum.update(bytes, 0, part);
    }
    return sum.value();
  }
}
