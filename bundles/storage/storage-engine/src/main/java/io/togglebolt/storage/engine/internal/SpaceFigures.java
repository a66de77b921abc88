package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.SpaceReport;
import io.togglebolt.storage.SpaceReport.FreeRuns;

/**
 * What metrics show of the pages: all of one boundary between two write transactions, so that it
 * adds up.
 *
 * @param freePages pages that may be handed out, or {@link SpaceReport#UNKNOWN}
 * @param pendingPages pages that were freed and not released since
 * @param releasablePages pending pages that no open reader can see
 * @param heldPages pending pages that the reader of the oldest state can see
 * @param freeRuns how the free pages lie
 */
record SpaceFigures(
    long freePages, long pendingPages, long releasablePages, long heldPages, FreeRuns freeRuns) {}
