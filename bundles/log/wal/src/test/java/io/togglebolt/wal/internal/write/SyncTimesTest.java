package io.togglebolt.wal.internal.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SimulatedClock;
import io.togglebolt.testkit.SimulatedScheduler;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SyncTimesTest {
  private static final Path FILE = Path.of("/wal/x.wal");

  private final SimulatedClock clock = new SimulatedClock();
  private final SimulatedScheduler time = new SimulatedScheduler(clock);
  private final List<Long> observed = new ArrayList<>();
  private final SyncTimes times = new SyncTimes("log", clock, 1_000, observed::add);
  private final List<String> warnings = new ArrayList<>();
  private final Logger logger = Logger.getLogger(SyncTimes.class.getName());
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          warnings.add(new SimpleFormatter().formatMessage(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
  }

  @AfterEach
  void stopListening() {
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
  }

  private void sync(long millis) {
    long begun = times.begin();
    time.advance(millis);
    times.ended(FILE, begun);
  }

  @Test
  void aSlowSyncIsWarnedOfAndThoseThatFollowAreCounted() {
    sync(1_000);
    assertEquals(List.of(), warnings);
    sync(1_500);
    sync(2_000);
    sync(3_000);
    assertEquals(
        List.of("log: sync duration of 1.500s, expected less than 1.000s (" + FILE + ")"),
        warnings);
    sync(6_000);
    assertEquals(
        "log: sync duration of 6.000s, expected less than 1.000s ("
            + FILE
            + "); 2 more were slow since the last such warning",
        warnings.getLast());
    assertEquals(2, warnings.size());
    assertEquals(5, times.count());
    assertEquals(5, observed.size());
  }

  @Test
  void whereNothingWasMeasuredAllIsZero() {
    assertEquals(0, times.count());
    assertEquals(0, times.maxNanos());
    assertEquals(0, times.percentileNanos(99));
  }

  @Test
  void percentilesAreRightToWithinFivePercent() {
    Seeds.check(
        1,
        20,
        random -> {
          SyncTimes drawn = new SyncTimes("log", clock, 0, nanos -> {});
          long[] values = new long[1 + random.below(2_000)];
          for (int i = 0; i < values.length; i++) {
            values[i] = random.next() >>> (20 + random.below(44));
            long nanos = values[i];
            drawn.record(FILE, nanos, 0);
          }
          Arrays.sort(values);
          for (int percent : new int[] {1, 50, 99, 100}) {
            long exact = values[Math.max(0, Math.ceilDiv(values.length * percent, 100) - 1)];
            long found = drawn.percentileNanos(percent);
            assertTrue(
                Math.abs(found - exact) <= exact * 0.05, percent + ": " + found + " of " + exact);
          }
          assertEquals(values[values.length - 1], drawn.maxNanos());
        });
  }

  @Test
  void everyDurationHasItsPlace() {
    long before = -1;
    for (long nanos = 0; nanos < TimeUnit.MINUTES.toNanos(1); nanos += 1 + nanos / 100) {
      int index = SyncTimes.indexOf(nanos);
      assertTrue(index >= before, "at " + nanos);
      before = index;
      assertTrue(Math.abs(SyncTimes.middleOf(index) - nanos) <= nanos * 0.05, "at " + nanos);
    }
    assertTrue(SyncTimes.indexOf(Long.MAX_VALUE) < (Long.SIZE - 4) * 16);
  }
}
