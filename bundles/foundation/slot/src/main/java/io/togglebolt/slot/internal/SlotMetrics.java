package io.togglebolt.slot.internal;

import io.togglebolt.metrics.Metrics;
import io.togglebolt.metrics.MetricsRelay;
import io.togglebolt.slot.SlotOptions;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where all slots of a factory count. The registry may come and go while slots are open. Called
 * without any slot's lock; its monitor is a leaf towards the slots.
 */
final class SlotMetrics {
  private final MetricsRelay metrics = new MetricsRelay();

  SlotMetrics(Metrics first) {
    metrics.use(first);
  }

  /** Counts with another registry from now on. */
  void use(Metrics other) {
    metrics.use(other);
  }

  /** Goes back to counting nothing, unless another registry has taken over since. */
  void stopUsing(Metrics left) {
    metrics.stopUsing(left);
  }

  /**
   * One slot's.
   *
   * @param active the name of the part that serves, or null; takes no lock
   */
  SlotMeters of(SlotOptions options, Supplier<@Nullable String> active) {
    Metrics.Scope scope = metrics.scope("kind", options.kind(), "owner", options.owner());
    try {
      return new SlotMeters(scope, active);
    } catch (RuntimeException | Error broken) {
      scope.close();
      throw broken;
    }
  }
}
