package io.togglebolt.testkit;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Bytes that grow. What lies past the size is zero, except for writes that came before the growth
 * which was to make room for them.
 */
final class ByteImage {
  private static final int SMALLEST = 4096;

  private byte[] bytes;
  private long size;

  ByteImage(byte[] content) {
    bytes = content.clone();
    size = content.length;
  }

  long size() {
    return size;
  }

  void resize(long newSize) {
    if (newSize < size) {
      Arrays.fill(bytes, (int) newSize, bytes.length, (byte) 0);
    }
    reserve(newSize);
    size = newSize;
  }

  /** Puts bytes anywhere, and leaves the size as it is. */
  void put(long offset, byte[] source, int from, int length) {
    reserve(offset + length);
    System.arraycopy(source, from, bytes, (int) offset, length);
  }

  void get(long offset, MemorySegment target) {
    MemorySegment.copy(MemorySegment.ofArray(bytes), offset, target, 0, target.byteSize());
  }

  /** Takes a range over from another image, as far as it is inside both sizes. */
  void copyFrom(ByteImage other, long from, long end) {
    for (long at = from; at < Math.min(end, size); at++) {
      bytes[(int) at] = at < other.size ? other.bytes[(int) at] : 0;
    }
  }

  byte[] content() {
    return Arrays.copyOf(bytes, (int) size);
  }

  /** Copies a range, as far as it is inside the size, to the same place elsewhere. */
  void copyTo(MemorySegment target, long from, long end) {
    long last = Math.min(Math.min(end, size), target.byteSize());
    if (from < last) {
      MemorySegment.copy(
          bytes, (int) from, target, ValueLayout.JAVA_BYTE, from, (int) (last - from));
    }
  }

  private void reserve(long capacity) {
    if (capacity > Integer.MAX_VALUE - Long.BYTES) {
      throw new IllegalArgumentException(
          "a simulated file of " + capacity + " bytes is too large, it must be below 2 GiB");
    }
    if (capacity > bytes.length) {
      long doubled = Math.min(2L * bytes.length, Integer.MAX_VALUE - Long.BYTES);
      bytes = Arrays.copyOf(bytes, (int) Math.max(Math.max(capacity, doubled), SMALLEST));
    }
  }
}
