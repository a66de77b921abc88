package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.SpaceReport;
import io.togglebolt.storage.SpaceReport.FreeRuns;

/**
 * What metrics show of the pages beyond what each write transaction publishes at its end.
 *
 * @param freePages pages that may be handed out, or {@link SpaceReport#UNKNOWN}
 * @param releasablePages pending pages that no open reader can see
 * @param heldPages pending pages that the reader of the oldest state can see
 * @param freeRuns how the free pages lie
 */
record SpaceFigures(long freePages, long releasablePages, long heldPages, FreeRuns freeRuns) {}
