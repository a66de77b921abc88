package io.togglebolt.slot.internal;

import io.togglebolt.metrics.Metrics;
import io.togglebolt.runtime.Clock;
import io.togglebolt.runtime.Scheduler;
import io.togglebolt.slot.Candidates;
import io.togglebolt.slot.Slot;
import io.togglebolt.slot.SlotFactory;
import io.togglebolt.slot.SlotOptions;
import io.togglebolt.slot.SlotOwner;
import io.togglebolt.slot.SlotRegistry;
import java.util.function.BooleanSupplier;

/** Makes slots that share a clock, a scheduler, a journal and metrics. */
public final class SlotWorkshop implements SlotFactory {
  private final Surroundings surroundings;
  private final SlotRegistry registry;
  private final long removeWaitMillis;

  /** Over the system's clock and threads of its own, which begin with the first hand-over. */
  public SlotWorkshop() {
    this(() -> false);
  }

  /** The same, which hands nothing over while {@code stopping}. */
  SlotWorkshop(BooleanSupplier stopping) {
    this(
        Clock.system(),
        new LazyScheduler("togglebolt-slot"),
        Metrics.none(),
        stopping,
        CandidateSet.REMOVE_WAIT_MILLIS);
  }

  SlotWorkshop(
      Clock clock,
      Scheduler scheduler,
      Metrics metrics,
      BooleanSupplier stopping,
      long removeWaitMillis) {
    Journal journal = new Journal();
    OpenSlots slots = new OpenSlots();
    surroundings =
        new Surroundings(clock, scheduler, new SlotMetrics(metrics), journal, slots, stopping);
    registry = slots.registry(journal);
    this.removeWaitMillis = removeWaitMillis;
  }

  @Override
  public <F> Candidates<F> candidates() {
    return new CandidateSet<>(surroundings.stopping(), removeWaitMillis);
  }

  @Override
  public <F, P> Slot<P> open(SlotOptions options, Candidates<F> candidates, SlotOwner<F, P> owner) {
    if (!(candidates instanceof CandidateSet<F> set)) {
      throw new IllegalArgumentException(
          "The candidates of slot "
              + options.kind()
              + " of "
              + options.owner()
              + " were not made by a SlotFactory: "
              + candidates.getClass().getName());
    }
    SlotMechanism<F, P> slot = new SlotMechanism<>(options, set, owner, surroundings);
    slot.open();
    return slot;
  }

  @Override
  public SlotRegistry registry() {
    return registry;
  }

  @Override
  public SlotFactory with(Clock clock, Scheduler scheduler, Metrics metrics) {
    return new SlotWorkshop(clock, scheduler, metrics, surroundings.stopping(), removeWaitMillis);
  }

  /** The metrics, whose registry may come and go. */
  SlotMetrics metrics() {
    return surroundings.metrics();
  }

  /** Closes slots that are still open, so that nobody waits for ever, and then the scheduler. */
  void close() {
    surroundings.slots().closeAll();
    surroundings.scheduler().close();
  }
}
