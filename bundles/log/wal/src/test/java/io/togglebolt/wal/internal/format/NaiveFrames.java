package io.togglebolt.wal.internal.format;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Frames as the format describes them, step by step and without a thought of speed. */
public final class NaiveFrames {
  private NaiveFrames() {}

  /** CRC-32C, bit by bit, going on from a value. */
  public static int crc32c(int before, byte[] data) {
    int register = ~before;
    for (byte next : data) {
      register ^= next & 0xFF;
      for (int bit = 0; bit < 8; bit++) {
        register = (register & 1) == 0 ? register >>> 1 : register >>> 1 ^ 0x82F63B78;
      }
    }
    return ~register;
  }

  /** A framed record. */
  public static byte[] frame(long type, int crc, byte @Nullable [] data) {
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    record.write(0x08);
    varint(type, record);
    record.write(0x10);
    varint(Integer.toUnsignedLong(crc), record);
    if (data != null) {
      record.write(0x1a);
      varint(data.length, record);
      record.writeBytes(data);
    }
    return frame(record.toByteArray());
  }

  /** A frame around any bytes. */
  public static byte[] frame(byte[] record) {
    int padding = (8 - record.length % 8) % 8;
    long header = record.length;
    if (padding != 0) {
      header |= (0x80L | padding) << 56;
    }
    return ByteBuffer.allocate(8 + record.length + padding)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header)
        .put(record)
        .array();
  }

  private static void varint(long value, ByteArrayOutputStream target) {
    long rest = value;
    while (rest < 0 || rest > 0x7F) {
      target.write((int) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    target.write((int) rest);
  }
}
