package io.togglebolt.itests.benchmarks.space.side;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ChurnPlanTest {
  private static final long MOST_LIVE = 300_000;

  @Test
  void whatIsLiveIsWhatWasPutAndNotDeletedAndNeverMoreThanAllowed() {
    ChurnPlan plan = new ChurnPlan(100, MOST_LIVE);
    Map<Long, Integer> live = new HashMap<>();
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      plan.nextOperation();
      if (plan.delete()) {
        refused += live.remove(plan.key()) == null ? 0 : 1;
      } else {
        live.put(plan.key(), plan.size());
      }
      long bytes = live.values().stream().mapToLong(size -> 8 + size).sum();
      assertEquals(bytes, plan.liveBytes());
      assertTrue(bytes <= MOST_LIVE, bytes + " live bytes");
    }
    assertTrue(refused > 0);
  }

  @Test
  void sizesReachFromTenBytesToSixtyFourKibibytes() {
    ChurnPlan plan = new ChurnPlan(100, Long.MAX_VALUE);
    int least = Integer.MAX_VALUE;
    int greatest = 0;
    for (int i = 0; i < 100_000; i++) {
      plan.nextOperation();
      least = Math.min(least, plan.size());
      greatest = Math.max(greatest, plan.size());
    }
    assertEquals(10, least);
    assertTrue(greatest > 60_000 && greatest <= 65_536, greatest + " bytes");
  }

  /** The program for bbolt draws the same numbers: these are its. */
  @Test
  void theFirstOperationsAreThoseOfTheOtherProgram() {
    ChurnPlan plan = new ChurnPlan(20_000, 64 << 20);
    StringBuilder drawn = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      drawn.append(plan.nextLifetimeSeconds()).append(' ').append(plan.nextOperations());
      plan.nextOperation();
      drawn.append(' ').append(plan.key()).append(' ').append(plan.delete());
      drawn.append(' ').append(plan.size()).append('\n');
    }
    assertEquals(
        """
        4 5 9346 true 10779
        32 3 17985 true 25398
        64 5 9190 false 209
        """,
        drawn.toString());
  }
}
