package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.FreelistPersistence;
import io.togglebolt.storage.spi.PageAllocator;
import java.io.IOException;

/**
 * The last transaction of a session: it writes the list of free pages that the commits left out, so
 * that the next opening need not scan the file. Its meta speaks of the same root as the one before,
 * so whichever of the two a failure leaves on the disk, the file holds the same.
 */
final class ClosingList {
  private ClosingList() {}

  /**
   * Whether the file is to get a list: there is none, because something was committed in this
   * session or because none was found.
   */
  static boolean isDue(Space space, Meta last) {
    return space.persistence() == FreelistPersistence.LAZY
        && !last.freelistPersisted()
        && last.txid() < Meta.MAX_TXID
        && space.listedPages() <= FreelistPage.MAX_IDS;
  }

  /**
   * Writes the list. The caller holds the writer lock, and nobody gets it any more.
   *
   * @throws IOException when the disk refuses; the file is valid all the same
   */
  static void write(Space space, FileStore store, Meta last) throws IOException {
    int pageSize = last.pageSize();
    int pageCount = FreelistPage.pagesFor(space.listedPages(), pageSize);
    long start = space.takeAfterClose(pageCount);
    long highWater = last.highWater();
    if (start == PageAllocator.NO_RUN) {
      start = highWater;
      highWater += pageCount;
    }
    DirtyPages dirty = new DirtyPages(pageSize);
    try {
      dirty.add(start, pageCount);
      dirty.layOut();
      FreelistPage.write(
          dirty.memory(start, pageCount), start, pageCount, space.listedPages(), space.listedIds());
      store.settle(last);
      store.lengthen(highWater);
      store.write(dirty);
      store.sync();
    } finally {
      dirty.clear();
    }
    Meta next = new Meta(pageSize, last.root(), last.sequence(), start, highWater, last.txid() + 1);
    next.write(dirty.metaPage());
    store.writeMeta(dirty.metaPage(), next.page());
  }
}
