package io.togglebolt.metrics.log.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.metrics.tck.StagedMetrics;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class SummaryTest {
  private static final double[] BOUNDS = {0.001, 0.002, 0.004, 0.008};

  /** An earlier look at a registry that had nothing of a database. */
  private static final Look SOMETHING = something();

  private final StagedMetrics metrics = new StagedMetrics();

  @Test
  void tellsOfADatabaseAndOfTheJvm() {
    AtomicLong commits = metrics.counter(Look.COMMITS, "c", "database", "main");
    StagedMetrics.StagedHistogram times =
        metrics.histogram(Look.COMMIT_SECONDS, "t", BOUNDS, "database", "main");
    gauge(Look.SIZE, 3L << 29, "database", "main");
    gauge(Look.IN_USE, 1L << 30, "database", "main");
    gauge(Look.PENDING, 12, "database", "main");
    gauge(Look.HELD_BACK, 3, "database", "main");
    gauge(Look.READERS, 2, "database", "main");
    gauge(Look.OLDEST_AGE, 3.25, "database", "main");
    gauge(Look.MEMORY_USED, 120L << 20, "area", "heap");
    gauge(Look.MEMORY_USED, 40L << 20, "area", "nonheap");
    gauge(Look.MEMORY_MAX, 2L << 30, "area", "heap");
    StagedMetrics.StagedHistogram young =
        metrics.histogram(Look.GC_PAUSES, "g", BOUNDS, "gc", "G1 Young Generation");
    metrics.histogram(Look.GC_PAUSES, "g", BOUNDS, "gc", "G1 Old Generation").observe(0.005);
    commits.set(1_000);
    times.observe(0.1);
    young.observe(1);
    Look earlier = look();
    commits.addAndGet(738);
    for (int i = 0; i < 100; i++) {
      times.observe(0.0015);
    }
    young.observe(0.020);
    young.observe(0.015);
    assertEquals(
        "last 60 s: main 12.3 commits/s (p99 1.99 ms), 1.5 GiB (1 GiB in use), 12 pages pending"
            + " (3 held back), 2 readers (oldest 3.25 s); heap 120 MiB of 2 GiB, GC 35 ms in 2"
            + " pauses",
        Summary.of(earlier, look(), 60));
  }

  @Test
  void countsAllOfADatabaseThatWasOpenedDuringThePeriod() {
    Look earlier = SOMETHING;
    metrics.counter(Look.COMMITS, "c", "database", "new").set(30);
    metrics.histogram(Look.COMMIT_SECONDS, "t", BOUNDS, "database", "new").observe(0.003);
    assertEquals("last 10 s: new 3 commits/s (p99 3.98 ms)", Summary.of(earlier, look(), 10));
  }

  @Test
  void aQuietPeriodHasNoQuantile() {
    metrics.counter(Look.COMMITS, "c", "database", "main").set(30);
    metrics.histogram(Look.COMMIT_SECONDS, "t", BOUNDS, "database", "main").observe(0.003);
    gauge(Look.READERS, 0, "database", "main");
    gauge(Look.OLDEST_AGE, 0, "database", "main");
    assertEquals("last 60 s: main 0 commits/s, 0 readers", Summary.of(look(), look(), 60));
  }

  @Test
  void leavesOutWhatThereIsNot() {
    assertEquals("last 60 s: no database", Summary.of(look(), look(), 60));
    gauge(Look.SIZE, 4096, "database", "main");
    assertEquals("last 60 s: main 4 KiB", Summary.of(look(), look(), 60));
    gauge(Look.MEMORY_USED, 1024, "area", "heap");
    assertEquals("last 60 s: main 4 KiB; heap 1 KiB", Summary.of(look(), look(), 60));
  }

  @Test
  void countsCommitsByTheirDurationsWhereThereIsNoCounter() {
    metrics.histogram(Look.COMMIT_SECONDS, "t", BOUNDS, "database", "main").observe(0.001);
    assertEquals("last 1 s: main 1 commits/s (p99 0.99 ms)", Summary.of(SOMETHING, look(), 1));
  }

  @Test
  void doesNotTellOfAClosedDatabaseUnlessItWasAtWork() {
    AtomicLong commits = metrics.counter(Look.COMMITS, "c", "database", "closed");
    commits.set(5);
    Look earlier = look();
    assertEquals("last 60 s: no database", Summary.of(earlier, look(), 60));
    commits.incrementAndGet();
    assertEquals("last 1 s: closed 1 commits/s", Summary.of(earlier, look(), 1));
  }

  @Test
  void beginsAnewWithARegistryThatBeginsAnew() {
    metrics.counter(Look.COMMITS, "c", "database", "main").set(1_000);
    StagedMetrics.StagedHistogram many =
        metrics.histogram(Look.COMMIT_SECONDS, "t", BOUNDS, "database", "main");
    many.observe(0.1);
    many.observe(0.1);
    Look earlier = look();
    StagedMetrics renewed = new StagedMetrics();
    renewed.counter(Look.COMMITS, "c", "database", "main").set(10);
    renewed.histogram(Look.COMMIT_SECONDS, "t", new double[] {1, 2}, "database", "main").observe(2);
    assertEquals(
        "last 10 s: main 1 commits/s (p99 1.99 s)", Summary.of(earlier, Look.at(renewed), 10));
  }

  @Test
  void beginsAnewWhereOneBucketFell() {
    StagedMetrics.StagedHistogram before =
        metrics.histogram(Look.COMMIT_SECONDS, "t", BOUNDS, "database", "main");
    before.observe(0.0005);
    before.observe(0.0005);
    Look earlier = look();
    StagedMetrics renewed = new StagedMetrics();
    StagedMetrics.StagedHistogram after =
        renewed.histogram(Look.COMMIT_SECONDS, "t", BOUNDS, "database", "main");
    for (int i = 0; i < 10; i++) {
      after.observe(0.003);
    }
    assertEquals(
        "last 10 s: main 1 commits/s (p99 3.98 ms)", Summary.of(earlier, Look.at(renewed), 10));
  }

  @Test
  void tellsOfNoGrowthWhereTheEarlierLookSawNoRegistry() {
    metrics.counter(Look.COMMITS, "c", "database", "main").set(3_600_000);
    metrics.histogram(Look.COMMIT_SECONDS, "t", BOUNDS, "database", "main").observe(0.003);
    metrics.counter(Look.COMMITS, "c", "database", "closed").set(1_000);
    metrics.histogram(Look.GC_PAUSES, "g", BOUNDS, "gc", "G1").observe(0.005);
    gauge(Look.SIZE, 4096, "database", "main");
    gauge(Look.MEMORY_USED, 1024, "area", "heap");
    assertEquals(
        "last 60 s: main 4 KiB; heap 1 KiB", Summary.of(Look.at(new StagedMetrics()), look(), 60));
    assertEquals("last 60 s: main 4 KiB; heap 1 KiB", Summary.of(Look.NOTHING, look(), 60));
    assertEquals(
        "last 60 s: main 0 commits/s, 4 KiB; heap 1 KiB, GC 0 ms in 0 pauses",
        Summary.of(look(), look(), 60));
  }

  @Test
  void withoutTimePassedThereIsNoRate() {
    metrics.counter(Look.COMMITS, "c", "database", "main").set(10);
    assertEquals("last 0 ms: main 0 commits/s", Summary.of(SOMETHING, look(), 0));
  }

  @Test
  void tellsOfTheBusiestOfAHundredDatabasesInABoundedLine() {
    for (int i = 0; i < 100; i++) {
      String name = "x".repeat(300) + i;
      metrics.counter(Look.COMMITS, "c", "database", name).set((i * 37) % 100);
      gauge(Look.SIZE, 1.5e15, "database", name);
      gauge(Look.IN_USE, 1.4e15, "database", name);
      gauge(Look.PENDING, 1e12, "database", name);
      gauge(Look.HELD_BACK, 1e12, "database", name);
      gauge(Look.READERS, 1e6, "database", name);
      gauge(Look.OLDEST_AGE, 1e8, "database", name);
    }
    String line = Summary.of(SOMETHING, look(), 1);
    assertTrue(line.contains("; and 95 more"), line);
    assertTrue(line.startsWith("last 1 s: ..." + "x".repeat(35) + "27 99 commits/s"), line);
    assertTrue(line.length() < 1_000, () -> line.length() + " characters: " + line);
  }

  @Test
  void isOneLineWhateverADatabaseIsCalled() {
    metrics.counter(Look.COMMITS, "c", "database", "a\nb\r\u2028{0}'").set(1);
    String line = Summary.of(SOMETHING, look(), 1);
    assertEquals("last 1 s: a?b??{0}' 1 commits/s", line);
    assertEquals(1, line.lines().count());
  }

  @Test
  void isNotMisledByAFamilyOfAnotherType() {
    metrics.histogram(Look.COMMITS, "c", BOUNDS, "database", "main").observe(1);
    metrics.counter(Look.COMMIT_SECONDS, "t", "database", "main").set(1);
    gauge(Look.GC_PAUSES, 1, "gc", "G1");
    String line = Summary.of(SOMETHING, look(), 1);
    assertFalse(line.contains("commits"), line);
    assertFalse(line.contains("GC"), line);
  }

  private static Look something() {
    StagedMetrics other = new StagedMetrics();
    other.gauge(Look.MEMORY_USED, "A gauge.", () -> 1, "area", "nonheap");
    return Look.at(other);
  }

  private Look look() {
    return Look.at(metrics);
  }

  private void gauge(String name, double value, String... labels) {
    metrics.gauge(name, "A gauge.", () -> value, labels);
  }
}
