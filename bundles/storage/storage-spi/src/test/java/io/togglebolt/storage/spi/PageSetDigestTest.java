package io.togglebolt.storage.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PageSetDigestTest {

  private static PageSetDigest pageByPage(long start, long count) {
    PageSetDigest digest = new PageSetDigest();
    for (long i = 0; i < count; i++) {
      digest.add(start + i, 1);
    }
    return digest;
  }

  private static PageSetDigest run(long start, long count) {
    PageSetDigest digest = new PageSetDigest();
    digest.add(start, count);
    return digest;
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        2,
        3,
        1_000_003,
        (1L << 31) - 7,
        (1L << 32) - 7,
        (1L << 52) - 7,
        Long.MAX_VALUE - 1_000
      })
  void aRunCountsAsItsPagesAlsoWhereTheSumsWrapAround(long start) {
    for (long count = 0; count <= 130; count++) {
      assertEquals(pageByPage(start, count), run(start, count), start + " + " + count);
    }
  }

  /** Too long to walk: the two halves must make up the whole, wherever the cut is. */
  @ParameterizedTest
  @ValueSource(longs = {1L << 20, 1L << 33, (1L << 40) + 1, (1L << 45) + 2, (1L << 52) + 3})
  void aLongRunCountsAsItsPieces(long count) {
    SplittableRandom random = new SplittableRandom(count);
    for (int i = 0; i < 1_000; i++) {
      long start = random.nextLong(2, 1L << 50);
      long cut = random.nextLong(1, count);
      PageSetDigest pieces = run(start + cut, count - cut);
      pieces.add(start, cut);
      assertEquals(run(start, count), pieces, start + " + " + count + " cut at " + cut);
    }
  }

  @Test
  void doesNotDependOnOrderNorOnHowTheSetIsCut() {
    for (long seed = 1; seed <= 50; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      PageSetDigest whole = new PageSetDigest();
      List<long[]> pieces = new ArrayList<>();
      long next = 2;
      for (int i = 0; i < 40; i++) {
        long start = next + random.nextInt(5);
        long count = 1 + random.nextInt(200);
        whole.add(start, count);
        long cut = random.nextLong(count + 1);
        pieces.add(new long[] {start, cut});
        pieces.add(new long[] {start + cut, count - cut});
        next = start + count;
      }
      PageSetDigest shuffled = new PageSetDigest();
      while (!pieces.isEmpty()) {
        long[] piece = pieces.remove(random.nextInt(pieces.size()));
        shuffled.add(piece[0], piece[1]);
      }
      assertEquals(whole, shuffled, "seed " + seed);
      assertEquals(whole.hashCode(), shuffled.hashCode(), "seed " + seed);
    }
  }

  @Test
  void removingUndoesAdding() {
    PageSetDigest digest = run(7, 3);
    digest.add(1L << 40, 1L << 33);
    digest.remove((1L << 40) + 5, (1L << 33) - 5);
    digest.remove(1L << 40, 5);
    assertEquals(run(7, 3), digest);
    digest.remove(7, 3);
    assertEquals(new PageSetDigest(), digest);
    assertEquals(0, digest.pages());
  }

  @Test
  void tellsLostDoubledAndMovedPages() {
    PageSetDigest set = run(10, 20);
    assertNotEquals(set, run(10, 19));
    assertNotEquals(set, run(11, 20));
    PageSetDigest doubled = run(10, 20);
    doubled.add(15, 1);
    assertNotEquals(set, doubled);
    PageSetDigest samePagesAndSum = run(11, 18);
    samePagesAndSum.add(9, 1);
    samePagesAndSum.add(30, 1);
    assertEquals(set.pages(), samePagesAndSum.pages());
    assertNotEquals(set, samePagesAndSum);
  }

  @Test
  void aCopyStaysAsItIs() {
    PageSetDigest digest = run(10, 20);
    PageSetDigest copy = digest.copy();
    digest.add(50, 1);
    assertEquals(run(10, 20), copy);
  }
}
