package io.togglebolt.metrics.registry.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.metrics.Metrics;
import io.togglebolt.testkit.SimulatedClock;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Gauges that do not answer, and the readers that come meanwhile. */
@Timeout(60)
class HangingGaugeTest {
  private static final long LIMIT_MILLIS = TimeUnit.NANOSECONDS.toMillis(Asked.LIMIT_NANOS);

  private final SimulatedClock clock = new SimulatedClock();
  private final Registry registry = new Registry(Registry.SERIES_DEFAULT, clock::nanoTime);
  private final LogWatch log = new LogWatch("io.togglebolt.metrics");
  private final List<Thread> readers = new ArrayList<>();

  /** Each that hangs gives one. */
  private final Semaphore hanging = new Semaphore(0);

  /** Opens for all at once. */
  private final Semaphore gate = new Semaphore(0);

  @AfterEach
  void end() throws InterruptedException {
    gate.release();
    for (Thread reader : readers) {
      reader.join();
    }
    log.close();
  }

  private double hang() {
    hanging.release();
    gate.acquireUninterruptibly();
    gate.release();
    return 7;
  }

  /** A reader that has come to where it hangs. */
  private FutureTask<Map<String, Double>> hangingReader(String name) throws InterruptedException {
    FutureTask<Map<String, Double>> reader = reader(name);
    assertTrue(hanging.tryAcquire(30, TimeUnit.SECONDS), "it does not hang");
    return reader;
  }

  private FutureTask<Map<String, Double>> reader(String name) {
    FutureTask<Map<String, Double>> read = new FutureTask<>(() -> Shown.of(registry));
    Thread thread = new Thread(read, name);
    readers.add(thread);
    thread.start();
    return read;
  }

  private double failed() {
    return Shown.own(registry, "failed_readings_total");
  }

  @Test
  void gaugeThatHangsIsLeftOutByThoseWhoComeAfterTheLimitAndComesBack() throws Exception {
    registry.gauge("hangs", "H.", this::hang, "k", "v");
    registry.gauge("good", "G.", () -> 1);
    registry.counter("a_total", "A.").add(2);
    FutureTask<Map<String, Double>> first = hangingReader("scraper-1");
    clock.advance(LIMIT_MILLIS);
    FutureTask<Map<String, Double>> second = hangingReader("scraper-2");
    clock.advance(500);
    Map<String, Double> others = Map.of("good", 1.0, "a_total", 2.0);
    for (int i = 1; i <= 3; i++) {
      assertEquals(others, Shown.of(registry));
      assertEquals(i, failed());
    }
    assertFalse(first.isDone() || second.isDone());
    assertEquals(
        List.of(
            "metric hangs[Label[name=k, value=v]]: its value has been awaited for 1.5 s by thread"
                + " scraper-1; it is left out until that ends"),
        log.said());
    gate.release();
    Map<String, Double> all = Map.of("hangs{k=v}", 7.0, "good", 1.0, "a_total", 2.0);
    assertEquals(all, first.get());
    assertEquals(all, second.get());
    assertEquals(all, Shown.of(registry));
    assertEquals(3, failed());
    assertEquals(2, log.said().size(), log.said()::toString);
    assertTrue(
        log.said().getLast().startsWith("metric hangs[Label[name=k, value=v]]: its value is no"),
        log.said()::toString);
  }

  @Test
  void gaugeThatHangsOftenIsSaidOnce() throws Exception {
    Semaphore go = new Semaphore(0);
    registry.gauge(
        "hangs",
        "H.",
        () -> {
          hanging.release();
          go.acquireUninterruptibly();
          return 7;
        });
    for (int i = 1; i <= 3; i++) {
      FutureTask<Map<String, Double>> reader = hangingReader("reader-" + i);
      clock.advance(LIMIT_MILLIS + 1);
      assertEquals(Map.of(), Shown.of(registry));
      assertEquals(i, failed());
      go.release();
      assertEquals(Map.of("hangs", 7.0), reader.get());
    }
    assertEquals(2, log.said().size(), log.said()::toString);
  }

  @Test
  void whoStillHangsKeepsItLeftOutWhenAnotherHasItsAnswer() throws Exception {
    Semaphore own = new Semaphore(0);
    registry.gauge(
        "hangs",
        "H.",
        () -> {
          if (!Thread.currentThread().getName().equals("early")) {
            return hang();
          }
          hanging.release();
          own.acquireUninterruptibly();
          throw new IllegalStateException("torn");
        });
    FutureTask<Map<String, Double>> early = hangingReader("early");
    clock.advance(LIMIT_MILLIS);
    FutureTask<Map<String, Double>> late = hangingReader("late");
    clock.advance(LIMIT_MILLIS + 1);
    assertEquals(Map.of(), Shown.of(registry));
    own.release();
    assertEquals(Map.of(), early.get());
    assertEquals(Map.of(), Shown.of(registry));
    assertEquals(3, failed());
    assertEquals(2, log.said().size(), log.said()::toString);
    assertTrue(log.said().getLast().endsWith(": torn"), log.said()::toString);
    gate.release();
    assertEquals(Map.of("hangs", 7.0), late.get());
    assertEquals(Map.of("hangs", 7.0), Shown.of(registry));
    assertEquals(3, log.said().size(), log.said()::toString);
  }

  @Test
  void groupWhoseLookHangsIsLeftOutWhole() throws Exception {
    registry
        .readings(this::hang)
        .gauge("x", "X.", seen -> seen)
        .counter("y_total", "Y.", seen -> 2 * seen);
    registry.gauge("z", "Z.", () -> 1);
    FutureTask<Map<String, Double>> first = hangingReader("first");
    clock.advance(LIMIT_MILLIS + 1);
    assertEquals(Map.of("z", 1.0), Shown.of(registry));
    assertEquals(1, failed(), "it is one look");
    assertEquals(
        List.of(
            "metric [x, y_total]: its value has been awaited for 1.0 s by thread first; it is left"
                + " out until that ends"),
        log.said());
    gate.release();
    Map<String, Double> all = Map.of("x", 7.0, "y_total", 14.0, "z", 1.0);
    assertEquals(all, first.get());
    assertEquals(all, Shown.of(registry));
    assertEquals(2, log.said().size(), log.said()::toString);
  }

  @Test
  void valueOfAGroupThatHangsKeepsTheOthersOfTheGroup() throws Exception {
    registry.readings(() -> 3).gauge("hangs", "H.", seen -> hang()).gauge("x", "X.", seen -> seen);
    FutureTask<Map<String, Double>> first = hangingReader("first");
    clock.advance(LIMIT_MILLIS + 1);
    assertEquals(Map.of("x", 3.0), Shown.of(registry));
    gate.release();
    assertEquals(Map.of("hangs", 7.0, "x", 3.0), first.get());
  }

  @Test
  void whatIsClosedWhileSomebodyHangsInItKeepsNothingAfterwards() throws Exception {
    Object[] seen = {new Object(), new Object()};
    List<WeakReference<Object>> looks =
        List.of(new WeakReference<>(seen[0]), new WeakReference<>(seen[1]));
    List<Metrics.Registration> kept = registered(seen[0], seen[1]);
    seen[0] = "";
    seen[1] = "";
    FutureTask<Map<String, Double>> inGauge = hangingReader("in-gauge");
    clock.advance(LIMIT_MILLIS + 1);
    FutureTask<Map<String, Double>> inGroup = hangingReader("in-group");
    clock.advance(LIMIT_MILLIS + 1);
    assertEquals(Map.of(), Shown.of(registry));
    assertEquals(2, log.said().size(), log.said()::toString);
    kept.forEach(Metrics.Registration::close);
    registry.gauge("a", "A.", () -> 1);
    assertEquals(Map.of("a", 1.0), Shown.of(registry), "another one is asked at once");
    gate.release();
    inGauge.get();
    inGroup.get();
    end();
    readers.clear();
    for (WeakReference<Object> look : looks) {
      for (int i = 0; i < 50 && look.get() != null; i++) {
        System.gc();
      }
      assertNull(look.get(), () -> "kept by that of number " + looks.indexOf(look));
    }
    assertEquals(Map.of("a", 1.0), Shown.of(registry));
    assertEquals(2, log.said().size(), "nothing is said of what is gone");
    assertEquals(2, kept.size());
  }

  private List<Metrics.Registration> registered(Object one, Object two) {
    return List.of(
        registry.gauge("a", "A.", () -> hang() + 0 * one.hashCode()),
        registry
            .readings(
                () -> {
                  hang();
                  return two;
                })
            .gauge("b", "B.", Object::hashCode));
  }

  @Test
  void gaugeThatReadsTheRegistryDoesNotMeetItself() {
    AtomicReference<Map<String, Double>> inner = new AtomicReference<>();
    registry.gauge(
        "g",
        "G.",
        () -> {
          clock.advance(LIMIT_MILLIS + 1);
          inner.compareAndSet(null, Shown.of(registry));
          return 1;
        });
    registry.readings(() -> Shown.of(registry).size()).gauge("r", "R.", seen -> seen);
    registry.counter("a_total", "A.").add(2);
    assertEquals(Map.of("g", 1.0, "r", 2.0, "a_total", 2.0), Shown.of(registry));
    assertEquals(Map.of("r", 1.0, "a_total", 2.0), inner.get());
    assertEquals(0, failed(), "that is no failure");
    assertEquals(List.of(), log.said());
  }
}
