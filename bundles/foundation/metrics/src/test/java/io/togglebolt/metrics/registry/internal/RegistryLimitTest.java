package io.togglebolt.metrics.registry.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.metrics.Metrics;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What happens when there are more series than there is room for. */
class RegistryLimitTest {
  /** The registry's own series take five of the ten places. */
  private final Registry registry = new Registry(10);

  private Metrics.Scope scopeWithSeries(String owner, int series) {
    Metrics.Scope scope = registry.scope("owner", owner);
    for (int i = 0; i < series; i++) {
      scope.counter("c_total", "C.", "i", "" + i).add(1);
    }
    return scope;
  }

  private Set<String> shown() {
    return Shown.of(registry).keySet();
  }

  @Test
  void seriesOfClosedScopesMakeRoomTheLongestClosedFirst() {
    Metrics.Scope a = scopeWithSeries("a", 2);
    Metrics.Scope b = scopeWithSeries("b", 2);
    b.close();
    a.close();
    long shape = registry.shape();
    Metrics.Scope c = scopeWithSeries("c", 2);
    assertTrue(shape != registry.shape());
    assertEquals(
        Set.of(
            "c_total{owner=a,i=0}",
            "c_total{owner=a,i=1}",
            "c_total{owner=b,i=1}",
            "c_total{owner=c,i=0}",
            "c_total{owner=c,i=1}"),
        shown());
    registry.gauge("g", "G.", () -> 1);
    assertEquals(
        Set.of(
            "c_total{owner=a,i=0}",
            "c_total{owner=a,i=1}",
            "c_total{owner=c,i=0}",
            "c_total{owner=c,i=1}",
            "g"),
        shown());
    assertEquals(2, Shown.own(registry, "evicted_series_total"));
    assertEquals(0, Shown.own(registry, "refused_series_total"));
    c.close();
  }

  @Test
  void seriesThatAnotherScopeStillUsesIsNotEvicted() {
    Metrics.Scope one = scopeWithSeries("a", 5);
    Metrics.Scope two = scopeWithSeries("a", 1);
    one.close();
    scopeWithSeries("b", 4);
    assertEquals(2, Shown.of(registry).get("c_total{owner=a,i=0}"));
    two.close();
    scopeWithSeries("c", 1);
    assertEquals(
        Set.of(
            "c_total{owner=b,i=0}",
            "c_total{owner=b,i=1}",
            "c_total{owner=b,i=2}",
            "c_total{owner=b,i=3}",
            "c_total{owner=c,i=0}"),
        shown());
  }

  @Test
  void seriesWhoseOwnerCameBackIsInUseAgainAndGoesOn() {
    scopeWithSeries("a", 1).close();
    scopeWithSeries("b", 4).close();
    Metrics.Scope back = scopeWithSeries("a", 1);
    scopeWithSeries("c", 4);
    assertEquals(2, Shown.of(registry).get("c_total{owner=a,i=0}"));
    back.close();
  }

  @Test
  void instrumentOfAnEvictedSeriesDoesNoHarm() {
    Metrics.Scope a = registry.scope();
    Metrics.Counter counter = a.counter("a_total", "A.");
    Metrics.Histogram histogram = a.histogram("h", "H.", new double[] {1});
    counter.add(5);
    histogram.observe(1);
    a.close();
    counter.add(1);
    assertEquals(6, Shown.of(registry).get("a_total"), "it counts as long as it is there");
    Metrics.Scope b = scopeWithSeries("b", 5);
    counter.add(1);
    histogram.observe(1);
    b.close();
    Metrics.Counter anew = registry.counter("a_total", "A.");
    anew.add(1);
    counter.add(1);
    assertEquals(1, Shown.of(registry).get("a_total"));
  }

  @Test
  void whereAllAreInUseNewOnesAreRefusedCountedAndSaidOnce() {
    try (LogWatch log = new LogWatch("io.togglebolt.metrics")) {
      Metrics.Scope a = scopeWithSeries("a", 5);
      Map<String, Double> full = Shown.of(registry);
      registry.counter("b_total", "B.").add(1);
      registry.histogram("h", "H.", new double[] {1}).observe(1);
      Metrics.Registration gauge = registry.gauge("g", "G.", () -> 1);
      Metrics.Readings<Integer> group = registry.readings(() -> 1).gauge("r", "R.", seen -> seen);
      assertEquals(full, Shown.of(registry));
      assertEquals(4, Shown.own(registry, "refused_series_total"));
      assertEquals(1, log.said().size(), log.said()::toString);
      assertTrue(log.said().getFirst().contains("10 series"), log.said()::toString);
      assertTrue(log.said().getFirst().contains("b_total"), log.said()::toString);
      gauge.close();
      group.close();
      a.counter("c_total", "C.", "i", "0").add(1);
      assertEquals(2, Shown.of(registry).get("c_total{owner=a,i=0}"), "what is known is found");
      a.close();
      registry.counter("b_total", "B.").add(1);
      assertEquals(1, Shown.of(registry).get("b_total"));
    }
  }

  @Test
  void histogramWithManyBoundsTakesTheRoomOfSeveral() {
    scopeWithSeries("a", 1);
    scopeWithSeries("b", 2).close();
    Metrics.Scope wide = registry.scope();
    // 200 buckets, that of the rest and the sum: 13 times 16 numbers begun.
    wide.histogram("wide", "W.", bounds(200)).observe(1);
    assertEquals(1, Shown.own(registry, "refused_series_total"));
    assertEquals(0, Shown.own(registry, "evicted_series_total"), "it would have been in vain");
    wide.histogram("three", "T.", bounds(31)).observe(1);
    assertEquals(1, Shown.own(registry, "evicted_series_total"));
    assertEquals(Set.of("c_total{owner=a,i=0}", "c_total{owner=b,i=1}", "three"), shown());
    assertEquals(10, Shown.own(registry, "series"));
    wide.close();
    Metrics.Scope one = registry.scope();
    one.histogram("one", "O.", bounds(14)).observe(1);
    assertEquals(10, Shown.own(registry, "series"));
    one.histogram("two", "O.", bounds(15)).observe(1);
    assertEquals(Set.of("c_total{owner=a,i=0}", "one", "two"), shown());
    assertEquals(9, Shown.own(registry, "series"));
  }

  private static double[] bounds(int count) {
    return IntStream.range(0, count).asDoubleStream().toArray();
  }

  @Test
  void limitChangesLive() {
    scopeWithSeries("a", 3);
    scopeWithSeries("b", 2).close();
    registry.limit(12);
    scopeWithSeries("c", 2).close();
    assertEquals(7, shown().size());
    registry.limit(10);
    assertEquals(5, shown().size());
    assertTrue(shown().contains("c_total{owner=c,i=1}"));
    registry.limit(20);
    Metrics.Scope d = scopeWithSeries("d", 10);
    registry.limit(10);
    assertEquals(13, shown().size(), "what is in use stays");
    d.close();
    scopeWithSeries("e", 1);
    assertEquals(5, shown().size(), "what is no longer in use makes room for all");
  }

  @Test
  void limitThatLeavesNoRoomIsRefused() {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> new Registry(9));
    assertEquals("max-series is 9; expected at least 10", refusal.getMessage());
    assertThrows(IllegalArgumentException.class, () -> registry.limit(-1));
  }

  private record Limit(String max$_$series) implements RegistryComponent.Config {
    @Override
    public Class<? extends Annotation> annotationType() {
      return RegistryComponent.Config.class;
    }
  }

  @Test
  void componentIsTheRegistryAndTakesItsLimitLive() {
    RegistryComponent component = new RegistryComponent(new Limit("10"), Map.of());
    for (int i = 0; i < 6; i++) {
      component.gauge("g", "G.", () -> 1, "i", "" + i);
    }
    assertEquals(5, Shown.of(component).size());
    component.modified(new Limit(" 11 "), Map.of());
    long shape = component.shape();
    component.scope("k", "v").counter("c_total", "C.").add(7);
    assertTrue(shape != component.shape());
    assertEquals(7, Shown.of(component).get("c_total{k=v}"));
    component.modified(new Limit("20"), Map.of());
    component.histogram("h", "H.", new double[] {1}).observe(1);
    component.counter("d_total", "D.", () -> 2);
    component.counter("e_total", "E.").increment();
    component.readings(() -> 3).gauge("r", "R.", seen -> seen);
    assertEquals(
        List.of(1.0, 2.0, 1.0, 3.0),
        List.of("h", "d_total", "e_total", "r").stream().map(Shown.of(component)::get).toList());
  }

  @Test
  void componentGoesOnWithTheLimitBeforeWhereItIsGivenNone() {
    try (LogWatch log = new LogWatch("io.togglebolt.metrics")) {
      RegistryComponent component = new RegistryComponent(new Limit("x"), Map.of());
      component.modified(new Limit("11"), Map.of());
      component.modified(new Limit("9"), Map.of());
      for (int i = 0; i < 20; i++) {
        component.gauge("g", "G.", () -> 1, "i", "" + i);
      }
      assertEquals(6, Shown.of(component).size());
      String end = " in the configuration io.togglebolt.metrics.registry; until that is put right";
      assertEquals(
          List.of(
              "max-series is 'x'; expected a number from 10 to 2147483647" + end + " it is 10000",
              "max-series is 9; expected at least 10" + end + " it is 11"),
          log.said().subList(0, 2));
    }
  }

  @Test
  void componentNamesTheKeysThatNothingReads() {
    try (LogWatch log = new LogWatch("io.togglebolt.metrics")) {
      Map<String, Object> misspelt =
          Map.of("max-serie", 1, "max-series", 1, "service.pid", "p", "component.id", 1);
      RegistryComponent component = new RegistryComponent(new Limit("10"), misspelt);
      component.modified(new Limit("10"), Map.of("max-series", 1));
      assertEquals(
          List.of(
              "io.togglebolt.metrics.registry: the configuration holds [max-serie], which nothing"
                  + " reads"),
          log.said());
    }
  }
}
