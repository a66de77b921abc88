package io.togglebolt.metrics.registry.internal;

import io.togglebolt.metrics.MetricFamily.Type;
import io.togglebolt.metrics.Metrics;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Where a gauge's value is looked up, until it is closed. */
final class Source extends Asked implements Metrics.Registration {
  private final LookedUpSeries series;
  private final RegistryScope scope;
  private final @Nullable Group<?> group;

  /** Null when closed, so that what it looks at is let go of whoever still keeps this. */
  private volatile @Nullable ToDoubleFunction<Look> value;

  Source(
      LookedUpSeries series,
      RegistryScope scope,
      @Nullable Group<?> group,
      ToDoubleFunction<Look> value) {
    this.series = series;
    this.scope = scope;
    this.group = group;
    this.value = value;
  }

  LookedUpSeries series() {
    return series;
  }

  /** The group whose look is to be taken first; null where it is a gauge of its own. */
  @Nullable Group<?> group() {
    return group;
  }

  /** What gives the value; null when closed. */
  @Nullable ToDoubleFunction<Look> open() {
    return value;
  }

  /** The value as of now, NaN where there is none; throws what the owner's code throws. */
  double value(ToDoubleFunction<Look> open, Look look) {
    double found = open.applyAsDouble(look);
    if (found < 0 && series.definition().type() == Type.COUNTER) {
      throw new IllegalStateException("it is " + found + "; expected a count that is not negative");
    }
    return found;
  }

  @Override
  String named() {
    return series.definition().name() + series.labels();
  }

  @Override
  boolean isOpen() {
    return value != null;
  }

  /** Comes after its series has another newest source, or none. */
  void letGo() {
    value = null;
  }

  @Override
  public void close() {
    scope.close(this);
  }
}
