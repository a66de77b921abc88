package io.togglebolt.slot.internal;

import io.togglebolt.metrics.Metrics;
import io.togglebolt.metrics.MetricsRelay;
import io.togglebolt.slot.Slot;
import io.togglebolt.slot.SwapRecord;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts what the journal tells. The registry may come and go while slots are open. Its monitor is
 * a leaf towards the slots.
 */
final class SlotMetrics {
  private static final double[] PAUSE_SECONDS = {
    0.000_01, 0.000_1, 0.000_5, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10
  };

  private final MetricsRelay metrics = new MetricsRelay();
  private final Map<Slot<?>, Metrics.Registration> gauges = new ConcurrentHashMap<>();

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

  void opened(Slot<?> slot) {
    gauges.put(
        slot,
        metrics.gauge(
            "togglebolt_slot_vacant",
            "1 while no part serves in the slot, otherwise 0.",
            () -> slot.part() == null ? 1 : 0,
            "kind",
            slot.kind(),
            "owner",
            slot.owner()));
  }

  void closed(Slot<?> slot) {
    Metrics.Registration gauge = gauges.remove(slot);
    if (gauge != null) {
      gauge.close();
    }
  }

  void count(SwapRecord swap) {
    metrics
        .counter(
            "togglebolt_slot_swaps_total",
            "Things that happened to slots.",
            "kind",
            swap.kind(),
            "owner",
            swap.owner(),
            "event",
            swap.event().name().toLowerCase(Locale.ROOT))
        .add(1);
    if (swap.event() == SwapRecord.Event.SWAPPED || swap.event() == SwapRecord.Event.REBUILT) {
      metrics
          .histogram(
              "togglebolt_slot_pause_seconds",
              "How long the boundary was held for a switch.",
              PAUSE_SECONDS,
              "kind",
              swap.kind(),
              "owner",
              swap.owner())
          .observe(swap.pauseNanos() / 1e9);
    }
  }
}
