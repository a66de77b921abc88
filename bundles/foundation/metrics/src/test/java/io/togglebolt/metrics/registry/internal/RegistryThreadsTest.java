package io.togglebolt.metrics.registry.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.metrics.Distribution;
import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.Metrics;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SplitMix64;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads that record, register and close while others read. */
@Timeout(120)
class RegistryThreadsTest {
  private static final int RECORDERS = 3;
  private static final int SERIES = 4;
  private static final double[] BOUNDS = {1, 2, 4};

  private final Registry registry = new Registry();

  /** How often each series was counted by all. */
  private final AtomicLongArray counted = new AtomicLongArray(SERIES);

  private final AtomicLongArray observed = new AtomicLongArray(SERIES);

  @Test
  void nothingIsLostAndNothingFallsWhileScopesComeAndGo() {
    Seeds.check(11, this::round);
    for (int i = 0; i < SERIES; i++) {
      Map<String, Double> shown = Shown.of(registry);
      assertEquals(counted.get(i), shown.getOrDefault("c_total{i=" + i + "}", 0.0));
      assertEquals(observed.get(i), shown.getOrDefault("h{i=" + i + "}", 0.0));
    }
    assertEquals(0, Shown.own(registry, "failed_readings_total"));
    assertTrue(Shown.of(registry).keySet().stream().noneMatch(name -> name.startsWith("g")));
  }

  private void round(SplitMix64 random) throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    CountDownLatch begin = new CountDownLatch(1);
    ExecutorService pool = Executors.newFixedThreadPool(RECORDERS + 2);
    try {
      List<Future<?>> recorders = new ArrayList<>();
      for (int i = 0; i < RECORDERS; i++) {
        SplitMix64 own = random.fork();
        recorders.add(
            pool.submit(
                () -> {
                  begin.await();
                  for (int turn = 0; turn < 300; turn++) {
                    owner(own);
                  }
                  return null;
                }));
      }
      List<Future<?>> readers =
          List.of(pool.submit(() -> readUntil(done)), pool.submit(() -> readUntil(done)));
      begin.countDown();
      try {
        await(recorders);
      } finally {
        done.set(true);
      }
      await(readers);
    } finally {
      pool.shutdownNow();
      assertTrue(pool.awaitTermination(20, TimeUnit.SECONDS));
    }
  }

  private static void await(List<Future<?>> threads) throws Exception {
    for (Future<?> each : threads) {
      try {
        each.get(60, TimeUnit.SECONDS);
      } catch (ExecutionException failed) {
        throw new AssertionError(failed.getCause());
      }
    }
  }

  /** Comes, records and goes. */
  private void owner(SplitMix64 random) {
    int i = random.below(SERIES);
    try (Metrics.Scope scope = registry.scope("i", "" + i)) {
      Metrics.Counter counter = scope.counter("c_total", "C.");
      Metrics.Histogram histogram = scope.histogram("h", "H.", BOUNDS);
      Metrics.Registration gauge = scope.gauge("g", "G.", () -> i);
      long[] pair = {3, 3};
      scope
          .readings(() -> pair)
          .gauge("g_a", "A.", seen -> seen[0])
          .gauge("g_b", "B.", seen -> seen[1]);
      for (int turn = 0; turn < 200; turn++) {
        counter.add(turn & 3);
        counted.addAndGet(i, turn & 3);
        histogram.observe(random.below(6));
        observed.incrementAndGet(i);
      }
      gauge.close();
    }
  }

  private void readUntil(AtomicBoolean done) {
    Map<String, Double> values = new HashMap<>();
    Map<String, Distribution> distributions = new HashMap<>();
    boolean last;
    do {
      last = done.get();
      for (MetricFamily family :
          registry.read(name -> name.equals("c_total") || name.equals("h"))) {
        for (MetricFamily.Sample sample : family.samples()) {
          String series = family.name() + sample.labels();
          switch (sample) {
            case MetricFamily.Value value -> {
              Double before = values.put(series, value.value());
              assertTrue(before == null || before <= value.value(), () -> series + " fell");
            }
            case Distribution distribution ->
                check(series, distributions.put(series, distribution), distribution);
          }
        }
      }
      registry.read(name -> name.startsWith("g"));
    } while (!last);
  }

  /** No bucket falls, and no sum is greater than the observations in the buckets allow. */
  private static void check(
      String series, @org.jspecify.annotations.Nullable Distribution before, Distribution now) {
    long below = 0;
    for (int i = 0; i < now.buckets().size(); i++) {
      long count = now.buckets().get(i).count();
      assertTrue(count >= below, () -> series + " is not cumulative: " + now);
      assertTrue(
          before == null || before.buckets().get(i).count() <= count,
          () -> series + " fell: " + now);
      below = count;
    }
    assertTrue(now.sum() <= 5.0 * now.count(), () -> series + " has more in its sum: " + now);
    assertTrue(before == null || before.sum() <= now.sum(), () -> series + " sum fell: " + now);
  }

  @Test
  void gaugeThatBlocksHindersNobodyElse() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    registry.gauge(
        "slow",
        "S.",
        () -> {
          reading.countDown();
          try {
            goOn.await();
          } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
          }
          return 1;
        });
    try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
      Future<List<MetricFamily>> slow = pool.submit(() -> registry.read("slow"::equals));
      reading.await();
      Metrics.Scope scope = registry.scope();
      scope.counter("c_total", "C.").add(1);
      scope.gauge("g", "G.", () -> 1).close();
      scope.close();
      assertEquals(1, registry.read("c_total"::equals).size());
      goOn.countDown();
      assertEquals(1, slow.get(20, TimeUnit.SECONDS).size());
    }
  }
}
