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
import org.junit.jupiter.api.Test;

class PendingRunsTest {
  private static final int PAGES = 5_000;

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

  @Test
  void pagesWhoseEntriesCollideAreToldApart() {
    Seeds.check(
        1,
        50,
        random -> {
          PageIndex index = new PageIndex();
          Map<Long, Integer> model = new HashMap<>();
          // Few enough for long chains of probes to meet their own ends again and again.
          for (int i = 0; i < 20_000; i++) {
            long page = 1 + random.below(4_000);
            if (random.chance(1, 2)) {
              index.reserve(page);
              index.put(page, i);
              model.put(page, i);
            } else {
              index.remove(page);
              model.remove(page);
            }
          }
          for (long page = 1; page <= 4_000; page++) {
            assertEquals(model.getOrDefault(page, PageIndex.ABSENT), index.get(page));
          }
        });
  }
}
