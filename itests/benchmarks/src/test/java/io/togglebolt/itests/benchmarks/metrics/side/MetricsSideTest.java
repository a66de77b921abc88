package io.togglebolt.itests.benchmarks.metrics.side;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.itests.benchmarks.side.Request;
import io.togglebolt.metrics.Distribution;
import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.Metrics;
import io.togglebolt.metrics.MetricsRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every exercise once, in tiny sizes: that it does what it says, not how long that takes. */
final class MetricsSideTest {
  @TempDir Path folder;

  private Map<String, ?> ask(String request) throws Exception {
    try (ScrapeLoops scrapes = new ScrapeLoops()) {
      return MetricsSideMain.answer(Request.parse(request), new InstrumentLoops(), scrapes, folder);
    }
  }

  private static long number(Map<String, ?> answer, String name) {
    return Long.parseLong(String.valueOf(answer.get(name)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"registry", "relay", "none", "long-adder"})
  void everyRecorderCountsAndObserves(String recorder) throws Exception {
    for (String instrument : List.of("counter", "histogram")) {
      Map<String, ?> answer =
          ask(instrument + " by=" + recorder + " threads=2 apart=1024 millis=5");
      assertTrue(number(answer, "operations") > 0, answer.toString());
      assertTrue(number(answer, "nanos") > 0, answer.toString());
      assertTrue(number(answer, "bytes") >= 0, answer.toString());
    }
  }

  @Test
  void threadsHaveTheIdsThatWereAskedFor() {
    SpacedThreads factory = new SpacedThreads(64);
    for (int i = 0; i < 3; i++) {
      assertEquals(0, factory.newThread(() -> {}).threadId() % 64);
    }
  }

  @Test
  void whatIsObservedIsSpreadOverAllBuckets() {
    MetricsRegistry registry = Registries.create();
    Metrics.Histogram histogram = Recorder.histogram(registry);
    for (double value : Observations.over(Recorder.BOUNDS, 1)) {
      histogram.observe(value);
    }
    MetricFamily family = registry.read("benchmark_duration_seconds"::equals).getFirst();
    Distribution seen = (Distribution) family.samples().getFirst();
    assertEquals(Observations.COUNT, seen.count());
    long below = 0;
    for (Distribution.Bucket bucket : seen.buckets()) {
      long share = bucket.count() - below;
      below = bucket.count();
      assertTrue(share > Observations.COUNT / 30, bucket + " has " + share);
    }
  }

  @Test
  void aHistogramByHandPutsAValueOnABoundBelowIt() {
    AdderBuckets buckets = AdderBuckets.of(new double[] {1, 2});
    Stream.of(0.5, 1.0, 1.5, 2.0, 2.5).forEach(buckets::observe);
    assertEquals(
        List.of(2L, 2L, 1L), Stream.of(buckets.counts()).map(adder -> adder.sum()).toList());
    assertEquals(7.5, buckets.sum().sum());
  }

  @Test
  void aScrapeSeesAllSeries() throws Exception {
    Map<String, ?> read = ask("scrape series=300 by=read millis=5");
    assertTrue(number(read, "seen") >= 100, read.toString());
    assertTrue(number(read, "looks") > 0 && number(read, "recorded") > 0, read.toString());
    Map<String, ?> page = ask("scrape series=300 by=exposition millis=5");
    assertTrue(number(page, "seen") > 300 * 30, page.toString());
    Map<String, ?> nobody = ask("scrape series=300 by=nobody millis=5");
    assertEquals(null, nobody.get("looks"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"put-rnd-1000-nosync", "put-rnd-1-nosync", "txget-1-view", "get-1-view"})
  void allSidesOfARaceAnswerWithEveryBlockAndLeaveNothingBehind(String exercise) throws Exception {
    Map<String, ?> answer =
        ask("race exercise=" + exercise + " keys=200 leg=1 warm=5 slice=1 blocks=3");
    for (DatabaseRace.Side side : DatabaseRace.Side.values()) {
      for (String measure : List.of(".clock", ".processor")) {
        String blocks = String.valueOf(answer.get(side.word() + measure));
        assertEquals(3, blocks.split(",").length, blocks);
      }
      assertTrue(number(answer, side.word() + ".bytes") > 0, answer.toString());
    }
    assertEquals(0, number(answer, "times") % 6);
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void onlyTheSidesWithMetricsRecord() throws Exception {
    for (DatabaseRace.Side side : DatabaseRace.Side.values()) {
      MetricsRegistry registry = Registries.create();
      Path own = Files.createDirectory(folder.resolve(side.word()));
      try (RacingDatabase database =
          new RacingDatabase(own, DatabaseRace.options(side, registry), 0)) {
        database.run("put-rnd-1-nosync", 5);
      }
      double commits =
          registry.read("togglebolt_database_commits_total"::equals).stream()
              .flatMap(family -> family.samples().stream())
              .mapToDouble(sample -> ((MetricFamily.Value) sample).value())
              .sum();
      boolean metered = side == DatabaseRace.Side.WITH || side == DatabaseRace.Side.SCRAPED;
      assertEquals(metered ? 5 : 0, commits, side.word());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jump",
        "counter by=nobody threads=1 apart=1 millis=1",
        "histogram by=atomic-long threads=1 apart=1 millis=1",
        "scrape series=20 by=force millis=1",
        "race exercise=jump keys=0 leg=0 warm=1 slice=1 blocks=1"
      })
  void whatIsNotKnownIsRefused(String request) {
    assertThrows(IllegalArgumentException.class, () -> ask(request));
  }
}
