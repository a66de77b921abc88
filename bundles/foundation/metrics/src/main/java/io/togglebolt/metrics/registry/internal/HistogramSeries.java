package io.togglebolt.metrics.registry.internal;

import io.togglebolt.metrics.Distribution;
import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.Metrics;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * A histogram: one array of stripes, each with a count for every bucket and, last, the bits of a
 * sum. A thread records into the stripe that its id selects, so that threads seldom meet, and where
 * they do, all are spread anew; stripes lie almost two cache lines apart. All is allocated at once:
 * with etcd's 14 bounds 256 bytes a stripe, and 4 KB altogether on a machine with four processors
 * or more.
 *
 * <p>A count is added by one atomic instruction, and then the sum by compare-and-set: neither waits
 * for anybody. Whoever reads takes the sums first, so that what is in the sum is in the buckets;
 * every count only grows, so no bucket ever falls from one read to a later one.
 */
final class HistogramSeries extends Series implements Metrics.Histogram {
  private static final VarHandle CELLS = MethodHandles.arrayElementVarHandle(long[].class);
  private static final int PADDING = 16;
  private static final int STRIPES_MAX = 16;

  private static final int STRIPES =
      Math.min(STRIPES_MAX, 4 * powerOfTwo(Runtime.getRuntime().availableProcessors()));

  private static final int SHIFT = Long.SIZE - Integer.numberOfTrailingZeros(STRIPES);

  /** The golden ratio in 64 bits, odd: multiplied with it, neighbouring numbers lie far apart. */
  private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

  /** So many times threads are spread at once when two of them meet. */
  static final int EAGER_SPREADS = 64;

  /**
   * From then on only at every so manieth meeting in a stripe: with more threads than stripes some
   * always meet, and spreading them helps nobody. It never ends, so that two that are left when the
   * many have gone do not meet for ever.
   */
  static final int MEETINGS_TO_A_SPREAD = 1_024;

  private final Mishaps mishaps;
  private final double[] bounds;
  private final int stride;
  private final long[] cells;

  /**
   * How often threads were spread over the stripes anew. Written without care: whoever reads an old
   * one records into another stripe, which is as good.
   */
  private int spreads;

  HistogramSeries(List<MetricFamily.Label> labels, List<Double> bounds, Mishaps mishaps) {
    super(labels);
    this.mishaps = mishaps;
    this.bounds = bounds.stream().mapToDouble(Double::doubleValue).toArray();
    int used = this.bounds.length + 2;
    stride = (used + PADDING - 1) / PADDING * PADDING + PADDING;
    cells = new long[PADDING + STRIPES * stride];
  }

  /** How many stripes there are: a power of two. */
  static int stripes() {
    return STRIPES;
  }

  /** The greatest power of two that is not above a positive number. */
  private static int powerOfTwo(int number) {
    return Integer.highestOneBit(number);
  }

  @Override
  public void observe(double value) {
    if (!Double.isFinite(value)) {
      mishaps.mistake();
      return;
    }
    int bucket = 0;
    while (bucket < bounds.length && value > bounds[bucket]) {
      bucket++;
    }
    int stripe = stripe(place(Thread.currentThread().threadId(), spreads));
    CELLS.getAndAdd(cells, stripe + bucket, 1L);
    int sum = stripe + bounds.length + 1;
    while (!added(sum, value)) {
      met(stripe);
    }
  }

  /**
   * Two threads were at one sum. Meetings are counted in the first cell of the padding, beside the
   * sum that they were about, and without care too: one that is not counted was one of many.
   */
  void met(int stripe) {
    int counter = stripe + bounds.length + 2;
    long meetings = (long) CELLS.getOpaque(cells, counter) + 1;
    CELLS.setOpaque(cells, counter, meetings);
    int now = spreads;
    if (now < EAGER_SPREADS || meetings % MEETINGS_TO_A_SPREAD == 0) {
      spreads = now + 1 & Integer.MAX_VALUE;
    }
  }

  /** How often threads were spread anew. */
  int spreads() {
    return spreads;
  }

  private boolean added(int sum, double value) {
    long seen = (long) CELLS.getVolatile(cells, sum);
    double grown = Double.longBitsToDouble(seen) + value;
    return CELLS.compareAndSet(cells, sum, seen, Double.doubleToRawLongBits(grown));
  }

  /**
   * The stripe of a thread. Multiplying carries every bit of the id into the upper ones, with
   * another odd factor for each spread: threads that met in one stripe are likely to part with the
   * next.
   */
  static int place(long threadId, int spread) {
    return (int) ((threadId * (GOLDEN * (2L * spread + 1))) >>> SHIFT);
  }

  /** Where a stripe begins among the cells. */
  int stripe(int index) {
    return PADDING + index * stride;
  }

  @Override
  MetricFamily.Sample read(Look look) {
    double sum = 0;
    for (int i = 0; i < STRIPES; i++) {
      long bits = (long) CELLS.getVolatile(cells, stripe(i) + bounds.length + 1);
      sum += Double.longBitsToDouble(bits);
    }
    List<Distribution.Bucket> buckets = new ArrayList<>(bounds.length + 1);
    long count = 0;
    for (int bucket = 0; bucket <= bounds.length; bucket++) {
      for (int i = 0; i < STRIPES; i++) {
        count += (long) CELLS.getVolatile(cells, stripe(i) + bucket);
      }
      double bound = bucket == bounds.length ? Double.POSITIVE_INFINITY : bounds[bucket];
      buckets.add(new Distribution.Bucket(bound, count));
    }
    return new Distribution(labels(), buckets, sum);
  }
}
