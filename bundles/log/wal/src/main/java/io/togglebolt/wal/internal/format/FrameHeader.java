package io.togglebolt.wal.internal.format;

import org.jspecify.annotations.Nullable;

/** The eight bytes before each record, read as a little-endian number. */
public final class FrameHeader {
  /** The largest record that is written or read, in bytes: it must fit a buffer, and an array. */
  public static final long MAX_RECORD_BYTES = 1L << 30;

  private static final int LENGTH_BITS = 56;
  private static final long LENGTH_MASK = (1L << LENGTH_BITS) - 1;

  /** What the highest byte has when there is padding. */
  private static final int PADDED = 0x80;

  private FrameHeader() {}

  /** The header of a record of so many bytes. */
  static long of(int recordBytes) {
    int padding = padding(recordBytes);
    return padding == 0 ? recordBytes : recordBytes | (long) (PADDED | padding) << LENGTH_BITS;
  }

  /** How many bytes of padding follow a record of so many bytes. */
  public static int padding(long recordBytes) {
    return (int) -recordBytes & (FrameEncoder.ALIGNMENT_BYTES - 1);
  }

  /** The record's length in bytes, padding left out. */
  public static long recordBytes(long header) {
    return header & LENGTH_MASK;
  }

  /** The length of the whole frame, header and padding included. */
  public static long frameBytes(long header) {
    long record = recordBytes(header);
    return FrameEncoder.HEADER_BYTES + record + padding(record);
  }

  /** What is wrong with a header, or null when nothing is. */
  public static @Nullable String problem(long header) {
    int padding = padding(recordBytes(header));
    int expected = padding == 0 ? 0 : PADDED | padding;
    int found = (int) (header >>> LENGTH_BITS);
    if (found != expected) {
      return String.format(
          "the padding of a record of %d bytes is said to be 0x%02x; expected 0x%02x",
          recordBytes(header), found, expected);
    }
    return null;
  }
}
