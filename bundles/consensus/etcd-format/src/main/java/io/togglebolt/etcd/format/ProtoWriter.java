package io.togglebolt.etcd.format;

import java.nio.ByteBuffer;

/**
 * Writes the pieces that protobuf messages are made of at a buffer's position, direct or not, and
 * moves it. Nothing is allocated. A buffer that is too small is a {@link
 * java.nio.BufferOverflowException}; the sizes that are needed can be asked for before.
 */
public final class ProtoWriter {
  /** The most bytes that a number of 64 bits takes. */
  public static final int MAX_VARINT_BYTES = 10;

  /** The most bytes that a number of 32 bits takes. */
  public static final int MAX_VARINT32_BYTES = 5;

  private ProtoWriter() {}

  /** How many bytes a number takes, in groups of seven bits. */
  public static int sizeOfVarint(long unsigned) {
    // Zero takes a byte as well; 9 / 64 is 1 / 7, rounded as is right for 1 to 64 bits.
    return ((64 - Long.numberOfLeadingZeros(unsigned | 1)) * 9 + 64) >>> 6;
  }

  /** Writes a number of 64 bits, unsigned. */
  public static void varint(long unsigned, ByteBuffer target) {
    long rest = unsigned;
    while ((rest & ~0x7FL) != 0) {
      target.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    target.put((byte) rest);
  }

  /** How many bytes {@link #varintField} writes, for a field number below 16. */
  public static int sizeOfVarintField(long unsigned) {
    return 1 + sizeOfVarint(unsigned);
  }

  /** Writes a numeric field, a zero too. */
  public static void varintField(int field, long unsigned, ByteBuffer target) {
    varint(tag(field, ProtoReader.VARINT), target);
    varint(unsigned, target);
  }

  /** How many bytes a field of so many bytes of content takes, for a field number below 16. */
  public static long sizeOfBytesField(long contentBytes) {
    return 1 + sizeOfVarint(contentBytes) + contentBytes;
  }

  /** Writes what precedes the content of a field of bytes, or of an embedded message. */
  public static void bytesFieldHead(int field, int contentBytes, ByteBuffer target) {
    varint(tag(field, ProtoReader.BYTES), target);
    varint(contentBytes, target);
  }

  /** Writes a field of bytes. */
  public static void bytesField(int field, byte[] content, ByteBuffer target) {
    bytesFieldHead(field, content.length, target);
    target.put(content);
  }

  private static long tag(int field, int wireType) {
    return (long) field << 3 | wireType;
  }
}
