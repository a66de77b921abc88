package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SplitMix64;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class ReleasedRunsTest {
  @Test
  void theyComeOutLowestFirstAndAsOneWhereTheyTouch() {
    Seeds.check(1, 100, ReleasedRunsTest::takeInTurns);
  }

  private static void takeInTurns(SplitMix64 random) {
    ReleasedRuns runs = new ReleasedRuns();
    BitSet due = new BitSet();
    for (int i = random.below(300); i > 0; i--) {
      int start = 2 + random.below(20_000);
      int pages = random.chance(1, 20) ? random.between(200, 900) : random.between(1, 3);
      int next = due.nextSetBit(start);
      if (!due.get(start) && (next < 0 || next >= start + pages)) {
        runs.add(start, pages);
        due.set(start, start + pages);
      }
    }
    runs.sort();
    assertEquals(due.cardinality(), runs.pages());
    BitSet taken = new BitSet();
    long[] last = {0};
    while (runs.size() > 0) {
      int sizeBefore = runs.size();
      int atMost = random.between(1, 40);
      runs.take(
          atMost,
          (start, pages) -> {
            assertEquals(true, start > last[0], "lowest first");
            last[0] = start + pages - 1;
            taken.set((int) start, (int) (start + pages));
          });
      assertTrue(runs.size() <= Math.max(0, sizeBefore - atMost), "no fewer than asked for");
      BitSet left = new BitSet();
      runs.forEach((start, pages) -> left.set((int) start, (int) (start + pages)));
      assertEquals(left.cardinality(), runs.pages());
      assertFalse(left.get((int) last[0] + 1), "no run is cut");
      assertEquals(longestIn(left), runs.longest());
      left.or(taken);
      assertEquals(due, left);
    }
    assertEquals(due, taken);
  }

  private static int longestIn(BitSet pages) {
    int longest = 0;
    int at = pages.nextSetBit(0);
    while (at >= 0) {
      int end = pages.nextClearBit(at);
      longest = Math.max(longest, end - at);
      at = pages.nextSetBit(end);
    }
    return longest;
  }

  @Test
  void aRunThatIsThereTwiceIsRefused() {
    ReleasedRuns runs = new ReleasedRuns();
    runs.add(7, 2);
    runs.add(3, 1);
    runs.add(7, 300);
    assertThrows(IllegalStateException.class, runs::sort);
  }
}
