package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.spi.PageSetDigest;
import java.util.Map;
import java.util.TreeMap;
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

  private final TreeMap<Long, Long> runs;
  private final PageSetDigest digest;

  RunSet() {
    this(new TreeMap<>(), new PageSetDigest());
  }

  private RunSet(TreeMap<Long, Long> runs, PageSetDigest digest) {
    this.runs = runs;
    this.digest = digest;
  }

  /** Adds a run of which no page is in the set; returns false, changing nothing, when one is. */
  boolean add(long start, long pages) {
    if (!isRun(start, pages)) {
      return false;
    }
    Map.Entry<Long, Long> before = runs.lowerEntry(start + pages);
    if (before != null && before.getKey() + before.getValue() > start) {
      return false;
    }
    long from = start;
    long length = pages;
    if (before != null && before.getKey() + before.getValue() == start) {
      from = before.getKey();
      length += before.getValue();
    }
    Long after = runs.remove(start + pages);
    runs.put(from, length + (after == null ? 0 : after));
    digest.add(start, pages);
    return true;
  }

  /**
   * Removes a run of which all pages are in the set; returns false, changing nothing, when one is
   * not.
   */
  boolean remove(long start, long pages) {
    Map.Entry<Long, Long> holder = isRun(start, pages) ? runs.floorEntry(start) : null;
    if (holder == null || holder.getKey() + holder.getValue() < start + pages) {
      return false;
    }
    long from = holder.getKey();
    long end = from + holder.getValue();
    if (from == start) {
      runs.remove(from);
    } else {
      runs.put(from, start - from);
    }
    if (end > start + pages) {
      runs.put(start + pages, end - start - pages);
    }
    digest.remove(start, pages);
    return true;
  }

  /** Whether any page of the run is in the set. */
  boolean touches(long start, long pages) {
    if (!isRun(start, pages)) {
      return false;
    }
    Map.Entry<Long, Long> before = runs.lowerEntry(start + pages);
    return before != null && before.getKey() + before.getValue() > start;
  }

  /** The run that holds a page, as its first page and its length, or null when none does. */
  long @Nullable [] runAt(long page) {
    Map.Entry<Long, Long> before = runs.floorEntry(page);
    return before != null && before.getKey() + before.getValue() > page
        ? new long[] {before.getKey(), before.getValue()}
        : null;
  }

  /** Whether there can be such a run: sums that wrap would make nonsense look like pages. */
  private static boolean isRun(long start, long pages) {
    return start >= 0 && pages > 0 && start <= Long.MAX_VALUE - pages;
  }

  /** Where the lowest run of at least so many pages begins, or {@link #NONE}. */
  long lowest(long pages) {
    for (Map.Entry<Long, Long> run : runs.entrySet()) {
      if (run.getValue() >= pages) {
        return run.getKey();
      }
    }
    return NONE;
  }

  /** Where the run begins that ends just below the given page, or that page without such a run. */
  long startOfRunBelow(long end) {
    Map.Entry<Long, Long> last = runs.lowerEntry(end);
    return last != null && last.getKey() + last.getValue() == end ? last.getKey() : end;
  }

  /** How many pages of the set lie below the given page; counted only up to {@code atMost}. */
  long pagesBelow(long end, long atMost) {
    long pages = 0;
    for (Map.Entry<Long, Long> run : runs.headMap(end).entrySet()) {
      pages += Math.min(run.getValue(), end - run.getKey());
      if (pages >= atMost) {
        return atMost;
      }
    }
    return pages;
  }

  long pages() {
    return digest.pages();
  }

  int runs() {
    return runs.size();
  }

  /** The different lengths of the runs, ascending. */
  long[] lengths() {
    return runs.values().stream().mapToLong(Long::longValue).sorted().distinct().toArray();
  }

  PageSetDigest digest() {
    return digest;
  }

  /** Visits all runs, lowest first. */
  void forEach(Visitor visitor) {
    runs.forEach(visitor::run);
  }

  RunSet copy() {
    return new RunSet(new TreeMap<>(runs), digest.copy());
  }
}
