package io.togglebolt.metrics.registry.internal;

import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.MetricFamily.Label;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One series: where its values are, whoever records them. */
abstract sealed class Series permits CounterSeries, HistogramSeries, LookedUpSeries {
  private final List<Label> labels;

  /** How many open scopes use it. Guarded by the table's monitor. */
  private int holders;

  Series(List<Label> labels) {
    this.labels = labels;
  }

  /** They tell it from the other series of its family. */
  final List<Label> labels() {
    return labels;
  }

  final void held() {
    holders++;
  }

  /** Whether that was the last one. */
  final boolean letGo() {
    holders--;
    return holders == 0;
  }

  final boolean isHeld() {
    return holders > 0;
  }

  /** Its value as of now, or null where there is none. Called without any lock. */
  abstract MetricFamily.@Nullable Sample read(Look look);
}
