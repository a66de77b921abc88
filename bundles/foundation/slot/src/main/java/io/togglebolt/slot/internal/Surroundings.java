package io.togglebolt.slot.internal;

import io.togglebolt.runtime.Clock;
import io.togglebolt.runtime.Scheduler;
import java.util.function.BooleanSupplier;

/**
 * What all slots of one factory share.
 *
 * @param clock measures every duration
 * @param scheduler runs hand-overs and wakes those who wait
 * @param metrics counts what the journal tells
 * @param journal keeps what happened
 * @param slots the open slots
 * @param stopping whether the whole framework is stopping, so that nothing is handed over any more
 */
record Surroundings(
    Clock clock,
    Scheduler scheduler,
    SlotMetrics metrics,
    Journal journal,
    OpenSlots slots,
    BooleanSupplier stopping) {}
