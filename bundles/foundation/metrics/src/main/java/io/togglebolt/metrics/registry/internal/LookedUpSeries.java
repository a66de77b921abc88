package io.togglebolt.metrics.registry.internal;

import io.togglebolt.metrics.MetricFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A gauge, or a counter that is kept elsewhere: whoever reads asks the newest source. It is there
 * as long as it has a source.
 */
final class LookedUpSeries extends Series {
  private final Definition definition;

  /** In the order of registration. Guarded by the table's monitor. */
  private final List<Source> sources = new ArrayList<>(1);

  private volatile @Nullable Source newest;

  LookedUpSeries(List<MetricFamily.Label> labels, Definition definition) {
    super(labels);
    this.definition = definition;
  }

  Definition definition() {
    return definition;
  }

  void add(Source source) {
    sources.add(source);
    newest = source;
  }

  void remove(Source source) {
    sources.remove(source);
    newest = sources.isEmpty() ? null : sources.getLast();
  }

  boolean isEmpty() {
    return sources.isEmpty();
  }

  @Override
  MetricFamily.@Nullable Sample read(Look look) {
    for (Source source = newest; source != null; source = newest) {
      ToDoubleFunction<Look> open = source.open();
      if (open != null) {
        double value = look.valueOf(source, open);
        return Double.isNaN(value) ? null : new MetricFamily.Value(labels(), value);
      }
      // It was closed between the two looks; by then another one was the newest.
    }
    return null;
  }
}
