package io.togglebolt.storage.engine.internal;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Where the fields of the bbolt format stand: offsets in bytes, all numbers little-endian and
 * possibly unaligned.
 */
final class Layouts {
  static final ValueLayout.OfShort U16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfInt U32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfLong U64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** Page header: id u64, flags u16, count u16, overflow u32. */
  static final int PAGE_HEADER = 16;

  static final int PAGE_ID = 0;
  static final int PAGE_FLAGS = 8;
  static final int PAGE_COUNT = 10;
  static final int PAGE_OVERFLOW = 12;

  static final int BRANCH = 0x01;
  static final int LEAF = 0x02;
  static final int META = 0x04;
  static final int FREELIST = 0x10;

  /** Both kinds of element take 16 bytes. */
  static final int ELEMENT = 16;

  /** Branch element: pos u32, ksize u32, page u64. */
  static final int BRANCH_POS = 0;

  static final int BRANCH_KEY_SIZE = 4;
  static final int BRANCH_CHILD = 8;

  /** Leaf element: flags u32, pos u32, ksize u32, vsize u32. */
  static final int LEAF_FLAGS = 0;

  static final int LEAF_POS = 4;
  static final int LEAF_KEY_SIZE = 8;
  static final int LEAF_VALUE_SIZE = 12;

  /** The flag of a leaf element whose value is a bucket. */
  static final int BUCKET_ENTRY = 0x01;

  /** Bucket header, the value of a bucket entry: root page u64, sequence u64. */
  static final int BUCKET_HEADER = 16;

  /** From this many ids on, a freelist page holds the count in its first element. */
  static final int FREELIST_COUNT_IN_ELEMENT = 0xFFFF;

  /** The freelist page of a meta whose freelist is not persisted. */
  static final long NO_FREELIST = -1L;

  private Layouts() {}

  static long getU64(MemorySegment segment, long offset) {
    return segment.get(U64, offset);
  }

  static long getU32(MemorySegment segment, long offset) {
    return Integer.toUnsignedLong(segment.get(U32, offset));
  }

  static int getU16(MemorySegment segment, long offset) {
    return Short.toUnsignedInt(segment.get(U16, offset));
  }

  /** A copy of some bytes. */
  static byte[] bytes(MemorySegment segment, long offset, int length) {
    byte[] bytes = new byte[length];
    MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, offset, bytes, 0, length);
    return bytes;
  }

  /** Writes a page header at the segment's start. */
  static void putPageHeader(MemorySegment page, long id, int flags, int count, long overflow) {
    page.set(U64, PAGE_ID, id);
    page.set(U16, PAGE_FLAGS, (short) flags);
    page.set(U16, PAGE_COUNT, (short) count);
    page.set(U32, PAGE_OVERFLOW, (int) overflow);
  }

  /** A page's flags in words, for messages. */
  static String typeName(int flags) {
    return switch (flags) {
      case BRANCH -> "branch";
      case LEAF -> "leaf";
      case META -> "meta";
      case FREELIST -> "freelist";
      default -> "flags 0x" + Integer.toHexString(flags);
    };
  }
}
