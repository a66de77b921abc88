package io.togglebolt.slot.internal;

import io.togglebolt.metrics.Metrics;
import io.togglebolt.slot.SwapRecord;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one slot counts and shows. All counters are there from the beginning, so that the first
 * event is seen as a rise. They stay readable after the slot was closed and go on when it is opened
 * again; the registry forgets them first when it needs room.
 */
final class SlotMeters {
  private static final double[] PAUSE_SECONDS = {
    0.000_01, 0.000_1, 0.000_5, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10
  };

  private final Metrics.Scope scope;
  private final Supplier<@Nullable String> active;
  private final Map<SwapRecord.Event, Metrics.Counter> events =
      new EnumMap<>(SwapRecord.Event.class);
  private final Metrics.Counter swaps;
  private final Metrics.Histogram pause;

  /** The part whose name is shown as a label. Guarded by this object's monitor, a leaf. */
  private @Nullable String shown;

  private Metrics.Registration activePart = () -> {};

  SlotMeters(Metrics.Scope scope, Supplier<@Nullable String> active) {
    this.scope = scope;
    this.active = active;
    scope.gauge(
        "togglebolt_slot_vacant",
        "1 while no part serves in the slot, otherwise 0.",
        () -> active.get() == null ? 1 : 0);
    for (SwapRecord.Event event : SwapRecord.Event.values()) {
      events.put(
          event,
          scope.counter(
              "togglebolt_slot_events_total",
              "Entries in the slot's journal.",
              "event",
              event.name().toLowerCase(Locale.ROOT)));
    }
    swaps =
        scope.counter("togglebolt_slot_swaps_total", "Times that one part took over from another.");
    pause =
        scope.histogram(
            "togglebolt_slot_pause_seconds",
            "How long the boundary was held for a switch.",
            PAUSE_SECONDS);
  }

  /** Counts one thing that has happened. */
  void count(SwapRecord swap) {
    Objects.requireNonNull(events.get(swap.event())).increment();
    if (swap.event() == SwapRecord.Event.SWAPPED || swap.event() == SwapRecord.Event.REBUILT) {
      swaps.increment();
      pause.observeNanos(swap.pauseNanos());
    }
    showActive();
  }

  /**
   * Shows the part that serves now, whatever the order in which events are told: who comes last
   * sees the last change. Until then the old name has no value.
   */
  private synchronized void showActive() {
    String now = active.get();
    if (Objects.equals(now, shown)) {
      return;
    }
    activePart.close();
    shown = now;
    if (now != null) {
      activePart =
          scope.gauge(
              "togglebolt_slot_active_part",
              "1 for the part that serves in the slot.",
              () -> now.equals(active.get()) ? 1 : Double.NaN,
              "part",
              now);
    }
  }

  void close() {
    scope.close();
  }
}
