package io.togglebolt.metrics.tck;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.metrics.Distribution;
import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.MetricFamily.Value;
import io.togglebolt.metrics.spi.MetricsExporter;
import io.togglebolt.metrics.spi.MetricsExporterFactory;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What any exporter owes. Extend it with two methods: one that makes the factory, and one that says
 * what an exporter shows, found where its users find it.
 */
public abstract class MetricsExporterContract {
  private static final int SWAPS = 50;
  private static final int LOOKS = 200;
  private static final int COLLECTIONS = 20;

  private final Stage stage = new Stage();
  private volatile boolean recording = true;

  /** A factory, as a user has it. */
  protected abstract MetricsExporterFactory factory();

  /**
   * What is shown at this moment, to whoever looks where the exporter's users look: counters and
   * gauges by their name, of histograms at least the number of observations, by the name with
   * {@code _count}. More may be there, as long as its name begins with that of a family that is
   * there. Empty where no exporter shows anything: it is called before one has started and after it
   * was stopped, too. May let time pass on the stage.
   */
  protected abstract Map<Series, Double> shown(Stage stage) throws Exception;

  /**
   * What must be among the shown, given what the registry holds; everything, unless an exporter is
   * made to show less.
   */
  protected Map<Series, Double> expected(List<MetricFamily> families) {
    Map<Series, Double> values = new HashMap<>();
    for (MetricFamily family : families) {
      for (MetricFamily.Sample sample : family.samples()) {
        switch (sample) {
          case Value value -> values.put(Series.of(family.name(), value.labels()), value.value());
          case Distribution seen ->
              values.put(Series.of(family.name() + "_count", seen.labels()), (double) seen.count());
        }
      }
    }
    return values;
  }

  @AfterEach
  void leavesTheSchedulerToItsOwner() {
    assertFalse(stage.schedulerClosed(), "the exporter closed the scheduler, which is not its own");
  }

  @Test
  void isMadeByANamedFactory() throws Exception {
    assertFalse(factory().name().isBlank(), "a factory without a name");
    assertEquals(factory().name(), factory().name());
    factory().create(stage.site()).stop();
  }

  @Test
  void showsNothingBeforeItStarts() throws Exception {
    StagedSeries.everyKind(stage.metrics());
    MetricsExporter exporter = factory().create(stage.site());
    assertNothingLeft();
    exporter.stop();
    assertNothingLeft();
  }

  @Test
  void showsWhatTheRegistryHolds() throws Exception {
    StagedSeries.everyKind(stage.metrics());
    withStarted(this::assertShown);
  }

  @Test
  void showsValuesAsTheyAreNow() throws Exception {
    AtomicLong counter = stage.metrics().counter("test_requests_total", "Requests.");
    StagedMetrics.StagedHistogram histogram =
        stage.metrics().histogram("test_wait_seconds", "Waits.", new double[] {1, 2});
    withStarted(
        () -> {
          assertShown();
          counter.addAndGet(3);
          histogram.observe(1.5);
          assertShown();
        });
  }

  @Test
  void showsNumbersOfEverySize() throws Exception {
    StagedSeries.numbers(stage.metrics());
    withStarted(this::assertShown);
  }

  @Test
  void showsLabelsWithAnyText() throws Exception {
    StagedSeries.texts(stage.metrics());
    withStarted(this::assertShown);
  }

  @Test
  void startsWithAnEmptyRegistry() throws Exception {
    withStarted(
        () -> {
          assertShown();
          stage.metrics().counter("test_late_total", "Comes late.").set(2);
          assertShown();
        });
  }

  @Test
  void startsWhileNothingListens() throws Exception {
    StagedSeries.everyKind(stage.metrics());
    stage.http().listen(false);
    withStarted(
        () -> {
          stage.http().listen(true);
          assertShown();
        });
  }

  @Test
  void saysWhereItIsFound() throws Exception {
    MetricsExporter exporter = factory().create(stage.site());
    try {
      assertSaysWhere(exporter, "before it starts");
      exporter.start();
      assertSaysWhere(exporter, "once started");
      stage.http().listen(false);
      assertSaysWhere(exporter, "while nothing listens");
    } finally {
      exporter.stop();
    }
    assertSaysWhere(exporter, "after it was stopped");
  }

  @Test
  void leavesNothingBehind() throws Exception {
    StagedSeries.everyKind(stage.metrics());
    MetricsExporter exporter = factory().create(stage.site());
    exporter.start();
    shown(stage);
    exporter.stop();
    assertNothingLeft();
    assertDoesNotThrow(exporter::stop, "stopped a second time");
    assertNothingLeft();
  }

  @Test
  void isReferredToByNothingOnceStopped() throws Exception {
    StagedSeries.everyKind(stage.metrics());
    WeakReference<MetricsExporter> used = startAndStop();
    for (int i = 0; i < COLLECTIONS && !used.refersTo(null); i++) {
      System.gc();
    }
    assertTrue(used.refersTo(null), "something still refers to the exporter that was stopped");
  }

  private WeakReference<MetricsExporter> startAndStop() throws Exception {
    MetricsExporter exporter = factory().create(stage.site());
    exporter.start();
    shown(stage);
    exporter.stop();
    return new WeakReference<>(exporter);
  }

  @Test
  void comesBackAsAnotherInstance() throws Exception {
    StagedSeries.everyKind(stage.metrics());
    for (int i = 0; i < 3; i++) {
      withStarted(this::assertShown);
      assertNothingLeft();
    }
  }

  @Test
  void mayBeMadeWhileAnotherServes() throws Exception {
    StagedSeries.everyKind(stage.metrics());
    MetricsExporter first = factory().create(stage.site());
    first.start();
    MetricsExporter second = factory().create(stage.site());
    assertShown();
    first.stop();
    second.start();
    try {
      first.stop();
      assertShown();
    } finally {
      second.stop();
    }
    assertNothingLeft();
  }

  @Test
  void losesNoCountWhenItIsSwapped() throws Exception {
    AtomicLong counter = stage.metrics().counter("test_swapped_total", "Counts on.");
    Series series = Series.of("test_swapped_total");
    Thread recorder = Thread.ofPlatform().start(() -> countOn(counter));
    double last = 0;
    try {
      for (int i = 0; i < SWAPS; i++) {
        MetricsExporter exporter = factory().create(stage.site());
        exporter.start();
        try {
          for (int look = 0; look < 3; look++) {
            double seen = shown(stage).getOrDefault(series, last);
            assertTrue(
                seen >= last, "swap " + i + ": the counter fell from " + last + " to " + seen);
            last = seen;
          }
        } finally {
          exporter.stop();
        }
      }
    } finally {
      recording = false;
      recorder.join();
    }
    withStarted(this::assertShown);
  }

  private void countOn(AtomicLong counter) {
    while (recording) {
      counter.incrementAndGet();
    }
  }

  @Test
  void showsTheRestWhereAGaugeThrows() throws Exception {
    StagedSeries.everyKind(stage.metrics());
    stage.metrics().gauge("test_broken", "Cannot be read.", () -> 1 / zero());
    stage.metrics().gauge("test_odd", "Is no number.", () -> Double.NaN);
    withStarted(this::assertShown);
  }

  private static int zero() {
    return 0;
  }

  @Test
  void outlivesARegistryThatCannotBeRead() throws Exception {
    StagedSeries.everyKind(stage.metrics());
    withStarted(
        () -> {
          stage.metrics().failing(true);
          try {
            shown(stage);
          } catch (Exception | AssertionError _) {
            // That nothing can be shown now is no fault; only what comes after counts.
          }
          stage.metrics().failing(false);
          assertShown();
        });
    assertNothingLeft();
  }

  @Test
  void followsSeriesThatComeAndGo() throws Exception {
    StagedSeries.everyKind(stage.metrics());
    withStarted(
        () -> {
          stage.metrics().counter("test_passing_total", "Comes and goes.", "n", "1").set(1);
          stage.metrics().counter("test_passing_total", "Comes and goes.", "n", "2").set(2);
          assertShown();
          stage.metrics().remove("test_passing_total", "n", "1");
          assertShown();
          stage.metrics().remove("test_passing_total", "n", "2");
          assertShown();
          stage.metrics().counter("test_passing_total", "Comes and goes.", "n", "1").set(5);
          assertShown();
        });
    assertNothingLeft();
  }

  @Test
  void isNotDisturbedBySeriesThatComeAndGoMeanwhile() throws Exception {
    StagedSeries.everyKind(stage.metrics());
    Map<Series, Double> lasting = expected(stage.metrics().read());
    Thread other = Thread.ofPlatform().start(this::comeAndGo);
    try {
      withStarted(
          () -> {
            for (int i = 0; i < LOOKS; i++) {
              assertContains(lasting, shown(stage));
            }
          });
    } finally {
      recording = false;
      other.join();
    }
    assertNothingLeft();
  }

  private void comeAndGo() {
    for (int i = 0; recording; i = (i + 1) % 100) {
      String n = "" + i;
      stage.metrics().counter("test_fleeting_total", "Comes and goes.", "n", n);
      stage.metrics().gauge("test_fleeting", "Comes and goes.", () -> 1, "n", n);
      stage.metrics().remove("test_fleeting_total", "n", n);
      stage.metrics().remove("test_fleeting", "n", n);
    }
  }

  /** A step of a test. */
  private interface Step {
    void run() throws Exception;
  }

  private void withStarted(Step step) throws Exception {
    MetricsExporter exporter = factory().create(stage.site());
    exporter.start();
    try {
      step.run();
    } finally {
      exporter.stop();
    }
  }

  private void assertShown() throws Exception {
    List<MetricFamily> families = stage.metrics().read();
    Map<Series, Double> shown = shown(stage);
    Map<Series, Double> expected = expected(families);
    assertContains(expected, shown);
    assertEquals(
        Set.of(),
        StagedSeries.strangers(shown.keySet(), expected.keySet(), families),
        "shown and not in the registry");
  }

  private static void assertContains(Map<Series, Double> expected, Map<Series, Double> shown) {
    expected.forEach(
        (series, value) ->
            assertEquals(value, shown.get(series), () -> series + "; shown are " + shown.keySet()));
  }

  private void assertNothingLeft() throws Exception {
    assertEquals(Map.of(), shown(stage), "shown while no exporter is started");
    assertEquals(0, stage.http().publications(), "publications while no exporter is started");
    assertEquals(0, stage.scheduled(), "scheduled tasks while no exporter is started");
  }

  private static void assertSaysWhere(MetricsExporter exporter, String when) {
    String where = exporter.where();
    assertFalse(where == null || where.isBlank(), "where() says nothing " + when);
  }
}
