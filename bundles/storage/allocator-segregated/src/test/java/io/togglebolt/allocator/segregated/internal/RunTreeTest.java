package io.togglebolt.allocator.segregated.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.spi.PageAllocator;
import io.togglebolt.storage.tck.Seeds;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shape of the tree: what it costs to search in it, and how much of it stands empty. */
final class RunTreeTest {
  private static final int MANY = 1_000_000;

  static LongStream seeds() {
    return Seeds.all();
  }

  /** One entry in a leaf at most for each capacity, and on each inner level likewise. */
  private static long mostLooks(RunTree tree) {
    return Node.LEAF_CAPACITY + (long) (tree.levels() - 1) * Node.INNER_CAPACITY;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 17, 64, 1_000})
  void theOnlyFitAmongAMillionRunsIsFoundOnOneWayDown(int pages) {
    int others = pages - 1;
    int last = MANY - 1;
    for (int place : new int[] {0, 1, MANY / 3, last - 1, last}) {
      SegregatedAllocator allocator = new SegregatedAllocator();
      long expected = 0;
      for (int i = 0; i < MANY; i++) {
        long start = 2 + (long) i * (pages + 1);
        if (i == place) {
          expected = start;
          allocator.free(start, pages);
        } else if (others > 0) {
          allocator.free(start, others);
        }
      }
      RunTree tree = allocator.runs();
      long before = tree.looks();
      assertEquals(expected, allocator.allocate(pages));
      assertEquals(PageAllocator.NO_RUN, allocator.allocate(pages));
      long looks = tree.looks() - before;
      assertTrue(looks <= 2 * mostLooks(tree), looks + " entries looked at");
      assertTrue(tree.levels() <= 4, tree.levels() + " levels");
    }
  }

  @Test
  void runsThatComeLowestFirstLeaveNoNodeHalfEmpty() {
    RunTree tree = new RunTree();
    for (int i = 0; i < MANY; i++) {
      tree.insert(2 + 2L * i, 1);
    }
    assertEquals(MANY, tree.size());
    assertTrue(tree.nodes() <= MANY / 240, tree.nodes() + " nodes");
  }

  @Test
  void whatIsTakenAtTheLowEndLeavesNoSmallNodesThere() {
    SegregatedAllocator allocator = new SegregatedAllocator();
    RunTree tree = allocator.runs();
    for (int i = 0; i < MANY; i++) {
      allocator.free(2 + 2L * i, 1);
    }
    // As a load does whose transactions free a little less than they take.
    SplittableRandom random = new SplittableRandom(1);
    for (int left = MANY; left > 1_000; left--) {
      long first = allocator.allocate(1);
      long second = allocator.allocate(1);
      assertTrue(first < second, "taken " + first + ", then " + second);
      allocator.free(random.nextBoolean() ? first : second, 1);
    }
    assertTrue(tree.nodes() <= 2 * 1_000 / (Node.LEAF_CAPACITY * 3 / 8), tree.nodes() + " nodes");
  }

  @Test
  void aTreeThatWasEmptiedIsASingleLeaf() {
    SegregatedAllocator allocator = new SegregatedAllocator();
    for (int i = 0; i < 100_000; i++) {
      allocator.free(2 + 2L * i, 1);
    }
    while (allocator.allocate(1) != PageAllocator.NO_RUN) {
      // Until nothing is left.
    }
    assertEquals(1, allocator.runs().nodes());
    assertEquals(0, allocator.runs().size());
  }

  /** Grows to thousands of runs and shrinks to a few again and again, so that all levels change. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void holdsWhatASortedMapHolds(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    RunTree tree = new RunTree();
    TreeMap<Long, Long> model = new TreeMap<>();
    for (int round = 0; round < 6; round++) {
      int target = round % 2 == 0 ? 20_000 + random.nextInt(10_000) : random.nextInt(300);
      boolean orderly = random.nextBoolean();
      while (model.size() != target) {
        change(tree, model, random, orderly, model.size() < target);
      }
      assertSame(tree, model, "seed " + seed + ", round " + round);
    }
  }

  private static void change(
      RunTree tree,
      TreeMap<Long, Long> model,
      SplittableRandom random,
      boolean orderly,
      boolean grow) {
    long length = 1 + random.nextInt(random.nextInt(50) == 0 ? 5_000 : 6);
    if (grow) {
      boolean after = orderly && !model.isEmpty();
      long start = after ? model.lastKey() + 1 + random.nextInt(3) : 2 + random.nextInt(1 << 20);
      if (model.putIfAbsent(start, length) == null) {
        tree.insert(start, length);
      }
      return;
    }
    // One below all of them too, where there is nothing.
    long span = model.lastKey() - model.firstKey() + 2;
    long page = orderly ? model.firstKey() : model.firstKey() - 1 + random.nextLong(span);
    Map.Entry<Long, Long> expected = model.floorEntry(page);
    assertEquals(expected != null, tree.seekAtOrBelow(page));
    if (expected == null) {
      return;
    }
    assertEquals(expected.getKey(), tree.start());
    assertEquals(expected.getValue(), tree.length());
    if (random.nextInt(3) == 0) {
      tree.set(tree.start(), length);
      model.put(expected.getKey(), length);
    } else {
      tree.remove();
      model.remove(expected.getKey());
    }
  }

  private static void assertSame(RunTree tree, TreeMap<Long, Long> model, String where) {
    assertEquals(model.size(), tree.size(), where);
    boolean found = tree.seekAtOrBelow(-1) || tree.seekAbove();
    for (Map.Entry<Long, Long> run : model.entrySet()) {
      assertTrue(found, where + ": expected " + run);
      assertEquals(run.getKey(), tree.start(), where);
      assertEquals(run.getValue(), tree.length(), where);
      found = tree.seekAbove();
    }
    assertTrue(!found, where + ": one run too many");
    for (long pages = 1; pages < 6_000; pages += 1 + pages / 4) {
      long atLeast = pages;
      Long lowest =
          model.entrySet().stream()
              .filter(run -> run.getValue() >= atLeast)
              .map(Map.Entry::getKey)
              .findFirst()
              .orElse(null);
      assertEquals(lowest != null, tree.seekLowest(pages), where + ", " + pages + " pages");
      if (lowest != null) {
        assertEquals(lowest, tree.start(), where + ", " + pages + " pages");
      }
    }
    if (!model.isEmpty()) {
      Map.Entry<Long, Long> last = model.lastEntry();
      assertEquals(last.getKey() + last.getValue(), tree.pastHighest(), where);
    }
  }
}
