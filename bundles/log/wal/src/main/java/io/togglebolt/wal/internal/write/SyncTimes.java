package io.togglebolt.wal.internal.write;

import io.togglebolt.runtime.Clock;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongConsumer;

/**
 * How long writers take to write a batch and make it durable. They are timed from outside, each
 * alike: one may write and then sync, another do both at once, a third be slow by itself, and
 * whoever saves waits for all of it. Nothing else is counted, or the preparation of a file would
 * look like hundreds of quick saves. It is a histogram with 16 steps for each power of two, so that
 * a quantile is right to within 3 %, and one warning for many that are slow. Recording neither
 * locks nor allocates. Thread-safe.
 */
public final class SyncTimes {
  private static final Logger LOG = System.getLogger(SyncTimes.class.getName());

  private static final int STEP_BITS = 4;
  private static final int STEPS = 1 << STEP_BITS;

  /** Long enough between two warnings for a log that people read. */
  private static final long WARNING_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final AtomicLongArray counts = new AtomicLongArray((Long.SIZE - STEP_BITS) * STEPS);
  private final AtomicLong count = new AtomicLong();
  private final AtomicLong maxNanos = new AtomicLong();
  private final AtomicLong suppressed = new AtomicLong();

  /** When the last warning was given; {@link Long#MIN_VALUE} before the first. */
  private final AtomicLong warnedNanos = new AtomicLong(Long.MIN_VALUE);

  private final String log;
  private final Clock clock;
  private final long slowNanos;
  private final LongConsumer observer;

  /**
   * With nothing recorded yet.
   *
   * @param log the log's name, for the warning
   * @param slowMillis what takes longer is warned of; 0 for never
   * @param observer told each duration, in nanoseconds
   */
  public SyncTimes(String log, Clock clock, long slowMillis, LongConsumer observer) {
    this.log = log;
    this.clock = clock;
    this.slowNanos = slowMillis == 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(slowMillis);
    this.observer = observer;
  }

  /** Now, in nanoseconds, of no meaning but for {@link #ended}. */
  long begin() {
    return clock.nanoTime();
  }

  /**
   * A batch is durable.
   *
   * @param path its segment, for the warning
   * @param begunNanos what {@link #begin} said
   */
  void ended(Path path, long begunNanos) {
    long nowNanos = clock.nanoTime();
    record(path, nowNanos - begunNanos, nowNanos);
  }

  void record(Path path, long nanos, long nowNanos) {
    counts.incrementAndGet(indexOf(nanos));
    count.incrementAndGet();
    maxNanos.accumulateAndGet(nanos, Math::max);
    observer.accept(nanos);
    if (nanos > slowNanos) {
      warn(path, nanos, nowNanos);
    }
  }

  private void warn(Path path, long nanos, long nowNanos) {
    long before = warnedNanos.get();
    boolean due = before == Long.MIN_VALUE || nowNanos - before >= WARNING_INTERVAL_NANOS;
    if (!due || !warnedNanos.compareAndSet(before, nowNanos)) {
      suppressed.incrementAndGet();
      return;
    }
    long others = suppressed.getAndSet(0);
    LOG.log(
        Level.WARNING,
        "{0}: sync duration of {1}, expected less than {2} ({3}){4}",
        log,
        seconds(nanos),
        seconds(slowNanos),
        path,
        others == 0 ? "" : "; " + others + " more were slow since the last such warning");
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.3fs", nanos * 1e-9);
  }

  /** How many were recorded. */
  public long count() {
    return count.get();
  }

  /** The longest, in nanoseconds; 0 where there was none. */
  public long maxNanos() {
    return maxNanos.get();
  }

  /** So many of a hundred took no longer, in nanoseconds; 0 where there was none. */
  public long percentileNanos(int percent) {
    long all = 0;
    for (int i = 0; i < counts.length(); i++) {
      all += counts.get(i);
    }
    long rank = Math.max(1, Math.ceilDiv(all * percent, 100));
    long seen = 0;
    for (int i = 0; i < counts.length() && all > 0; i++) {
      seen += counts.get(i);
      if (seen >= rank) {
        return Math.min(middleOf(i), maxNanos());
      }
    }
    return 0;
  }

  /** Below 16 each value has its own place; above, the four bits behind the first one count. */
  static int indexOf(long nanos) {
    long value = Math.max(0, nanos);
    int shift = Math.max(0, Long.SIZE - 1 - Long.numberOfLeadingZeros(value | 1) - STEP_BITS);
    return shift * STEPS + (int) (value >>> shift);
  }

  static long middleOf(int index) {
    int shift = Math.max(0, index / STEPS - 1);
    long low = (long) (index - shift * STEPS) << shift;
    return low + ((1L << shift) >>> 1);
  }
}
