package io.togglebolt.metrics.registry.internal;

import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.Metrics;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * A counter. An adder takes 32 bytes until threads contend for it, and then a cell for each of them
 * (at most one for each processor), which are the only things that recording ever allocates.
 *
 * <p>Its sum never falls from one read to a later one: every cell only grows, and the later read
 * looks at each cell later. Above 2^53 the value is rounded to a double, which keeps the order. A
 * count beyond 2^63 - 1 begins again at 0, as a counter does that was restarted.
 */
final class CounterSeries extends Series implements Metrics.Counter {
  private final LongAdder sum = new LongAdder();
  private final Mishaps mishaps;

  CounterSeries(List<MetricFamily.Label> labels, Mishaps mishaps) {
    super(labels);
    this.mishaps = mishaps;
  }

  @Override
  public void add(long amount) {
    if (amount < 0) {
      mishaps.mistake();
      return;
    }
    sum.add(amount);
  }

  @Override
  MetricFamily.Sample read(Look look) {
    return new MetricFamily.Value(labels(), sum.sum() & Long.MAX_VALUE);
  }
}
