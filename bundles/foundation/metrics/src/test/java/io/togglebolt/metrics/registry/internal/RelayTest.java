package io.togglebolt.metrics.registry.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.metrics.InvalidMetricException;
import io.togglebolt.metrics.Metrics;
import io.togglebolt.metrics.MetricsRelay;
import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The relay of the API, with registries that come and go. */
@Timeout(60)
class RelayTest {
  private static final String LOG = MetricsRelay.class.getName();
  private static final double[] BOUNDS = {1, 2};

  private final MetricsRelay relay = new MetricsRelay();
  private final Registry one = new Registry();
  private final Registry two = new Registry();

  @Test
  void everythingMovesAndCountsStayWhereTheyWereMade() {
    Metrics.Counter counter = relay.counter("a_total", "A.");
    counter.add(100);
    relay.use(one);
    counter.add(1);
    Metrics.Scope scope = relay.scope("k", "v");
    Metrics.Histogram histogram = scope.scope("l", "w").histogram("h", "H.", BOUNDS);
    histogram.observe(1);
    scope.gauge("g", "G.", () -> 7);
    scope.counter("c_total", "C.", () -> 8);
    relay
        .readings(() -> 9)
        .gauge("r", "R.", seen -> seen)
        .counter("s_total", "S.", seen -> seen + 1);
    Map<String, Double> all =
        Map.of(
            "a_total",
            1.0,
            "h{k=v,l=w}",
            1.0,
            "g{k=v}",
            7.0,
            "c_total{k=v}",
            8.0,
            "r",
            9.0,
            "s_total",
            10.0);
    assertEquals(all, Shown.of(one));
    relay.use(two);
    counter.add(1);
    histogram.observe(1);
    assertEquals(all, Shown.of(two));
    assertEquals(Map.of("a_total", 1.0, "h{k=v,l=w}", 1.0), Shown.of(one));
    relay.use(one);
    counter.add(4);
    assertEquals(5, Shown.of(one).get("a_total"), "it goes on where it was");
  }

  @Test
  void registryThatLeftIsLeftUnlessAnotherTookOver() {
    Metrics.Counter counter = relay.counter("a_total", "A.");
    relay.use(one);
    relay.use(two);
    relay.stopUsing(one);
    counter.add(1);
    assertEquals(1, Shown.of(two).get("a_total"));
    relay.stopUsing(two);
    counter.add(1);
    assertEquals(1, Shown.of(two).get("a_total"));
    long shape = two.shape();
    relay.use(two);
    relay.use(two);
    counter.add(1);
    assertEquals(2, Shown.of(two).get("a_total"));
    assertEquals(shape, two.shape());
  }

  @Test
  void whatIsClosedStaysClosed() {
    relay.use(one);
    Metrics.Registration gauge = relay.gauge("g", "G.", () -> 1);
    Metrics.Readings<Integer> readings = relay.readings(() -> 1).gauge("r", "R.", seen -> seen);
    Metrics.Scope scope = relay.scope("k", "v");
    Metrics.Scope inner = scope.scope("l", "w");
    Metrics.Counter counter = inner.counter("c_total", "C.");
    Metrics.Histogram histogram = inner.histogram("h", "H.", BOUNDS);
    inner.gauge("m", "M.", () -> 1, "more", "labels").close();
    inner.gauge("i", "I.", () -> 1);
    gauge.close();
    gauge.close();
    readings.close();
    readings.close();
    scope.close();
    scope.close();
    inner.close();
    relay.use(two);
    counter.add(1);
    histogram.observe(1);
    readings.gauge("late", "L.", seen -> seen);
    scope.gauge("late", "L.", () -> 1);
    inner.readings(() -> 1).gauge("late", "L.", seen -> seen);
    inner.counter("late_total", "L.").add(1);
    scope.histogram("late", "L.", BOUNDS).observe(1);
    inner.scope("m", "n").counter("late_total", "L.", () -> 1);
    assertEquals(Map.of(), Shown.of(two));
    assertEquals(Map.of("c_total{k=v,l=w}", 0.0, "h{k=v,l=w}", 0.0), Shown.of(one));
  }

  @Test
  void askingAgainGivesTheSameOne() {
    relay.use(one);
    Metrics.Scope scope = relay.scope("k", "v");
    Metrics.Counter counter = scope.counter("c_total", "C.", "i", "1");
    Metrics.Histogram histogram = scope.histogram("h", "H.", BOUNDS);
    for (int i = 0; i < 100_000; i++) {
      assertSame(counter, scope.counter("c_total", "C.", "i", "1"));
      assertSame(histogram, scope.histogram("h", "H.", new double[] {1, 2}));
    }
    assertThrows(InvalidMetricException.class, () -> scope.counter("c_total", "Other.", "i", "1"));
    InvalidMetricException refusal =
        assertThrows(
            InvalidMetricException.class, () -> scope.histogram("h", "H.", new double[] {1}));
    assertTrue(
        refusal.getMessage().matches("metric h .*\\[1.0, 2.0\\]; .*\\[1.0\\]"),
        refusal::getMessage);
  }

  @Test
  void whatARegistryRefusesAtOnceIsNotKept() {
    relay.use(one);
    assertThrows(InvalidMetricException.class, () -> relay.counter("0", "A."));
    assertThrows(InvalidMetricException.class, () -> relay.gauge("0", "A.", () -> 1));
    assertThrows(InvalidMetricException.class, () -> relay.scope("0", "v"));
    Metrics.Readings<Integer> readings = relay.readings(() -> 1);
    assertThrows(InvalidMetricException.class, () -> readings.gauge("0", "A.", seen -> seen));
    try (LogWatch log = new LogWatch(LOG)) {
      relay.use(two);
      assertEquals(List.of(), log.said());
    }
  }

  @Test
  void whatTheNextRegistryRefusesStopsNothingElse() {
    relay.use(one);
    two.gauge("a_total", "A.", () -> 1);
    two.gauge("r", "Other.", () -> 1);
    relay.counter("a_total", "A.").add(1);
    relay.histogram("a", "A.", BOUNDS);
    relay.gauge("r", "R.", () -> 2);
    relay.readings(() -> 3).gauge("r", "R.", seen -> seen).gauge("s", "S.", seen -> seen);
    Metrics.Counter last = relay.counter("z_total", "Z.");
    try (LogWatch log = new LogWatch(LOG)) {
      relay.use(two);
      last.add(1);
      assertEquals(
          Map.of("a_total", 1.0, "r", 1.0, "s", 3.0, "z_total", 1.0, "a", 0.0), Shown.of(two));
      assertEquals(3, log.said().size(), log.said()::toString);
      assertTrue(
          log.said().stream().allMatch(said -> said.startsWith("not counted from now on: metric")),
          log.said()::toString);
    }
    relay.use(one);
    assertEquals(3, Shown.of(one).get("r"), "what moves on is all there again");
  }

  /** Fails at whatever it is asked, with an error as of a bundle whose classes are gone. */
  private static Metrics broken() {
    return broken(method -> new NoClassDefFoundError("io/example/" + method));
  }

  private static Metrics broken(Function<String, Throwable> failure) {
    return (Metrics)
        Proxy.newProxyInstance(
            RelayTest.class.getClassLoader(),
            new Class<?>[] {Metrics.class},
            (proxy, method, arguments) -> {
              throw failure.apply(method.getName());
            });
  }

  @Test
  void registryThatIsHalfGoneStopsNothing() {
    Metrics.Counter counter = relay.scope("k", "v").counter("a_total", "A.");
    relay.gauge("g", "G.", () -> 1);
    relay.readings(() -> 3).gauge("r", "R.", seen -> seen);
    try (LogWatch log = new LogWatch(LOG)) {
      relay.use(broken());
      counter.add(1);
      assertEquals(1, log.said().size(), log.said()::toString);
      assertTrue(log.said().getFirst().contains("io/example/scope"), log.said()::toString);
    }
    relay.use(one);
    counter.add(1);
    assertEquals(Map.of("a_total{k=v}", 1.0, "g", 1.0, "r", 3.0), Shown.of(one));
  }

  private static final class UnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new NoClassDefFoundError("io/example/Words");
    }
  }

  @Test
  void registryWhoseFailureHasNoWordsStopsNothing() {
    Metrics.Counter counter = relay.counter("a_total", "A.");
    try (LogWatch log = new LogWatch(LOG)) {
      relay.use(broken(method -> new UnreadableException()));
      counter.add(1);
      assertEquals(
          List.of(
              "not counted from now on: "
                  + UnreadableException.class.getName()
                  + " (its message cannot be read)"),
          log.said());
    }
    relay.use(one);
    counter.add(1);
    assertEquals(Map.of("a_total", 1.0), Shown.of(one));
  }

  @Test
  void registryThatLeftIsKeptByNobody() {
    Registry[] left = {new Registry()};
    relay.use(left[0]);
    List<Object> kept = new ArrayList<>();
    Metrics.Scope scope = relay.scope("k", "v");
    kept.add(scope.counter("a_total", "A."));
    kept.add(scope.histogram("h", "H.", BOUNDS));
    kept.add(scope.gauge("g", "G.", () -> 1));
    kept.add(scope.readings(() -> 1).gauge("r", "R.", seen -> seen));
    kept.add(scope.scope("l", "w"));
    kept.add(relay.counter("b_total", "B."));
    kept.add(relay.gauge("i", "I.", () -> 1));
    kept.add(relay.readings(() -> 1).gauge("s", "S.", seen -> seen));
    Metrics.Registration closed = relay.gauge("j", "J.", () -> 1);
    closed.close();
    kept.add(closed);
    scope.close();
    kept.add(scope);
    WeakReference<Registry> seen = new WeakReference<>(left[0]);
    relay.stopUsing(left[0]);
    left[0] = one;
    assertGone(seen);
    assertEquals(10, kept.size());
  }

  @Test
  void closedGaugesAndScopesAreForgotten() {
    relay.use(one);
    Object[] seen = {new Object(), new Object(), new Object()};
    List<WeakReference<Object>> looks = new ArrayList<>();
    List<AutoCloseable> closed = new ArrayList<>();
    for (int i = 0; i < seen.length; i++) {
      Object target = seen[i];
      looks.add(new WeakReference<>(target));
      switch (i) {
        case 0 -> closed.add(relay.gauge("g", "G.", target::hashCode));
        case 1 -> closed.add(relay.readings(() -> target).gauge("r", "R.", Object::hashCode));
        default -> {
          Metrics.Scope scope = relay.scope("k", "v");
          scope.gauge("in", "I.", target::hashCode);
          closed.add(scope);
        }
      }
      seen[i] = "";
    }
    assertEquals(3, Shown.of(one).size());
    looks.forEach(look -> assertNotNull(look.get()));
    closed.forEach(RelayTest::close);
    looks.forEach(RelayTest::assertGone);
    assertEquals(3, closed.size());
  }

  private static void close(AutoCloseable one) {
    try {
      one.close();
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }

  private static void assertGone(WeakReference<?> reference) {
    for (int i = 0; i < 50 && reference.get() != null; i++) {
      System.gc();
    }
    assertNull(reference.get(), "somebody keeps it");
  }

  @Test
  void noCountIsLostWhileRegistriesChange() throws Exception {
    Metrics.Counter counter = relay.counter("a_total", "A.");
    relay.use(one);
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
      List<Future<Long>> recorders = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        recorders.add(
            pool.submit(
                () -> {
                  long counted = 0;
                  while (!done.get()) {
                    counter.increment();
                    counted++;
                  }
                  return counted;
                }));
      }
      for (int i = 0; i < 2_000; i++) {
        relay.use(i % 2 == 0 ? two : one);
        relay.gauge("g", "G.", () -> 1).close();
      }
      done.set(true);
      long counted = 0;
      for (Future<Long> each : recorders) {
        counted += each.get(20, TimeUnit.SECONDS);
      }
      assertEquals(counted, Shown.of(one).get("a_total") + Shown.of(two).get("a_total"));
    }
  }
}
