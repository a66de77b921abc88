package io.togglebolt.metrics.registry.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.metrics.Distribution;
import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.MetricFamily.Label;
import io.togglebolt.metrics.Metrics;
import io.togglebolt.metrics.MetricsRegistry;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RegistryTest {
  private final Registry registry = new Registry();

  @Test
  void plainJavaFindsANewRegistryAtEachLook() {
    MetricsRegistry one = ServiceLoader.load(MetricsRegistry.class).findFirst().orElseThrow();
    MetricsRegistry other = ServiceLoader.load(MetricsRegistry.class).findFirst().orElseThrow();
    one.counter("a_total", "A.").increment();
    assertEquals(Map.of("a_total", 1.0), Shown.of(one));
    assertEquals(Map.of(), Shown.of(other));
  }

  @Test
  void countersOfTheSameNameAndLabelsCountTogether() {
    registry.counter("a_total", "A.", "k", "1").add(3);
    registry.counter("a_total", "A.", "k", "1").increment();
    registry.counter("a_total", "A.", "k", "2").add(0);
    assertEquals(Map.of("a_total{k=1}", 4.0, "a_total{k=2}", 0.0), Shown.of(registry));
  }

  @Test
  void negativeAmountsAndWhatIsNotFiniteAreCountedAsMistakesAndNotRecorded() {
    registry.counter("a_total", "A.").add(-1);
    Metrics.Histogram histogram = registry.histogram("h", "H.", new double[] {1});
    histogram.observe(Double.NaN);
    histogram.observe(Double.POSITIVE_INFINITY);
    histogram.observe(Double.NEGATIVE_INFINITY);
    assertEquals(Map.of("a_total", 0.0, "h", 0.0), Shown.of(registry));
    assertEquals(4, Shown.own(registry, "mistakes_total"));
    histogram.observe(0.5);
    assertEquals(0.5, ((Distribution) Shown.sample(registry, "h")).sum());
  }

  @Test
  void countBeyondALongBeginsAgain() {
    Metrics.Counter counter = registry.counter("a_total", "A.");
    counter.add(Long.MAX_VALUE);
    assertEquals(Map.of("a_total", 0x1p63), Shown.of(registry));
    counter.add(8);
    assertEquals(Map.of("a_total", 7.0), Shown.of(registry));
  }

  @Test
  void histogramCountsEachValueUpToTheBoundsThatAreNotBelowIt() {
    double[] bounds = {-1, 0, 2.5};
    Metrics.Histogram histogram = registry.histogram("h_seconds", "H.", bounds, "k", "v");
    bounds[0] = 7;
    double infinity = Double.POSITIVE_INFINITY;
    for (double value : new double[] {-5, -1, -0.0, 0.1, 2.5, 2.6}) {
      histogram.observe(value);
    }
    histogram.observeNanos(2_000_000_000);
    Distribution seen = (Distribution) Shown.sample(registry, "h_seconds");
    assertEquals(List.of(new Label("k", "v")), seen.labels());
    assertEquals(
        List.of(
            new Distribution.Bucket(-1, 2),
            new Distribution.Bucket(0, 3),
            new Distribution.Bucket(2.5, 6),
            new Distribution.Bucket(infinity, 7)),
        seen.buckets());
    assertEquals(1.2, seen.sum(), 1e-9);
  }

  @Test
  void familiesComeByNameAndSamplesByTheValuesOfTheirLabels() {
    registry.gauge("b", "B.", () -> 1, "x", "b", "y", "a");
    registry.gauge("b", "B.", () -> 2, "x", "a", "y", "b\n\"\\\ud83d\ude00");
    registry.gauge("b", "B.", () -> 3, "x", "a", "y", "");
    registry.counter("a_total", "A.");
    assertEquals(
        List.of("a_total", "b"),
        registry.read(name -> name.length() == 1 || name.equals("a_total")).stream()
            .map(MetricFamily::name)
            .toList());
    MetricFamily family = registry.read("b"::equals).getFirst();
    assertEquals("B.", family.help());
    assertEquals(MetricFamily.Type.GAUGE, family.type());
    assertEquals(
        List.of(3.0, 2.0, 1.0),
        family.samples().stream().map(each -> ((MetricFamily.Value) each).value()).toList());
  }

  @Test
  void newestGaugeIsReadUntilItIsClosed() {
    Metrics.Registration one = registry.gauge("g", "G.", () -> 1);
    Metrics.Registration two = registry.gauge("g", "G.", () -> 2);
    Metrics.Registration three = registry.gauge("g", "G.", () -> 3);
    assertEquals(Map.of("g", 3.0), Shown.of(registry));
    two.close();
    assertEquals(Map.of("g", 3.0), Shown.of(registry));
    three.close();
    three.close();
    assertEquals(Map.of("g", 1.0), Shown.of(registry));
    one.close();
    assertEquals(Map.of(), Shown.of(registry));
  }

  @Test
  void onlyTheGaugesOfWantedFamiliesAreCalled() {
    registry.gauge("other", "O.", () -> fail("it was not wanted"));
    registry.readings(() -> fail("it was not wanted")).gauge("others", "O.", seen -> 1);
    registry.gauge("g", "G.", () -> 1);
    assertEquals(1, registry.read("g"::equals).size());
    assertEquals(0, Shown.own(registry, "failed_readings_total"));
  }

  private static double fail(String why) {
    throw new IllegalStateException(why);
  }

  @Test
  void groupIsLookedAtOnceForEachRead() {
    AtomicInteger looks = new AtomicInteger();
    Metrics.Readings<Integer> group =
        registry
            .readings(looks::incrementAndGet)
            .gauge("g", "G.", seen -> seen)
            .gauge("g_none", "G.", seen -> Double.NaN)
            .counter("g_total", "G.", seen -> 10 * seen, "k", "v");
    assertEquals(Map.of("g", 1.0, "g_total{k=v}", 10.0), Shown.of(registry));
    assertEquals(Map.of("g", 2.0, "g_total{k=v}", 20.0), Shown.of(registry));
    group.close();
    group.close();
    group.gauge("g_late", "G.", seen -> 1);
    assertEquals(Map.of(), Shown.of(registry));
    assertEquals(2, looks.get());
    assertEquals(6 - 1, Shown.own(registry, "series"));
  }

  @Test
  void whatIsClosedLetsGoOfWhatItLookedAt() {
    Metrics.Scope scope = registry.scope("k", "v");
    Object[] seen = {new Object(), new Object(), new Object()};
    List<WeakReference<Object>> looks = new ArrayList<>();
    List<Metrics.Registration> kept = new ArrayList<>();
    for (int i = 0; i < seen.length; i++) {
      Object target = seen[i];
      looks.add(new WeakReference<>(target));
      kept.add(
          switch (i) {
            case 0 -> registry.gauge("g", "G.", target::hashCode);
            case 1 -> registry.readings(() -> target).gauge("r", "R.", Object::hashCode);
            default -> scope.readings(() -> target).counter("s_total", "S.", Object::hashCode);
          });
      seen[i] = "";
    }
    assertEquals(3, Shown.of(registry).size());
    kept.get(0).close();
    kept.get(1).close();
    scope.close();
    for (WeakReference<Object> look : looks) {
      for (int i = 0; i < 50 && look.get() != null; i++) {
        System.gc();
      }
      assertNull(look.get(), () -> "kept by that of number " + looks.indexOf(look));
    }
    assertEquals(3, kept.size());
  }

  @Test
  void groupThatSeesNothingIsLeftOut() {
    AtomicReference<String> seen = new AtomicReference<>();
    registry.readings(seen::get).gauge("g", "G.", String::length);
    assertEquals(Map.of(), Shown.of(registry));
    seen.set("four");
    assertEquals(Map.of("g", 4.0), Shown.of(registry));
    assertEquals(0, Shown.own(registry, "failed_readings_total"));
  }

  @Test
  void whatFailsIsLeftOutCountedAndSaidOnce() {
    try (LogWatch log = new LogWatch("io.togglebolt.metrics")) {
      registry.gauge("bad", "B.", () -> fail("torn"), "k", "v");
      registry.gauge("gone", "B.", RegistryTest::goneClasses);
      registry.counter("below_total", "B.", () -> -3);
      registry
          .readings(
              () -> {
                throw new UnreadableException();
              })
          .gauge("x", "X.", seen -> 1)
          .gauge("y", "Y.", seen -> 2);
      registry.gauge("nothing", "N.", () -> Double.NaN);
      registry.gauge("good", "G.", () -> 1);
      assertEquals(Map.of("good", 1.0), Shown.of(registry));
      assertEquals(4, Shown.own(registry, "failed_readings_total"));
      assertEquals(Map.of("good", 1.0), Shown.of(registry));
      assertEquals(8, Shown.own(registry, "failed_readings_total"));
      List<String> said = new ArrayList<>(log.said());
      said.sort(null);
      assertEquals(4, said.size(), said::toString);
      assertTrue(said.get(0).startsWith("[x, y] "), said::toString);
      assertTrue(said.get(0).endsWith("(its message cannot be read)"), said::toString);
      assertTrue(said.get(1).matches("bad.*name=k, value=v.*IllegalState.*: torn"), said::toString);
      assertTrue(said.get(2).matches("below_total.* is -3.*not negative"), said::toString);
      assertTrue(said.get(3).matches("gone.*NoClassDefFoundError.*"), said::toString);
    }
  }

  private static double goneClasses() {
    throw new NoClassDefFoundError("io/example/Gone");
  }

  private static final class UnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no words");
    }
  }

  @Test
  void shapeChangesWithSeriesOnly() {
    long shape = registry.shape();
    Metrics.Registration one = registry.gauge("g", "G.", () -> 1);
    assertNotEquals(shape, registry.shape());
    shape = registry.shape();
    Metrics.Registration two = registry.gauge("g", "G.", () -> 2);
    registry.counter("a_total", "A.").increment();
    assertNotEquals(shape, registry.shape());
    shape = registry.shape();
    registry.counter("a_total", "A.").increment();
    registry.read();
    two.close();
    assertEquals(shape, registry.shape());
    one.close();
    assertNotEquals(shape, registry.shape());
  }

  @Test
  void gaugeMayUseTheRegistryWhileItIsRead() {
    registry.gauge(
        "g",
        "G.",
        () -> {
          registry.counter("read_total", "R.").increment();
          registry.gauge("gone", "G.", () -> 1).close();
          return registry.read("read_total"::equals).size();
        });
    assertEquals(Map.of("g", 1.0), Shown.of(registry));
    assertEquals(Map.of("g", 1.0, "read_total", 2.0), Shown.of(registry));
  }

  @Test
  void scopesAddTheirLabelsAndTakeTheirGaugesAlong() {
    Metrics.Scope scope = registry.scope("database", "main");
    Metrics.Scope inner = scope.scope("part", "x");
    scope.counter("a_total", "A.").add(1);
    inner.counter("b_total", "B.", "own", "y").add(2);
    inner.gauge("g", "G.", () -> 3);
    inner.readings(() -> 4).gauge("r", "R.", seen -> seen);
    Map<String, Double> counters =
        Map.of("a_total{database=main}", 1.0, "b_total{database=main,part=x,own=y}", 2.0);
    assertEquals(4, Shown.of(registry).size());
    assertTrue(Shown.of(registry).containsKey("g{database=main,part=x}"));
    scope.close();
    scope.close();
    assertEquals(counters, Shown.of(registry));
    inner.gauge("late", "L.", () -> 1).close();
    inner.readings(() -> 1).gauge("late", "L.", seen -> seen).close();
    inner.counter("late_total", "L.").add(1);
    inner.histogram("late_seconds", "L.", new double[] {1}).observe(1);
    scope.scope("more", "m").counter("late_total", "L.", () -> 1);
    assertEquals(counters, Shown.of(registry));
    registry.scope("database", "main").counter("a_total", "A.").add(1);
    assertEquals(2, Shown.of(registry).get("a_total{database=main}"));
  }

  @Test
  void recordingAllocatesNothing() {
    Metrics.Counter counter = registry.counter("a_total", "A.");
    Metrics.Histogram histogram = registry.histogram("h", "H.", new double[] {1, 2, 4, 8});
    var threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    // The first rounds link and compile, which may allocate.
    for (int round = 0; round < 30; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      record(counter, histogram);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertTrue(least < 1_000, least + " bytes for 100,000 of each");
  }

  private static void record(Metrics.Counter counter, Metrics.Histogram histogram) {
    for (int i = 0; i < 100_000; i++) {
      counter.increment();
      histogram.observe(i & 15);
    }
  }
}
