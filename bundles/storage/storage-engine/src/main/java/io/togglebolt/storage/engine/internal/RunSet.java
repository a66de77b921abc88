package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.spi.PageSetDigest;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;
import org.jspecify.annotations.Nullable;

/**
 * A set of page ids, kept as runs that touch nothing. The owner's truth about free pages. Not
 * thread-safe.
 */
final class RunSet {
  /** Receives the runs of a set. */
  interface Visitor {
    /** One run: {@code pages} ids from {@code start} on. */
    void run(long start, long pages);
  }

  /** No run at all: page 0 holds a meta. */
  static final long NONE = 0;

  private final RunChunks runs;
  private final RunLengths lengths;
  private final PageSetDigest digest;

  RunSet() {
    this(new RunChunks(), new RunLengths(), new PageSetDigest());
  }

  private RunSet(RunChunks runs, RunLengths lengths, PageSetDigest digest) {
    this.runs = runs;
    this.lengths = lengths;
    this.digest = digest;
  }

  /** Adds a run of which no page is in the set; returns false, changing nothing, when one is. */
  boolean add(long start, long pages) {
    if (!isRun(start, pages)) {
      return false;
    }
    if (start > runs.pastLast()) {
      runs.append(start, pages);
      lengths.add(pages);
      digest.add(start, pages);
      return true;
    }
    return addAmong(start, pages);
  }

  private boolean addAmong(long start, long pages) {
    long end = start + pages;
    long below = runs.floor(end - 1);
    if (below != RunChunks.NOWHERE && runs.end(below) > start) {
      return false;
    }
    long above = runs.next(below);
    boolean meetsAbove = above != RunChunks.NOWHERE && runs.start(above) == end;
    long length = pages;
    if (meetsAbove) {
      length += runs.length(above);
      lengths.remove(runs.length(above));
    }
    if (below != RunChunks.NOWHERE && runs.end(below) == start) {
      lengths.remove(runs.length(below));
      length += runs.length(below);
      // Above first: what is removed there moves nothing below.
      if (meetsAbove) {
        runs.remove(above);
      }
      long known = runs.floor(start);
      runs.set(known, runs.start(known), length);
    } else if (meetsAbove) {
      runs.set(above, start, length);
    } else {
      runs.add(start, length);
    }
    lengths.add(length);
    digest.add(start, pages);
    return true;
  }

  /**
   * Removes a run of which all pages are in the set; returns false, changing nothing, when one is
   * not.
   */
  boolean remove(long start, long pages) {
    long holder = isRun(start, pages) ? runs.floor(start) : RunChunks.NOWHERE;
    if (holder == RunChunks.NOWHERE || runs.end(holder) < start + pages) {
      return false;
    }
    long from = runs.start(holder);
    long end = runs.end(holder);
    lengths.remove(end - from);
    long left = end - (start + pages);
    if (from < start) {
      runs.set(holder, from, start - from);
      lengths.add(start - from);
      if (left > 0) {
        runs.add(start + pages, left);
      }
    } else if (left > 0) {
      runs.set(holder, start + pages, left);
    } else {
      runs.remove(holder);
    }
    if (left > 0) {
      lengths.add(left);
    }
    digest.remove(start, pages);
    return true;
  }

  /** Whether any page of the run is in the set. */
  boolean touches(long start, long pages) {
    if (!isRun(start, pages)) {
      return false;
    }
    long below = runs.floor(start + pages - 1);
    return below != RunChunks.NOWHERE && runs.end(below) > start;
  }

  /** Whether all pages of the run are in the set. */
  boolean contains(long start, long pages) {
    if (!isRun(start, pages)) {
      return false;
    }
    long holder = runs.floor(start);
    return holder != RunChunks.NOWHERE && runs.end(holder) >= start + pages;
  }

  /** The run that holds a page, as its first page and its length, or null when none does. */
  long @Nullable [] runAt(long page) {
    long below = runs.floor(page);
    return below != RunChunks.NOWHERE && runs.end(below) > page
        ? new long[] {runs.start(below), runs.length(below)}
        : null;
  }

  /** Whether there can be such a run: sums that wrap would make nonsense look like pages. */
  private static boolean isRun(long start, long pages) {
    return start >= 0 && pages > 0 && start <= Long.MAX_VALUE - pages;
  }

  /** Where the lowest run of at least so many pages begins, or {@link #NONE}. */
  long lowest(long pages) {
    for (long run = runs.first(); run != RunChunks.NOWHERE; run = runs.next(run)) {
      if (runs.length(run) >= pages) {
        return runs.start(run);
      }
    }
    return NONE;
  }

  /** Where the run begins that ends just below the given page, or that page without such a run. */
  long startOfRunBelow(long end) {
    long last = runs.floor(end - 1);
    return last != RunChunks.NOWHERE && runs.end(last) == end ? runs.start(last) : end;
  }

  /** How many pages of the set lie below the given page; counted only up to {@code atMost}. */
  long pagesBelow(long end, long atMost) {
    long pages = 0;
    long run = runs.first();
    while (run != RunChunks.NOWHERE && runs.start(run) < end && pages < atMost) {
      pages += Math.min(runs.length(run), end - runs.start(run));
      run = runs.next(run);
    }
    return Math.min(pages, atMost);
  }

  long pages() {
    return digest.pages();
  }

  int runs() {
    return runs.size();
  }

  /** The length of the longest run of at most so many pages; 0 when there is none. */
  long longest(long atMost) {
    return lengths.floor(atMost);
  }

  PageSetDigest digest() {
    return digest;
  }

  /** Visits all runs, lowest first. The set must not change meanwhile. */
  void forEach(Visitor visitor) {
    runs.forEach(visitor);
  }

  /** All pages, ascending. The set must not change meanwhile. */
  PrimitiveIterator.OfLong ids() {
    return new PrimitiveIterator.OfLong() {
      private long run = runs.first();
      private long at;

      @Override
      public boolean hasNext() {
        return run != RunChunks.NOWHERE;
      }

      @Override
      public long nextLong() {
        if (run == RunChunks.NOWHERE) {
          throw new NoSuchElementException("no page is left");
        }
        long id = runs.start(run) + at;
        at++;
        if (at == runs.length(run)) {
          run = runs.next(run);
          at = 0;
        }
        return id;
      }
    };
  }

  /**
   * The same set, to be changed apart from this one, by another thread if need be. Takes a few
   * microseconds for each hundred thousand runs.
   */
  RunSet copy() {
    return new RunSet(runs.copy(), lengths.copy(), digest.copy());
  }
}
