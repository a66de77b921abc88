package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.spi.PageAllocator;
import io.togglebolt.storage.spi.PendingRun.Kind;

/** Takes the pages that a commit writes, from the free ones or at the file's end. */
final class CommitPages implements Placement.Taker {
  /**
   * While less than one page in so many is unused, a large commit that finds no run long enough
   * moves the file's end. In return the unused pages come to lie in longer runs.
   */
  private static final int UNUSED_SHARE = 4;

  /** The ceiling of a transaction that may take any page. */
  static final long NO_CEILING = Long.MAX_VALUE;

  private final Space space;
  private final DirtyPages dirty;
  private final Placing placing;
  private final long ceiling;
  private long highWater;

  /**
   * @param ceiling where the pages that tree pages may take end
   */
  CommitPages(Space space, DirtyPages dirty, Placing placing, long highWater, long ceiling) {
    this.ceiling = ceiling;
    this.space = space;
    this.dirty = dirty;
    this.placing = placing;
    this.highWater = highWater;
  }

  /** The page after the last one in use. */
  long highWater() {
    return highWater;
  }

  /** Takes a run for the freelist. */
  long takeFreelist(int pages) {
    long start = space.allocate(pages, Kind.FREELIST);
    if (start == PageAllocator.NO_RUN) {
      start = highWater;
      highWater += pages;
      space.tookFileEnd(start, pages, Kind.FREELIST);
    }
    dirty.add(start, pages);
    return start;
  }

  @Override
  public boolean takeFree(int from, int to) {
    int[] parts = new int[to - from];
    int sum = 0;
    for (int i = from; i < to; i++) {
      parts[i - from] = placing.pages(i);
      sum = Math.addExact(sum, parts[i - from]);
    }
    long start = space.allocate(sum, Kind.TREE);
    if (start == PageAllocator.NO_RUN) {
      return false;
    }
    requireBelowCeiling(start, sum);
    space.divide(parts);
    placing.setStarts(from, to, start);
    dirty.add(start, sum);
    return true;
  }

  private void requireBelowCeiling(long start, int pages) {
    if (start + pages > ceiling) {
      throw new NoRoomBelowException(pages, ceiling);
    }
  }

  @Override
  public long longestFree(long atMost) {
    return space.longestFree(atMost);
  }

  @Override
  public void takeFileEnd(int from, int to) {
    requireBelowCeiling(highWater, placing.pages(from));
    placing.setStarts(from, to, highWater);
    for (int i = from; i < to; i++) {
      int pages = placing.pages(i);
      space.tookFileEnd(highWater, pages, Kind.TREE);
      dirty.add(highWater, pages);
      highWater += pages;
    }
  }

  /** The rule for {@link #mayGrow()}. */
  static boolean mayGrow(long unusedPages, long highWater) {
    return unusedPages < highWater / UNUSED_SHARE;
  }

  @Override
  public boolean mayGrow() {
    return mayGrow(space.listedPages(), highWater);
  }
}
