package io.togglebolt.storage.engine.internal;

/**
 * What is free at one boundary between two write transactions. It is taken there in copies that
 * cost the writer next to nothing, however much waits to be taken in, and put together by whoever
 * looks, apart from the database. Belongs to one thread at a time.
 */
final class FreePages {
  private final RunSet pages;
  private final Releasing.Waiting waiting;
  private boolean whole;

  /** Copies, which this owns from now on: the free pages, and those yet to become some. */
  FreePages(RunSet pages, Releasing.Waiting waiting) {
    this.pages = pages;
    this.waiting = waiting;
  }

  /** A set that is whole already. */
  static FreePages of(RunSet all) {
    FreePages known = new FreePages(all, Releasing.Waiting.NOTHING);
    known.whole = true;
    return known;
  }

  /** All that is free. */
  RunSet all() {
    if (!whole) {
      waiting.runs().forEach(released -> released.forEach(pages::add));
      whole = true;
    }
    return pages;
  }
}
