package io.togglebolt.itests.benchmarks.side;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SlicesTest {
  private static final int SIDES = 4;

  @Test
  void whatGrowsSteadilyAddsTheSameToEverybody() {
    for (int block = 0; block < 100; block++) {
      List<Integer> order = Slices.order(block, SIDES);
      for (int side = 0; side < SIDES; side++) {
        assertEquals(
            2 * SIDES - 1, order.indexOf(side) + order.lastIndexOf(side), "block " + block);
        assertTrue(order.indexOf(side) < SIDES, "block " + block);
      }
    }
  }

  @Test
  void inAsManyBlocksAsSidesEverybodyHasEachPlace() {
    for (int begin = 0; begin < 100; begin += SIDES) {
      for (int place = 0; place < SIDES; place++) {
        Set<Integer> seen = new HashSet<>();
        for (int block = begin; block < begin + SIDES; block++) {
          seen.add(Slices.order(block, SIDES).get(place));
        }
        assertEquals(SIDES, seen.size(), "blocks from " + begin + ", place " + place);
      }
    }
  }

  @Test
  void neighboursChangeAndEveryBlockKeepsItsOrder() {
    Set<List<Integer>> orders = new HashSet<>();
    for (int block = 0; block < 100; block++) {
      List<Integer> order = Slices.order(block, SIDES);
      assertEquals(order, Slices.order(block, SIDES));
      orders.add(order);
    }
    assertTrue(orders.size() > 20, orders.size() + " different orders of 24");
  }

  @Test
  void theLengthOfASliceIsApproachedInSteps() {
    assertEquals(8, Slices.next(1, 10, 1_000));
    List<Integer> times = new ArrayList<>(List.of(1));
    for (int i = 0; i < 4; i++) {
      times.add(Slices.next(times.getLast(), times.getLast() * 10L, 1_000));
    }
    assertEquals(List.of(1, 8, 64, 100, 100), times);
    assertEquals(1, Slices.next(4, 1_000_000, 1));
    assertEquals(8, Slices.next(1, 0, 1_000));
  }
}
