package io.togglebolt.itests.benchmarks.metrics.side;

import io.togglebolt.metrics.Metrics;
import java.util.Arrays;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** A histogram as one would write it by hand: an adder for each bucket and one for the sum. */
record AdderBuckets(double[] bounds, LongAdder[] counts, DoubleAdder sum)
    implements Metrics.Histogram {

  static AdderBuckets of(double[] bounds) {
    LongAdder[] counts =
        Stream.generate(LongAdder::new).limit(bounds.length + 1L).toArray(LongAdder[]::new);
    return new AdderBuckets(bounds, counts, new DoubleAdder());
  }

  @Override
  public void observe(double value) {
    int found = Arrays.binarySearch(bounds, value);
    counts[found < 0 ? ~found : found].increment();
    sum.add(value);
  }
}
