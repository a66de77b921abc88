package io.togglebolt.storage.engine.internal;

import java.io.IOException;

/**
 * Where the file may end: after the pages that the two durable metas and all open readers speak of.
 * Guarded by the writer lock.
 */
final class FileEnd {
  private final FileStore store;
  private final Committed committed;
  private final OpenReaders readers;

  /** The transaction that the file held when it was opened. */
  private final long openedAt;

  /** Where the high-water mark went down. */
  private final Trims trims = new Trims();

  FileEnd(FileStore store, Committed committed, OpenReaders readers) {
    this.store = store;
    this.committed = committed;
    this.readers = readers;
    openedAt = committed.get().txid();
  }

  /** A meta is durable, and is about to become what new transactions see. */
  void published(Meta before, Meta next) {
    if (next.highWater() < before.highWater()) {
      trims.add(next.txid(), before.highWater());
    }
  }

  /**
   * Cuts the file. Until something was committed in this session the older meta's pages are not
   * known, and the file stays as it is.
   */
  void cut() throws IOException {
    Meta newest = committed.get();
    if (newest.txid() == openedAt) {
      return;
    }
    long[] seen = readers.scan();
    long oldest = seen.length == 0 ? Long.MAX_VALUE : seen[0];
    long since = Math.min(oldest, newest.txid() - 1);
    store.truncate(trims.highestSince(since, newest.highWater()));
  }
}
