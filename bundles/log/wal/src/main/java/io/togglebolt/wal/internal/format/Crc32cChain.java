package io.togglebolt.wal.internal.format;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The checksum over the data of all records so far: CRC-32C, which goes on from segment to segment.
 *
 * <p>The JDK's {@link CRC32C}, which is fast, can only begin at nothing. But a CRC can be run
 * backwards: for every value there are exactly four bytes that bring a fresh one to it. So the
 * chain goes on from a value by feeding these four first. Not thread-safe.
 */
public final class Crc32cChain {
  /** The polynomial of CRC-32C, bits reflected, as RFC 3720 has it. */
  private static final int POLYNOMIAL = 0x82F63B78;

  private final CRC32C crc = new CRC32C();
  private final byte[] seed = new byte[Integer.BYTES];

  /** Begins at a value; 0 is that of nothing at all. */
  public Crc32cChain(int value) {
    reset(value);
  }

  /** What the checksum is; unsigned. */
  public int value() {
    return (int) crc.getValue();
  }

  /** Goes on from another value. */
  public void reset(int value) {
    crc.reset();
    if (value == 0) {
      return;
    }
    // A CRC-32C is the inverted register, which begins as all ones. Four bytes, low byte first, are
    // xored into it and then shifted through, 32 steps; so the register is shifted back by 32
    // steps, and what it differs from all ones by are the bytes.
    int register = ~value;
    for (int step = 0; step < Integer.SIZE; step++) {
      // A step forward shifts right, and xors the polynomial when a one fell out; the
      // polynomial's highest bit tells whether it did.
      register = register < 0 ? (register ^ POLYNOMIAL) << 1 | 1 : register << 1;
    }
    int bytes = ~register;
    for (int i = 0; i < Integer.BYTES; i++) {
      seed[i] = (byte) (bytes >>> (Byte.SIZE * i));
    }
    crc.update(seed);
  }

  /** Adds bytes of a buffer, whose position and limit are as before afterwards. */
  public void update(ByteBuffer data, int from, int to) {
    int position = data.position();
    int limit = data.limit();
    data.limit(to).position(from);
    crc.update(data);
    data.limit(limit).position(position);
  }
}
