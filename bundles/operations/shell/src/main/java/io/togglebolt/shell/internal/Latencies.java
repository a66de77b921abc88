package io.togglebolt.shell.internal;

/**
 * How long things took, to within a sixteenth, in a fixed space: each power of two is parted into
 * 16 equal steps. Not thread-safe.
 */
final class Latencies {
  private static final int STEP_BITS = 4;
  private static final int STEPS = 1 << STEP_BITS;

  private final long[] counts = new long[Long.SIZE * STEPS];
  private long total;
  private long longestNanos;

  void add(long nanos) {
    long value = Math.max(0, nanos);
    counts[step(value)]++;
    total++;
    longestNanos = Math.max(longestNanos, value);
  }

  /** Takes over what another one has seen. */
  void addAll(Latencies other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
    total += other.total;
    longestNanos = Math.max(longestNanos, other.longestNanos);
  }

  /** How many there were. */
  long total() {
    return total;
  }

  long longestNanos() {
    return longestNanos;
  }

  /** What this part of them did not take longer than; 0 where there was none. */
  long quantileNanos(double part) {
    long rank = (long) Math.ceil(part * total);
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= rank && seen > 0) {
        return Math.min(highest(i), longestNanos);
      }
    }
    return 0;
  }

  private static int step(long value) {
    if (value < STEPS) {
      return (int) value;
    }
    int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(value) - STEP_BITS;
    return (shift + 1) * STEPS + (int) (value >>> shift) - STEPS;
  }

  /** The highest value of a step. */
  private static long highest(int step) {
    if (step < STEPS) {
      return step;
    }
    int shift = step / STEPS - 1;
    return ((long) (step % STEPS + STEPS + 1) << shift) - 1;
  }
}
