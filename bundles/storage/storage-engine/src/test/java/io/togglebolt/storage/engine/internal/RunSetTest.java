package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.spi.PageSetDigest;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SplitMix64;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Spliterators;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class RunSetTest {
  private static final int PAGES = 60;

  @Test
  void aSetOfRunsIsTheSetOfItsPages() {
    Seeds.check(1, 200, RunSetTest::compareWithBits);
  }

  private static void compareWithBits(SplitMix64 random) {
    RunSet set = new RunSet();
    BitSet bits = new BitSet();
    for (int i = 0; i < 200; i++) {
      int start = 2 + random.below(PAGES);
      int pages = random.between(1, 8);
      BitSet run = new BitSet();
      run.set(start, start + pages);
      BitSet common = (BitSet) bits.clone();
      common.and(run);
      assertEquals(!common.isEmpty(), set.touches(start, pages));
      if (random.chance(1, 2)) {
        assertEquals(common.isEmpty(), set.add(start, pages), "add " + start + "+" + pages);
        if (common.isEmpty()) {
          bits.or(run);
        }
      } else {
        assertEquals(common.equals(run), set.remove(start, pages), "remove " + start);
        if (common.equals(run)) {
          bits.andNot(run);
        }
      }
      assertSame(bits, set);
      assertEquals(longest(bits, pages), set.longest(pages), "longest of at most " + pages);
    }
    RunSet copy = set.copy();
    set.forEach((start, pages) -> assertFalse(copy.add(start, pages)));
    assertSame(bits, copy);
  }

  /** With thousands of runs, so that chunks are split and merged, and copies that live on. */
  @Test
  void copiesOfALargeSetAreLeftAlone() {
    Seeds.check(1, 20, RunSetTest::changeWhatWasCopied);
  }

  private static void changeWhatWasCopied(SplitMix64 random) {
    RunSet set = new RunSet();
    BitSet bits = new BitSet();
    for (int round = 0; round < 6; round++) {
      RunSet copy = set.copy();
      BitSet before = (BitSet) bits.clone();
      boolean grows = round % 3 < 2;
      for (int i = 0; i < 3_000; i++) {
        int start = 2 + random.below(12_000);
        int pages = random.choice(1, 1, 1, 2, 300);
        if (grows && set.add(start, pages)) {
          bits.set(start, start + pages);
        } else if (!grows && set.remove(start, pages)) {
          bits.clear(start, start + pages);
        }
      }
      assertSame(bits, set);
      assertSame(before, copy);
      assertTrue(copy.pages() == 0 || copy.remove(before.nextSetBit(0), 1));
      assertSame(bits, set);
    }
  }

  private static long longest(BitSet bits, int atMost) {
    long longest = 0;
    for (int from = bits.nextSetBit(0); from >= 0; ) {
      int end = bits.nextClearBit(from);
      longest = end - from <= atMost ? Math.max(longest, end - from) : longest;
      from = bits.nextSetBit(end);
    }
    return longest;
  }

  private static void assertSame(BitSet bits, RunSet set) {
    List<String> expected = new ArrayList<>();
    PageSetDigest digest = new PageSetDigest();
    for (int from = bits.nextSetBit(0); from >= 0; ) {
      int end = bits.nextClearBit(from);
      expected.add(from + "+" + (end - from));
      digest.add(from, end - from);
      from = bits.nextSetBit(end);
    }
    List<String> found = new ArrayList<>();
    set.forEach((start, pages) -> found.add(start + "+" + pages));
    assertEquals(expected, found);
    assertEquals(expected.size(), set.runs());
    assertArrayEquals(
        bits.stream().asLongStream().toArray(),
        StreamSupport.longStream(Spliterators.spliteratorUnknownSize(set.ids(), 0), false)
            .toArray());
    assertEquals(bits.cardinality(), set.pages());
    assertEquals(digest, set.digest());
  }
}
