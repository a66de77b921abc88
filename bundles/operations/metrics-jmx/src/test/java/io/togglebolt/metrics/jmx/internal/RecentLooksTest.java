package io.togglebolt.metrics.jmx.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.MetricsReader;
import io.togglebolt.metrics.tck.StagedMetrics;
import io.togglebolt.testkit.SimulatedClock;
import io.togglebolt.testkit.SimulatedScheduler;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class RecentLooksTest {
  private final StagedMetrics metrics = new StagedMetrics();
  private final SimulatedClock clock = new SimulatedClock();
  private final SimulatedScheduler scheduler = new SimulatedScheduler(clock);

  @Test
  void aLookThatTookLongDoesNotTakeACounterBack() throws Exception {
    AtomicLong commits = metrics.counter("test_commits_total", "Commits.");
    CountDownLatch looked = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Thread main = Thread.currentThread();
    RecentLooks looks = new RecentLooks(new HeldReader(metrics, main, looked, goOn), clock);
    AtomicReference<Double> slow = new AtomicReference<>();
    Thread looking = Thread.ofPlatform().start(() -> slow.set(commitsAt(looks)));
    assertTrue(awaited(looked));
    commits.set(7);
    scheduler.advance(1);
    assertEquals(7, commitsAt(looks));
    goOn.countDown();
    looking.join();
    assertEquals(7, slow.get());
    assertEquals(7, commitsAt(looks));
  }

  private static double commitsAt(RecentLooks looks) {
    return looks
        .at("test_commits_total", MetricFamily.Type.COUNTER, List.of())
        .map(sample -> ((MetricFamily.Value) sample).value())
        .orElseThrow();
  }

  @Test
  void looksThatAreTooOldToBeShownAreLetGo() {
    metrics.counter("test_commits_total", "Commits.");
    RecentLooks looks = new RecentLooks(metrics, clock);
    MetricFamily.Type type = MetricFamily.Type.COUNTER;
    assertTrue(looks.at("test_commits_total", type, List.of()).isPresent());
    assertTrue(looks.at("test_nothing", type, List.of()).isEmpty());
    looks.forgetOld();
    assertEquals(2, looks.kept());
    scheduler.advance(RecentLooks.KEPT_MILLIS);
    looks.forgetOld();
    assertEquals(0, looks.kept());
  }

  private static boolean awaited(CountDownLatch latch) {
    try {
      return latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  /** Holds back what another thread than the test's has read. */
  private record HeldReader(
      MetricsReader reader, Thread main, CountDownLatch looked, CountDownLatch goOn)
      implements MetricsReader {
    @Override
    public List<MetricFamily> read(Predicate<String> wanted) {
      List<MetricFamily> read = reader.read(wanted);
      if (Thread.currentThread() != main) {
        looked.countDown();
        awaited(goOn);
      }
      return read;
    }

    @Override
    public long shape() {
      return reader.shape();
    }
  }
}
