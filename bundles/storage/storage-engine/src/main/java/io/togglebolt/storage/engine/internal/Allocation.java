package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.spi.PendingRun.Kind;
import io.togglebolt.storage.spi.PendingRun.Origin;

/**
 * A run that the open write transaction has taken.
 *
 * @param start its first page
 * @param pages how many pages
 * @param origin where it was taken from
 * @param kind what it will hold
 */
record Allocation(long start, int pages, Origin origin, Kind kind) {}
