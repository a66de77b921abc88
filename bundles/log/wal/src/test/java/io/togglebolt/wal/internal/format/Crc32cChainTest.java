package io.togglebolt.wal.internal.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.togglebolt.testkit.Seeds;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Crc32cChainTest {
  private static final byte[] DIGITS = "123456789".getBytes(StandardCharsets.US_ASCII);

  @Test
  void theCheckValueOfTheStandardIsReached() {
    Crc32cChain chain = new Crc32cChain(0);
    chain.update(ByteBuffer.wrap(DIGITS), 0, DIGITS.length);
    assertEquals(0xE3069283, chain.value());
    assertEquals(0xE3069283, NaiveFrames.crc32c(0, DIGITS), "the naive one");
  }

  @Test
  void itGoesOnFromAnyValue() {
    Seeds.check(
        1,
        2_000,
        random -> {
          int before = (int) random.next();
          Crc32cChain chain = new Crc32cChain(before);
          assertEquals(before, chain.value());
          byte[] data = random.bytes(random.below(40));
          ByteBuffer target =
              random.chance(1, 2) ? ByteBuffer.allocateDirect(60) : ByteBuffer.allocate(60);
          int from = random.below(20);
          target.put(from, data).position(3).limit(50);
          chain.update(target, from, from + data.length);
          assertEquals(NaiveFrames.crc32c(before, data), chain.value());
          assertEquals(3, target.position());
          assertEquals(50, target.limit());
        });
  }

  @Test
  void itCanGoOnFromNothingAgain() {
    Crc32cChain chain = new Crc32cChain(77);
    chain.reset(0);
    chain.update(ByteBuffer.wrap(DIGITS), 0, DIGITS.length);
    assertEquals(0xE3069283, chain.value());
  }
}
