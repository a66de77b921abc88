package io.togglebolt.metrics.exporters.internal;

import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.MetricsReader;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The registry that exporters show, which may come and go: an exporter stays and shows the next.
 */
final class ReaderRelay implements MetricsReader {
  /** So much room has each registry's own number; more series are never added to one. */
  private static final int SHAPE_BITS = 40;

  private record Target(long generation, @Nullable MetricsReader reader) {}

  private volatile Target target = new Target(0, null);

  /** Shows this one from now on. */
  synchronized void use(MetricsReader reader) {
    target = new Target(target.generation + 1, reader);
  }

  /** Shows nothing, unless another one has taken over since. */
  synchronized void stopUsing(MetricsReader left) {
    if (target.reader == left) {
      target = new Target(target.generation + 1, null);
    }
  }

  @Override
  public List<MetricFamily> read(Predicate<String> wanted) {
    MetricsReader reader = target.reader;
    return reader == null ? List.of() : reader.read(wanted);
  }

  /** Another registry has another shape, whatever number it gives itself. */
  @Override
  public long shape() {
    Target now = target;
    long own = now.reader == null ? 0 : now.reader.shape();
    return (now.generation << SHAPE_BITS) + own;
  }
}
