package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.testkit.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which runs a commit asks for. */
class PlacementTest {
  /** The least number of nodes that makes a commit large. */
  private static final int LARGE = 64;

  private static int[] singles(int count) {
    int[] pages = new int[count];
    Arrays.fill(pages, 1);
    return pages;
  }

  @Test
  void inRunsTakesOneRunWhereThereIsOne() {
    int[] pages = singles(LARGE);
    pages[5] = 2;
    assertEquals(
        List.of("65: 0-64"), new Free(false, 3, 64, 65, 9).place(Placement.IN_RUNS, pages));
  }

  @Test
  void inRunsUsesTheLongestRunsFirstAndTheEndOnlyWhenNothingIsLeft() {
    Free free = new Free(false, 1, 40, 20, 1);
    assertEquals(
        List.of("40: 24-64", "20: 4-24", "1: 3-4", "1: 2-3", "end: 1-2", "end: 0-1"),
        free.place(Placement.IN_RUNS, singles(LARGE)));
  }

  @Test
  void inRunsMovesTheEndWhileLittleIsUnused() {
    int[] pages = singles(LARGE);
    assertEquals(List.of("end: 0-64"), new Free(true, 1, 63, 2).place(Placement.IN_RUNS, pages));
    assertEquals("63: 1-64", new Free(false, 1, 63, 2).place(Placement.IN_RUNS, pages).getFirst());
  }

  @Test
  void inRunsLaysTheFewPagesOfASmallCommitWhereTheyAreLowest() {
    int[] pages = singles(LARGE - 1);
    pages[1] = 2;
    List<String> taken = new Free(true, 1, 63, 2).place(Placement.IN_RUNS, pages);
    assertEquals(List.of("1: 0-1", "63: 1-2", "63: 2-3"), taken.subList(0, 3));
    assertEquals("63: 62-63", taken.getLast());
  }

  @Test
  void bboltsOrderAsksForOneNodeAfterTheOther() {
    assertEquals(
        List.of("3: 0-1", "3: 1-2", "end: 2-3", "3: 3-4"),
        new Free(false, 3).place(Placement.BBOLT_ORDER, new int[] {1, 1, 2, 1}));
  }

  @Test
  void everyNodeGetsItsPagesOnceAndTheTriesAreBounded() {
    Seeds.check(
        1,
        200,
        random -> {
          int[] lengths = new int[random.between(0, 60)];
          for (int i = 0; i < lengths.length; i++) {
            lengths[i] = random.choice(1, 1, 2, 3, random.between(1, 50));
          }
          int[] pages = new int[random.between(1, 120)];
          for (int i = 0; i < pages.length; i++) {
            pages[i] = random.chance(1, 10) ? random.between(2, 9) : 1;
          }
          for (Placement placement : Placement.values()) {
            Free free = new Free(random.chance(1, 3), lengths);
            free.place(placement, pages);
            assertEquals(pages.length, free.placed.cardinality());
            assertTrue(free.refusals <= 2L * pages.length + 60, "refused " + free.refusals);
          }
        });
  }

  /** First fit over runs that are named by the length that they had. */
  private static final class Free implements Placement.Taker {
    private final boolean mayGrow;
    private final int[] names;
    private final int[] left;
    private final List<String> taken = new ArrayList<>();
    private int[] pages = {};
    private final BitSet placed = new BitSet();
    private int refusals;

    Free(boolean mayGrow, int... lengths) {
      this.mayGrow = mayGrow;
      names = lengths;
      left = lengths.clone();
    }

    List<String> place(Placement placement, int[] nodes) {
      pages = nodes;
      placement.place(nodes.clone(), nodes.length, this);
      return taken;
    }

    @Override
    public boolean takeFree(int from, int to) {
      int sum = 0;
      for (int i = from; i < to; i++) {
        sum += pages[i];
      }
      for (int i = 0; i < left.length; i++) {
        if (left[i] >= sum) {
          left[i] -= sum;
          give(names[i] + ": ", from, to);
          return true;
        }
      }
      refusals++;
      return false;
    }

    @Override
    public long longestFree(long atMost) {
      long longest = 0;
      for (int length : names) {
        longest = length <= atMost ? Math.max(longest, length) : longest;
      }
      return longest;
    }

    @Override
    public void takeFileEnd(int from, int to) {
      give("end: ", from, to);
    }

    private void give(String where, int from, int to) {
      assertTrue(placed.get(from, to).isEmpty(), "each node is placed once");
      placed.set(from, to);
      taken.add(where + from + "-" + to);
    }

    @Override
    public boolean mayGrow() {
      return mayGrow;
    }
  }
}
