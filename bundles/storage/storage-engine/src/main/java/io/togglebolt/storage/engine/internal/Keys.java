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
  private static final ValueLayout.OfLong BIG_ENDIAN =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final VarHandle ARRAY_BIG_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int SHOWN_BYTES = 64;

  private Keys() {}

  /** Compares the key at {@code offset} of a page with another, eight bytes at a time. */
  static int compare(MemorySegment segment, long offset, int length, byte[] key) {
    int common = Math.min(length, key.length);
    int i = 0;
    for (; i + Long.BYTES <= common; i += Long.BYTES) {
      long left = segment.get(BIG_ENDIAN, offset + i);
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
