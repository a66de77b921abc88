package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.spi.PageSetDigest;
import io.togglebolt.storage.spi.PendingRun;
import io.togglebolt.storage.spi.PendingRun.Kind;
import io.togglebolt.storage.spi.PendingRun.Origin;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SplitMix64;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class PendingRunsTest {
  private static final int PAGES = 5_000;
  private static final int READERS = 2;

  private static PendingRun run(long start, int pages, long freedBy) {
    return new PendingRun(start, pages, PendingRun.UNKNOWN, Origin.UNKNOWN, 0, Kind.TREE, freedBy);
  }

  /** A snapshot and what it has to hold for ever. */
  private record Taken(PendingRuns.Snapshot snapshot, Set<PendingRun> expected) {}

  @Test
  void theyAreAMapByTheFirstPageAndSnapshotsOfThemAreLeftAlone() {
    Seeds.check(1, 20, PendingRunsTest::compareWithMap);
  }

  private static void compareWithMap(SplitMix64 random) {
    PendingRuns runs = new PendingRuns();
    Map<Long, PendingRun> model = new HashMap<>();
    List<Taken> taken = new ArrayList<>();
    for (int phase = 0; phase < 8; phase++) {
      // Mostly growing or mostly shrinking, so that whole chunks come and go.
      int additions = random.choice(1, 5, 9);
      for (int i = 0; i < 2_000; i++) {
        PendingRun run = run(2 + random.below(PAGES), 1 + random.below(2), 1 + random.below(2));
        PendingRun there = model.get(run.start());
        assertEquals(run.equals(there), runs.contains(run), "contains " + run);
        if (random.below(10) < additions) {
          assertEquals(there == null, runs.add(run), "add " + run);
          model.putIfAbsent(run.start(), run);
        } else {
          PendingRun leaving = there == null || random.chance(1, 4) ? run : there;
          assertEquals(leaving.equals(there), runs.remove(leaving), "remove " + leaving);
          model.remove(leaving.start(), leaving);
        }
        if (random.chance(1, 300)) {
          taken.add(new Taken(runs.snapshot(), Set.copyOf(model.values())));
        }
      }
      List<PendingRun> visited = new ArrayList<>();
      runs.forEach(visited::add);
      assertSame(model.values(), visited);
      assertEquals(digest(model.values()), runs.digest());
    }
    for (Taken one : taken) {
      assertSame(one.expected, one.snapshot);
      assertEquals(digest(one.expected), one.snapshot.digest());
    }
  }

  private static void assertSame(Collection<PendingRun> expected, Collection<PendingRun> found) {
    assertEquals(expected.size(), found.size());
    assertEquals(new HashSet<>(expected), new HashSet<>(found));
  }

  private static PageSetDigest digest(Collection<PendingRun> runs) {
    PageSetDigest digest = new PageSetDigest();
    runs.forEach(run -> digest.add(run.start(), run.pages()));
    return digest;
  }

  @Test
  void theirOrderDependsOnTheirHistoryOnly() {
    PendingRuns runs = new PendingRuns();
    for (long page : new long[] {900, 3, 70, 1L << 40, 5}) {
      assertTrue(runs.add(run(page, 1, 1)));
    }
    assertTrue(runs.remove(run(3, 1, 1)));
    assertEquals(
        List.of(900L, 5L, 70L, 1L << 40), runs.snapshot().stream().map(PendingRun::start).toList());
  }

  @Test
  void aSnapshotOfNothingIsEmpty() {
    PendingRuns runs = new PendingRuns();
    PendingRuns.Snapshot nothing = runs.snapshot();
    assertTrue(runs.add(run(2, 1, 1)));
    assertFalse(runs.add(run(2, 2, 1)));
    Iterator<PendingRun> end = nothing.iterator();
    assertFalse(end.hasNext());
    assertThrows(NoSuchElementException.class, end::next);
    assertEquals(1, runs.size());
  }

  /** A hand-over and a report read theirs while the writer goes on, on threads of their own. */
  @Test
  void aSnapshotIsReadWhileTheOriginalChanges() throws Exception {
    SplitMix64 random = new SplitMix64(7);
    PendingRuns runs = new PendingRuns();
    Map<Long, PendingRun> model = new HashMap<>();
    try (ExecutorService readers = Executors.newFixedThreadPool(READERS)) {
      List<Future<?>> reads = new ArrayList<>();
      for (int i = 0; i < 200_000; i++) {
        long page = 2 + random.below(PAGES);
        PendingRun there = model.remove(page);
        if (there != null) {
          assertTrue(runs.remove(there));
        } else {
          // Each is another, so that whoever sees one of a later time can tell.
          PendingRun run = run(page, 1 + random.below(3), i + 1);
          assertTrue(runs.add(run));
          model.put(page, run);
        }
        if (i % 2_000 == 0) {
          Taken taken = new Taken(runs.snapshot(), Set.copyOf(model.values()));
          reads.add(readers.submit(() -> readOften(taken)));
        }
      }
      for (Future<?> read : reads) {
        read.get();
      }
    }
  }

  private static void readOften(Taken taken) {
    for (int i = 0; i < 10; i++) {
      assertSame(taken.expected, taken.snapshot);
      assertEquals(digest(taken.expected), taken.snapshot.digest());
    }
  }
}
