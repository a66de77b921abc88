package io.togglebolt.itests.benchmarks.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class EntriesTest {

  /** The first outputs for the seed 1234567 that the algorithm's own test program prints. */
  @Test
  void theGeneratorIsTheOneThatEverybodyElseHas() {
    SplitMix64 random = new SplitMix64(1_234_567);
    assertEquals("6457827717110365317", Long.toUnsignedString(random.next()));
    assertEquals("3203168211198807973", Long.toUnsignedString(random.next()));
    assertEquals("9817491932198370423", Long.toUnsignedString(random.next()));
  }

  @Test
  void sequentialKeysCountFromZeroInBigEndian() {
    Entries entries = Entries.sequential();
    entries.advance();
    assertEquals("0000000000000000", HexFormat.of().formatHex(entries.key()));
    for (int i = 0; i < 258; i++) {
      entries.advance();
    }
    assertEquals("0000000000000102", HexFormat.of().formatHex(entries.key()));
  }

  @Test
  void aValueIsTheGeneratorsOutputLittleEndianAndCut() {
    byte[] value = Entries.value(7);
    assertEquals(Entries.VALUE_BYTES, value.length);
    SplitMix64 random = new SplitMix64(7);
    ByteBuffer whole = ByteBuffer.allocate(104).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 13; i++) {
      whole.putLong(random.next());
    }
    assertArrayEquals(java.util.Arrays.copyOf(whole.array(), 100), value);
  }
}
