package io.togglebolt.allocator.segregated.internal;

import io.togglebolt.storage.spi.PageAllocator;
import io.togglebolt.storage.spi.PageSetDigest;

/**
 * The lowest run that is long enough, cut at its low end. The free runs lie in address order in a
 * {@link RunTree}, whose every part knows the longest run in it; so what is too short is passed
 * over in whole parts, and an allocation of any length costs one way down the tree.
 *
 * <p>A call that throws has changed nothing: the only step that can want memory is the division of
 * a full node, which comes first and leaves the set as it is.
 */
final class SegregatedAllocator implements PageAllocator {
  private final RunTree runs = new RunTree();
  private final PageSetDigest digest = new PageSetDigest();

  @Override
  public long allocate(int pages) {
    if (pages < 1) {
      throw new IllegalArgumentException(
          "cannot allocate a run of " + pages + " pages; expected 1 or more");
    }
    if (!runs.seekLowest(pages)) {
      return NO_RUN;
    }
    long start = runs.start();
    takeHere(start, pages);
    digest.remove(start, pages);
    return start;
  }

  @Override
  public void free(long start, long pages) {
    requireRun(start, pages);
    if (runs.isEmpty() || start > runs.pastHighest()) {
      // A new allocator is filled lowest first: most frees of its life end here.
      runs.insert(start, pages);
    } else {
      freeAmong(start, pages);
    }
    digest.add(start, pages);
  }

  private void freeAmong(long start, long pages) {
    long end = start + pages;
    boolean meetsBelow = false;
    long from = start;
    if (runs.seekAtOrBelow(end - 1)) {
      if (runs.end() > start) {
        throw new IllegalArgumentException(
            "page " + Math.max(start, runs.start()) + " cannot be freed: it is free already");
      }
      meetsBelow = runs.end() == start;
      from = meetsBelow ? runs.start() : start;
    }
    long length = end - from;
    // From here on the run above is where the tree stands, if there is one.
    if (runs.seekAbove() && runs.start() == end) {
      length += runs.length();
      if (!meetsBelow) {
        runs.set(start, length);
        return;
      }
      runs.remove();
    }
    if (meetsBelow) {
      runs.seekAtOrBelow(from);
      runs.set(from, length);
    } else {
      runs.insert(start, length);
    }
  }

  @Override
  public void reserve(long start, long pages) {
    requireRun(start, pages);
    // Runs that touch are one, so a run that is free lies in a single entry.
    if (!runs.seekAtOrBelow(start) || runs.end() < start + pages) {
      throw new IllegalArgumentException(
          "pages "
              + start
              + " to "
              + (start + pages - 1)
              + " cannot be reserved: not all are free");
    }
    takeHere(start, pages);
    digest.remove(start, pages);
  }

  /** Takes pages out of the run where the tree stands. */
  private void takeHere(long start, long pages) {
    long from = runs.start();
    long past = start + pages;
    long above = runs.end() - past;
    if (from == start) {
      if (above > 0) {
        runs.set(past, above);
      } else {
        runs.remove();
      }
      return;
    }
    if (above > 0) {
      // First what can fail; for a moment the two overlap, and only their starts count then.
      runs.insert(past, above);
      runs.seekAtOrBelow(from);
    }
    runs.set(from, start - from);
  }

  private static void requireRun(long start, long pages) {
    if (start < 2 || pages < 1 || start > Long.MAX_VALUE - pages) {
      throw new IllegalArgumentException(
          pages + " pages from page " + start + " are no run; expected 1 or more from page 2");
    }
  }

  @Override
  public PageSetDigest digest() {
    return digest.copy();
  }

  /** What the runs are kept in, for tests of its shape. */
  RunTree runs() {
    return runs;
  }
}
