package io.togglebolt.freelist.exact.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.spi.PendingRun;
import io.togglebolt.storage.spi.PendingRun.Kind;
import io.togglebolt.storage.spi.PendingRun.Origin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RunTreeTest {

  private static PendingRun run(long start, int pages, long allocatedBy, long freedBy) {
    return new PendingRun(start, pages, allocatedBy, Origin.FREELIST, 0, Kind.TREE, freedBy);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.togglebolt.storage.tck.Seeds#all")
  void answersAsAListThatIsSearchedWould(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    RunTree tree = new RunTree();
    TreeSet<PendingRun> model =
        new TreeSet<>(
            Comparator.comparingLong(PendingRun::freedBy).thenComparingLong(PendingRun::start));
    for (int i = 0; i < 5_000; i++) {
      String where = "seed " + seed + ", step " + i;
      long freedBy = 1 + random.nextLong(100);
      PendingRun run = run(2 + random.nextLong(300), 1, random.nextLong(freedBy + 1), freedBy);
      switch (random.nextInt(8)) {
        case 0 -> {
          boolean there = model.contains(run) && run.equals(model.floor(run));
          assertEquals(there, tree.remove(run), where);
          if (there) {
            model.remove(run);
          }
        }
        case 1 -> {
          if (!model.isEmpty()) {
            assertTrue(tree.remove(model.first()), where);
            model.pollFirst();
          }
        }
        case 2 -> {
          long after = random.nextLong(100);
          long upTo = after + random.nextLong(60);
          long allocated = random.nextLong(-1, 100);
          List<PendingRun> expected =
              model.stream()
                  .filter(each -> each.freedBy() > after && each.freedBy() <= upTo)
                  .filter(each -> each.allocatedBy() > allocated)
                  .toList();
          List<PendingRun> taken = new ArrayList<>();
          tree.takeOut(after, upTo, allocated, taken::add);
          assertEquals(expected, taken, where);
          expected.forEach(model::remove);
        }
        default -> assertEquals(model.add(run), tree.add(run), where);
      }
      assertEquals(model.size(), tree.size(), where);
    }
    List<PendingRun> rest = new ArrayList<>();
    tree.takeOut(0, Long.MAX_VALUE, -1, rest::add);
    assertEquals(List.copyOf(model), rest, "seed " + seed);
  }

  @Test
  void removesOnlyTheVeryRun() {
    RunTree tree = new RunTree();
    assertTrue(tree.add(run(10, 2, 3, 5)));
    assertFalse(tree.add(run(10, 1, 4, 5)));
    assertFalse(tree.remove(run(10, 1, 3, 5)));
    assertEquals(1, tree.size());
    assertTrue(tree.remove(run(10, 2, 3, 5)));
    assertEquals(0, tree.size());
  }
}
