package io.togglebolt.storage.engine.internal;

/** Which pages are in use in a committed state, and from that which are not. */
final class Reachable {
  private Reachable() {}

  /**
   * All pages from 2 to the high-water mark that are neither reachable nor the freelist's: the free
   * set of a file that does not persist it.
   *
   * @throws io.togglebolt.storage.CorruptPageException when the tree is damaged, so that nobody can
   *     tell
   * @throws io.togglebolt.storage.StorageException when the pages in use do not fit this heap
   */
  static RunSet unused(Pages pages, Meta meta) {
    return unused(pages, meta, HeapLimits.maxRuns());
  }

  /** The same, with so many runs of pages in use at most. */
  static RunSet unused(Pages pages, Meta meta, long mostRuns) {
    RunSet used = new RunSet();
    TreeWalk.Visitor collect =
        new TreeWalk.Visitor() {
          @Override
          public boolean page(long id, long run, PageView view) {
            if (!used.add(id, run)) {
              throw pages.corrupt(id, "found two references to it");
            }
            HeapLimits.requireRoomForRuns(pages.file(), used.runs(), mostRuns);
            return true;
          }

          @Override
          public void problem(long page, String message) {
            throw pages.corrupt(page, message);
          }
        };
    new TreeWalk(pages, collect).walk(meta.root());
    if (meta.freelistPersisted()) {
      used.add(meta.freelist(), pages.runLength(meta.freelist()));
    }
    return gaps(used, pages.highWater());
  }

  /** The pages from 2 to the high-water mark that are in no run of the set. */
  static RunSet gaps(RunSet used, long highWater) {
    RunSet gaps = new RunSet();
    long[] next = {2};
    used.forEach(
        (start, length) -> {
          if (start > next[0]) {
            gaps.add(next[0], start - next[0]);
          }
          next[0] = start + length;
        });
    if (next[0] < highWater) {
      gaps.add(next[0], highWater - next[0]);
    }
    return gaps;
  }
}
