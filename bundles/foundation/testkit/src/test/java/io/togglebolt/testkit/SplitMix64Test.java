package io.togglebolt.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SplitMix64Test {
  @Test
  void itGivesThePublishedSequence() {
    SplitMix64 random = new SplitMix64(1234567);
    assertArrayEquals(
        new long[] {
          6457827717110365317L,
          3203168211198807973L,
          Long.parseUnsignedLong("9817491932198370423"),
          4593380528125082431L,
          Long.parseUnsignedLong("16408922859458223821")
        },
        LongStream.generate(random::next).limit(5).toArray());
  }

  @Test
  void boundedNumbersAreThoseOfTheGoTools() {
    SplitMix64 random = new SplitMix64(42);
    assertArrayEquals(
        new int[] {3, 1, 8, 4, 0, 2, 5, 8, 5, 4, 7, 6, 8, 5, 6, 0, 9, 1, 7, 8},
        IntStream.generate(() -> random.below(10)).limit(20).toArray());
    assertEquals(4456085495900487260L, new SplitMix64(42).below((1L << 63) + 12345));
  }

  @Test
  void valuesAreThoseOfTheGoTools() {
    assertEquals("202c651b7771d9e4c982f6", HexFormat.of().formatHex(SplitMix64.value(11, -1)));
    assertEquals(0, SplitMix64.value(0, 5).length);
  }

  @Test
  void aValueIsThePrefixOfALongerOneFromTheSameSeed() {
    for (int length = 0; length < 40; length++) {
      byte[] shorter = SplitMix64.value(length, 9);
      byte[] longer = SplitMix64.value(40, 9);
      assertArrayEquals(Arrays.copyOf(longer, length), shorter);
    }
  }

  @Test
  void everyChoiceComesUpAndBoundsAreKept() {
    SplitMix64 random = new SplitMix64(1);
    boolean[] seen = new boolean[3];
    for (int i = 0; i < 1000; i++) {
      seen[random.between(5, 7) - 5] = true;
      assertTrue(List.of("a", "b").contains(random.choice("a", "b")));
      assertTrue(random.chance(1, 1));
      assertEquals(false, random.chance(0, 1));
    }
    assertArrayEquals(new boolean[] {true, true, true}, seen);
    assertThrows(IllegalArgumentException.class, () -> random.below(0));
  }

  @Test
  void aForkDoesNotMoveItsOrigin() {
    SplitMix64 with = new SplitMix64(3);
    SplitMix64 without = new SplitMix64(3);
    SplitMix64 fork = with.fork();
    without.next();
    IntStream.range(0, 10).forEach(i -> fork.next());
    assertEquals(without.next(), with.next());
  }
}
