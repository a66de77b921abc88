package io.togglebolt.storage.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.spi.PageAllocator;
import io.togglebolt.storage.spi.PageAllocatorFactory;
import io.togglebolt.storage.spi.PageSetDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every page allocator owes to the database, tried against a naive set of page ids.
 *
 * <pre>
 * final class MyAllocatorContractTest extends PageAllocatorContract {
 *   &#64;Override
 *   protected PageAllocatorFactory factory() {
 *     return new MyAllocatorFactory();
 *   }
 * }
 * </pre>
 */
public abstract class PageAllocatorContract {
  private static final String SEEDS = "io.togglebolt.storage.tck.Seeds#all";
  private static final int PAGES = 600;
  private static final int STEPS = 3_000;
  private static final int WIDE_PAGES = 40_000;

  /** For subclasses. */
  protected PageAllocatorContract() {}

  /** Makes the allocators that are tested. */
  protected abstract PageAllocatorFactory factory();

  /**
   * Whether the allocator promises the lowest run that is long enough. Override it to have the
   * allocator held to that.
   */
  protected boolean takesLowestFit() {
    return false;
  }

  /**
   * How many free runs the test with many has: a million, as a database that once was large has
   * them. Override it for an allocator that is not made for so many.
   */
  protected int manyRuns() {
    return 1_000_000;
  }

  @Test
  void factoryHasAName() {
    assertFalse(factory().name().isBlank());
  }

  @Test
  void startsEmpty() {
    PageAllocator allocator = factory().create();
    assertEquals(PageAllocator.NO_RUN, allocator.allocate(1));
    assertEquals(new PageSetDigest(), allocator.digest());
  }

  @Test
  void allocatorsOfOneFactoryShareNothing() {
    PageAllocatorFactory factory = factory();
    PageAllocator first = factory.create();
    first.free(10, 5);
    assertEquals(PageAllocator.NO_RUN, factory.create().allocate(1));
    assertEquals(10, first.allocate(5));
  }

  @Test
  void runsThatTouchBecomeOne() {
    PageAllocator allocator = factory().create();
    allocator.free(10, 2);
    allocator.free(14, 2);
    assertEquals(PageAllocator.NO_RUN, allocator.allocate(3));
    allocator.free(12, 2);
    assertEquals(10, allocator.allocate(6));
    assertEquals(new PageSetDigest(), allocator.digest());
  }

  @Test
  void pageIdsAndLengthsBeyondAnIntAreKept() {
    PageAllocator allocator = factory().create();
    long start = 1L << 34;
    long pages = (1L << 31) + 100;
    allocator.free(start, pages);
    allocator.reserve(start, 50);
    allocator.reserve(start + pages - 50, 50);
    long run = allocator.allocate(Integer.MAX_VALUE);
    assertTrue(run == start + 50 || run == start + 51, "found " + run);
    assertNotEquals(PageAllocator.NO_RUN, allocator.allocate(1));
    assertEquals(PageAllocator.NO_RUN, allocator.allocate(1));
    assertEquals(new PageSetDigest(), allocator.digest());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource(SEEDS)
  void handsOutOnlyWhatIsFree(long seed) {
    PageAllocator allocator = factory().create();
    NaivePages model = new NaivePages(PAGES);
    SplittableRandom random = new SplittableRandom(seed);
    for (int step = 0; step < STEPS; step++) {
      String where = "seed " + seed + ", step " + step;
      switch (random.nextInt(5)) {
        case 0, 1 -> allocateOnce(allocator, model, 1 + random.nextInt(12), where);
        case 2 -> reserveOnce(allocator, model, random);
        default -> freeOnce(allocator, model, random);
      }
      assertEquals(model.digest(), allocator.digest(), where);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource(SEEDS)
  void freeingWhatAFailedTransactionTookRestoresTheSet(long seed) {
    PageAllocator allocator = factory().create();
    NaivePages model = new NaivePages(PAGES);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 60; i++) {
      freeOnce(allocator, model, random);
    }
    for (int transaction = 0; transaction < 100; transaction++) {
      List<Run> taken = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        int pages = 1 + random.nextInt(8);
        long start = allocator.allocate(pages);
        if (start != PageAllocator.NO_RUN) {
          taken.add(new Run(start, pages));
        }
      }
      while (!taken.isEmpty()) {
        Run run = taken.remove(random.nextInt(taken.size()));
        allocator.free(run.start(), run.pages());
      }
      assertEquals(
          model.digest(), allocator.digest(), "seed " + seed + ", transaction " + transaction);
    }
    takesEveryRunInOnePiece(allocator, model, "seed " + seed);
  }

  /** As a failed transaction gives back: in the order of taking, and node by node. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource(SEEDS)
  void freeingLongRunsInPiecesRestoresTheSet(long seed) {
    PageAllocator allocator = factory().create();
    NaivePages model = new NaivePages(WIDE_PAGES);
    SplittableRandom random = new SplittableRandom(seed);
    giveRunsOfAllSizes(allocator, model, random);
    for (int transaction = 0; transaction < 30; transaction++) {
      List<Run> taken = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        int pages = someLength(random);
        long start = allocator.allocate(pages);
        for (long at = start; start != PageAllocator.NO_RUN && at < start + pages; ) {
          long piece = Math.min(1 + random.nextInt(20), start + pages - at);
          taken.add(new Run(at, piece));
          at += piece;
        }
      }
      taken.forEach(run -> allocator.free(run.start(), run.pages()));
      assertEquals(
          model.digest(), allocator.digest(), "seed " + seed + ", transaction " + transaction);
    }
    takesEveryRunInOnePiece(allocator, model, "seed " + seed);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource(SEEDS)
  void findsRunsOfEveryLength(long seed) {
    PageAllocator allocator = factory().create();
    NaivePages model = new NaivePages(WIDE_PAGES);
    SplittableRandom random = new SplittableRandom(seed);
    giveRunsOfAllSizes(allocator, model, random);
    for (int step = 0; step < 500; step++) {
      String where = "seed " + seed + ", step " + step;
      allocateOnce(allocator, model, someLength(random), where);
      for (int i = 0; i < 10; i++) {
        freeOnce(allocator, model, random);
      }
      reserveOnce(allocator, model, random);
    }
    assertEquals(model.digest(), allocator.digest(), "seed " + seed);
    takesEveryRunInOnePiece(allocator, model, "seed " + seed);
  }

  @Test
  void holdsAsManyRunsAsALargeFileHas() {
    int runs = manyRuns();
    PageAllocator allocator = factory().create();
    NaivePages model = new NaivePages(runs * 3 + 2_000);
    long end = 2;
    for (int i = 0; i < runs; i++) {
      // Three in four are single pages, and only near the end is anything long.
      int pages = i % 4 == 3 ? 2 : 1;
      allocator.free(end, pages);
      model.give(end, pages);
      end += pages + 1;
    }
    allocator.free(end, 1_500);
    model.give(end, 1_500);
    assertEquals(model.digest(), allocator.digest());
    SplittableRandom random = new SplittableRandom(runs);
    for (int step = 0; step < 200; step++) {
      String where = "step " + step;
      allocateOnce(allocator, model, 1 + random.nextInt(3), where);
      freeOnce(allocator, model, random);
      reserveOnce(allocator, model, random);
    }
    allocateOnce(allocator, model, 1_000, "of 1,000 pages");
    allocateOnce(allocator, model, 1_000, "of 1,000 pages again");
    assertEquals(model.digest(), allocator.digest());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource(SEEDS)
  void oneMadeFromTheSameSetHoldsTheSame(long seed) {
    PageAllocator worn = factory().create();
    NaivePages model = new NaivePages(PAGES);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 500; i++) {
      if (random.nextInt(3) == 0) {
        allocateOnce(worn, model, 1 + random.nextInt(5), "seed " + seed);
      } else {
        freeOnce(worn, model, random);
      }
    }
    PageAllocator fresh = factory().create();
    for (Run run : model.runs()) {
      fresh.free(run.start(), run.pages());
    }
    assertEquals(worn.digest(), fresh.digest(), "seed " + seed);
    takesEveryRunInOnePiece(fresh, model, "seed " + seed);
  }

  private void allocateOnce(PageAllocator allocator, NaivePages model, int pages, String where) {
    long lowest = model.lowestFit(pages);
    long start = allocator.allocate(pages);
    if (lowest == PageAllocator.NO_RUN) {
      assertEquals(PageAllocator.NO_RUN, start, where + ": there is no run of " + pages);
      return;
    }
    assertNotEquals(
        PageAllocator.NO_RUN, start, where + ": there is a run of " + pages + " at " + lowest);
    assertTrue(
        model.allFree(start, pages), where + ": " + pages + " pages from " + start + " not free");
    if (takesLowestFit()) {
      assertEquals(lowest, start, where + ": the lowest fit");
    }
    model.take(start, pages);
  }

  /** A quarter of the pages in runs of 1 to 2,000 pages. */
  private static void giveRunsOfAllSizes(
      PageAllocator allocator, NaivePages model, SplittableRandom random) {
    long at = 2 + random.nextInt(30);
    while (at < WIDE_PAGES - 2_100) {
      int pages = someLength(random);
      allocator.free(at, pages);
      model.give(at, pages);
      at += pages + 1 + random.nextInt(3 * pages);
    }
  }

  /** Each order of magnitude as often as the others. */
  private static int someLength(SplittableRandom random) {
    return 1 + random.nextInt(random.nextInt(4) == 0 ? 2_000 : 1 << random.nextInt(9));
  }

  private static void reserveOnce(
      PageAllocator allocator, NaivePages model, SplittableRandom random) {
    Run run = model.someRun(random, true);
    if (run != null) {
      allocator.reserve(run.start(), run.pages());
      model.take(run.start(), run.pages());
    }
  }

  private static void freeOnce(PageAllocator allocator, NaivePages model, SplittableRandom random) {
    Run run = model.someRun(random, false);
    if (run != null) {
      allocator.free(run.start(), run.pages());
      model.give(run.start(), run.pages());
    }
  }

  /** Longest first, so that an allocator that did not coalesce has no run that is long enough. */
  private void takesEveryRunInOnePiece(PageAllocator allocator, NaivePages model, String where) {
    List<Run> longestFirst = new ArrayList<>(model.runs());
    longestFirst.sort((a, b) -> Long.compare(b.pages(), a.pages()));
    for (Run run : longestFirst) {
      allocateOnce(allocator, model, Math.toIntExact(run.pages()), where);
    }
    assertEquals(new PageSetDigest(), allocator.digest(), where);
  }
}
