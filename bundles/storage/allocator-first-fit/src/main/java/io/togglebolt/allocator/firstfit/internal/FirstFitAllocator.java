package io.togglebolt.allocator.firstfit.internal;

import io.togglebolt.storage.spi.PageAllocator;
import io.togglebolt.storage.spi.PageSetDigest;
import java.util.Map;
import java.util.TreeMap;

/**
 * First fit by address, as bbolt's array freelist does it: the lowest run that is long enough is
 * cut at its low end. Here the set is kept as coalesced runs and not as single ids, and indexed by
 * their length, so that the cost of an allocation and of a free is logarithmic even where thousands
 * of runs are too short.
 */
final class FirstFitAllocator implements PageAllocator {
  /** First page to length in pages. Two runs never touch: they would be one. */
  private final TreeMap<Long, Long> runs = new TreeMap<>();

  private final LengthIndex index = new LengthIndex();
  private final PageSetDigest digest = new PageSetDigest();

  @Override
  public long allocate(int pages) {
    if (pages < 1) {
      throw new IllegalArgumentException(
          "cannot allocate a run of " + pages + " pages; expected 1 or more");
    }
    long start = index.lowest(runs, pages);
    if (start != NO_RUN) {
      long length = remove(start);
      if (length > pages) {
        put(start + pages, length - pages);
      }
      digest.remove(start, pages);
    }
    return start;
  }

  private void put(long start, long length) {
    Long before = runs.put(start, length);
    if (before != null) {
      index.remove(start, before);
    }
    index.add(start, length);
  }

  private long remove(long start) {
    long length = runs.remove(start);
    index.remove(start, length);
    return length;
  }

  @Override
  public void free(long start, long pages) {
    requireRun(start, pages);
    Map.Entry<Long, Long> below = runs.lowerEntry(start);
    Map.Entry<Long, Long> above = runs.ceilingEntry(start);
    if (below != null && end(below) > start) {
      throw new IllegalArgumentException("page " + start + " cannot be freed: it is free already");
    }
    if (above != null && above.getKey() < start + pages) {
      throw new IllegalArgumentException(
          "page " + above.getKey() + " cannot be freed: it is free already");
    }
    long from = start;
    long length = pages;
    if (below != null && end(below) == start) {
      from = below.getKey();
      length += below.getValue();
    }
    if (above != null && above.getKey() == start + pages) {
      remove(above.getKey());
      length += above.getValue();
    }
    put(from, length);
    digest.add(start, pages);
  }

  @Override
  public void reserve(long start, long pages) {
    requireRun(start, pages);
    // Runs that touch are one, so a run that is free lies in a single entry.
    Map.Entry<Long, Long> around = runs.floorEntry(start);
    if (around == null || end(around) < start + pages) {
      throw new IllegalArgumentException(
          "pages "
              + start
              + " to "
              + (start + pages - 1)
              + " cannot be reserved: not all are free");
    }
    long above = end(around) - (start + pages);
    if (around.getKey() == start) {
      remove(start);
    } else {
      put(around.getKey(), start - around.getKey());
    }
    if (above > 0) {
      put(start + pages, above);
    }
    digest.remove(start, pages);
  }

  private static long end(Map.Entry<Long, Long> run) {
    return run.getKey() + run.getValue();
  }

  private static void requireRun(long start, long pages) {
    if (start < 2 || pages < 1) {
      throw new IllegalArgumentException(
          pages + " pages from page " + start + " are no run; expected 1 or more from page 2");
    }
  }

  @Override
  public PageSetDigest digest() {
    return digest.copy();
  }
}
