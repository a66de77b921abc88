package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.spi.PendingRun;
import java.util.Collection;

/**
 * A database's space between two write transactions. Taken with the writer lock held, used without
 * it: by one thread, since a set of runs is changed by being copied.
 *
 * @param free what is free; whoever uses the snapshot owns it
 * @param waiting what was released and is yet to be taken in; whoever uses the snapshot owns it
 * @param pending what is pending
 * @param tags what is known of live pages
 * @param highWater the page after the last one in use
 * @param pageSizeBytes the size of a page
 */
record ShadowStart(
    RunSet free,
    Releasing.Waiting waiting,
    Collection<PendingRun> pending,
    Ledger.Tags tags,
    long highWater,
    int pageSizeBytes) {

  /** The same for another owner. Called before the first one begins to use it. */
  ShadowStart copy() {
    return new ShadowStart(free.copy(), waiting.copy(), pending, tags, highWater, pageSizeBytes);
  }
}
