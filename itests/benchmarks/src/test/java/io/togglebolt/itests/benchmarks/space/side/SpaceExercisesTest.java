package io.togglebolt.itests.benchmarks.space.side;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.itests.benchmarks.side.Request;
import io.togglebolt.slot.UnknownPartException;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.Inspection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each exercise does what it says, and counts it; how long it takes is nobody's concern here. */
final class SpaceExercisesTest {
  private static final String RANGE = " freelist=range allocator=first-fit list=always";
  private static final String LEGACY = " freelist=legacy allocator=first-fit list=always";

  @TempDir private Path folder;

  private Map<String, Long> run(String request) throws Exception {
    return new SpaceExercises(folder).run(Request.parse(request));
  }

  @Test
  void aHeldReaderCostsTheOriginalRulesWhatTheyAreKnownFor() throws Exception {
    Map<String, Long> range = run("held updates=64,512 free=0 most=1000" + RANGE);
    assertEquals(Map.of("before", 7L, "pages.64", 16L, "pages.512", 16L), range);
    Map<String, Long> legacy = run("held updates=64,512 free=0 most=1000" + LEGACY);
    assertEquals(Map.of("before", 7L, "pages.64", 199L), legacy, "it stops beyond 1,000 pages");
  }

  @Test
  void pagesThatWereFreeBeforeAreUsedFirst() throws Exception {
    Map<String, Long> range = run("held updates=64 free=100 most=1000" + RANGE);
    assertTrue(range.get("before") > 100, range.toString());
    assertEquals(range.get("before"), range.get("pages.64"), range.toString());
  }

  @Test
  void staggeredReadersSumUpWhatIsPendingAfterEachUpdate() throws Exception {
    String request = "staggered keys=100 updates=50 every=10 open=2";
    Map<String, Long> legacy = run(request + LEGACY);
    Map<String, Long> range = run(request + RANGE);
    assertEquals(50, legacy.get("updates"));
    assertTrue(legacy.get("pendingSum") >= legacy.get("pendingMost"), legacy.toString());
    assertTrue(range.get("pendingSum") <= legacy.get("pendingSum"), range + " " + legacy);
  }

  @Test
  void churnIsTheSameHourForAllParts() throws Exception {
    String request = "churn transactions=300 keys=50 live=100000 most=100000";
    Map<String, Long> range = run(request + RANGE);
    Map<String, Long> exact = run(request + " freelist=exact allocator=segregated list=lazy");
    assertEquals(range.get("live"), exact.get("live"));
    assertEquals(300, range.get("done"));
    assertTrue(range.get("live") <= 100_000, range.toString());
    assertTrue(range.get("endPermille") > 1000, range.toString());
  }

  @Test
  void churnThatNeedsTooMuchStopsAndLeavesOutWhatItDidNotReach() throws Exception {
    Map<String, Long> answer = run("churn transactions=300 keys=50 live=100000 most=20" + RANGE);
    assertEquals(Set.of("done", "live"), answer.keySet());
  }

  @Test
  void isolatedPagesStandAlone() throws Exception {
    Map<String, Long> made = run("isolate pages=300 list=lazy");
    assertTrue(made.get("free") >= 300, made.toString());
    SpaceFile file = new SpaceFile(folder, Request.parse("isolated"));
    try (Database database = file.open();
        Inspection inspection = database.inspect()) {
      assertEquals(List.of(), inspection.check());
      List<Inspection.PageInfo> alone = new ArrayList<>();
      inspection.pages(
          page -> {
            if (page.use() == Inspection.Use.FREE && page.pages() == 1) {
              alone.add(page);
            }
          });
      assertTrue(alone.size() >= 250, alone.size() + " free runs of one page");
    }
  }

  @Test
  void isolatedPagesAreMeasuredInAllModesOneAfterAnother() throws Exception {
    run("isolate pages=200 list=lazy");
    for (String list : List.of("lazy", "never", "always", "lazy")) {
      Map<String, Long> answer =
          run("isolated commits=5 millis=1000 freelist=exact allocator=segregated list=" + list);
      assertTrue(answer.keySet().containsAll(List.of("synced", "unsynced", "long")), list);
      assertEquals(!list.equals("never"), answer.containsKey("cold"), list);
      assertEquals(!list.equals("always"), answer.containsKey("scan"), list);
      assertTrue(answer.get("free") >= 100, list + answer);
    }
  }

  @Test
  void allocatorsAreAskedByThemselves() throws Exception {
    for (String allocator : Parts.allocatorNames()) {
      Map<String, Long> answer = run("runs runs=100 pages=17 times=50 allocator=" + allocator);
      assertEquals(Set.of("none", "last", "mixed"), answer.keySet());
    }
  }

  @Test
  void swapsTakeTurnsWhileCommitsGoOn() throws Exception {
    run("isolate pages=200 list=lazy");
    Map<String, Long> answer =
        run(
            "swaps pages=200 times=8 list=lazy policies=exact,range,legacy"
                + " allocators=segregated,first-fit");
    assertTrue(answer.get("pending") >= 200, answer.toString());
    assertTrue(answer.get("pause50") <= answer.get("pause99"), answer.toString());
    assertEquals(8, answer.get("swaps"), answer.toString());
  }

  @Test
  void everyPolicyCanBeAskedForAndTheRangeRuleTwice() {
    assertTrue(
        Parts.policyNames().containsAll(List.of("legacy", "range", "range-1.4", "exact")),
        Parts.policyNames().toString());
  }

  @Test
  void whatIsNotKnownIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> run("jump"));
    assertThrows(IllegalArgumentException.class, () -> run("held updates=1"));
    assertThrows(
        UnknownPartException.class, () -> run("held updates=1 free=0 most=9 freelist=none"));
  }

  @Test
  void aTimingKnowsItsPercentiles() {
    Timing timing = new Timing();
    Stream.of(5L, 1L, 4L, 2L, 3L).forEach(timing::add);
    assertEquals(3, timing.median());
    assertEquals(5, timing.percentile(99));
    assertEquals(1, timing.percentile(1));
    assertThrows(IllegalStateException.class, () -> new Timing().median());
  }
}
