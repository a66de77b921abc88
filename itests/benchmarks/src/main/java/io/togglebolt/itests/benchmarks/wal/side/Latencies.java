package io.togglebolt.itests.benchmarks.wal.side;

/**
 * How long many operations took, to within 2 %: each power of two has 64 places. Recording
 * allocates nothing. Not thread-safe: each thread has its own, and they are added up afterwards.
 */
final class Latencies {
  private static final int PLACE_BITS = 6;
  private static final int PLACES = 1 << PLACE_BITS;

  private final long[] counts = new long[(Long.SIZE - PLACE_BITS) * PLACES];
  private long total;
  private long longest;

  /** One more, in nanoseconds. */
  void add(long nanos) {
    counts[place(nanos)]++;
    total++;
    longest = Math.max(longest, nanos);
  }

  /** All of another one. */
  void addAll(Latencies other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
    total += other.total;
    longest = Math.max(longest, other.longest);
  }

  long count() {
    return total;
  }

  /** The longest, in nanoseconds; exact. */
  long longest() {
    return longest;
  }

  /** So many of a hundred took no longer, in nanoseconds; 0 when there is none. */
  long percentile(int percent) {
    long wanted = Math.ceilDiv(total * percent, 100);
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= wanted && seen > 0) {
        return Math.min(upperEnd(i), longest);
      }
    }
    return 0;
  }

  /** Below 64 each number has a place; above, the 7 highest bits decide. */
  private static int place(long nanos) {
    if (nanos < PLACES) {
      return (int) Math.max(nanos, 0);
    }
    int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos) - PLACE_BITS;
    return (shift + 1) * PLACES + (int) (nanos >>> shift) - PLACES;
  }

  private static long upperEnd(int place) {
    if (place < PLACES) {
      return place;
    }
    int shift = place / PLACES - 1;
    return ((place % PLACES + PLACES + 1L) << shift) - 1;
  }
}
