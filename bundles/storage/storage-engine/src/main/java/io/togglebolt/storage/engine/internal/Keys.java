package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.KeyRejectedException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HexFormat;

/** Keys are byte strings in unsigned order, a prefix before what it begins. */
final class Keys {
  static final ValueLayout.OfLong LONG_BIG_ENDIAN =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  static final ValueLayout.OfInt INT_BIG_ENDIAN =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final VarHandle ARRAY_BIG_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int SHOWN_BYTES = 64;

  private Keys() {}

  /** Compares the key at {@code offset} of a page with another, eight bytes at a time. */
  static int compare(MemorySegment segment, long offset, int length, byte[] key) {
    int common = Math.min(length, key.length);
    int i = 0;
    for (; i + Long.BYTES <= common; i += Long.BYTES) {
      long left = segment.get(LONG_BIG_ENDIAN, offset + i);
      long right = (long) ARRAY_BIG_ENDIAN.get(key, i);
      if (left != right) {
        return Long.compareUnsigned(left, right);
      }
    }
    for (; i < common; i++) {
      int left = segment.get(ValueLayout.JAVA_BYTE, offset + i) & 0xFF;
      int right = key[i] & 0xFF;
      if (left != right) {
        return left - right;
      }
    }
    return length - key.length;
  }

  /**
   * The eight bytes of a page's key after the first few, as a number in the order of keys; what a
   * shorter key lacks counts as zeros. Reads up to seven bytes before the key instead of any after
   * it, since before a key there is always the page's header, and after it the file may end.
   */
  static long head(MemorySegment segment, long offset, int length, int skip) {
    int left = length - skip;
    if (left >= Long.BYTES) {
      return segment.get(LONG_BIG_ENDIAN, offset + skip);
    }
    return left <= 0
        ? 0
        : segment.get(LONG_BIG_ENDIAN, offset + length - Long.BYTES)
            << (Long.SIZE - Byte.SIZE * left);
  }

  /** The same of a key in an array. */
  static long head(byte[] key, int skip) {
    if (key.length - skip >= Long.BYTES) {
      return (long) ARRAY_BIG_ENDIAN.get(key, skip);
    }
    long head = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      head = head << Byte.SIZE | (skip + i < key.length ? key[skip + i] & 0xFF : 0);
    }
    return head;
  }

  /** How many bytes two keys of a page begin with in common. */
  static int common(MemorySegment segment, long left, int leftLength, long right, int rightLength) {
    int most = Math.min(leftLength, rightLength);
    int i = 0;
    for (; i + Long.BYTES <= most; i += Long.BYTES) {
      long difference =
          segment.get(LONG_BIG_ENDIAN, left + i) ^ segment.get(LONG_BIG_ENDIAN, right + i);
      if (difference != 0) {
        return i + Long.numberOfLeadingZeros(difference) / Byte.SIZE;
      }
    }
    while (i < most
        && segment.get(ValueLayout.JAVA_BYTE, left + i)
            == segment.get(ValueLayout.JAVA_BYTE, right + i)) {
      i++;
    }
    return i;
  }

  /** Refuses what the format cannot hold as a key or bucket name. */
  static void check(byte[] key, String what) {
    if (key.length == 0) {
      throw new KeyRejectedException(
          what + " is empty; expected 1 to " + Bucket.MAX_KEY_BYTES + " bytes");
    }
    if (key.length > Bucket.MAX_KEY_BYTES) {
      throw new KeyRejectedException(
          what
              + " "
              + show(key)
              + " has "
              + key.length
              + " bytes; expected 1 to "
              + Bucket.MAX_KEY_BYTES);
    }
  }

  /** A key for messages: text where it is printable ASCII, else hex; long ones are cut. */
  static String show(byte[] key) {
    int shown = Math.min(key.length, SHOWN_BYTES);
    String tail = shown < key.length ? "..." : "";
    StringBuilder text = new StringBuilder("\"");
    for (int i = 0; i < shown; i++) {
      if (key[i] < 0x20 || key[i] == 0x7F) {
        return "0x" + HexFormat.of().formatHex(key, 0, shown) + tail;
      }
      text.append((char) key[i]);
    }
    return text.append('"').append(tail).toString();
  }
}
