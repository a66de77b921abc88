package io.togglebolt.storage.tck;

import io.togglebolt.storage.spi.PageAllocator;
import io.togglebolt.storage.spi.PageSetDigest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A set of free pages as simple as can be: one bit a page, everything found by looking. */
final class NaivePages {
  private static final int FIRST = 2;
  private static final int LONGEST = 15;

  private final BitSet free = new BitSet();
  private final int end;

  /** Pages from 2 to {@code end - 1}, none of them free. */
  NaivePages(int end) {
    this.end = end;
  }

  void give(long start, long pages) {
    free.set(Math.toIntExact(start), Math.toIntExact(start + pages));
  }

  void take(long start, long pages) {
    free.clear(Math.toIntExact(start), Math.toIntExact(start + pages));
  }

  boolean allFree(long start, long pages) {
    return start >= FIRST && free.nextClearBit(Math.toIntExact(start)) >= start + pages;
  }

  /** The first page of the lowest run of that many free pages. */
  long lowestFit(int pages) {
    int start = free.nextSetBit(0);
    while (start >= 0) {
      int past = free.nextClearBit(start);
      if (past - start >= pages) {
        return start;
      }
      start = free.nextSetBit(past);
    }
    return PageAllocator.NO_RUN;
  }

  /** The free runs, lowest first, each as long as can be. */
  List<Run> runs() {
    List<Run> runs = new ArrayList<>();
    int start = free.nextSetBit(0);
    while (start >= 0) {
      int past = free.nextClearBit(start);
      runs.add(new Run(start, past - start));
      start = free.nextSetBit(past);
    }
    return runs;
  }

  /** Some pages in a row that are all free, or all not free; null where chance found none. */
  @Nullable Run someRun(SplittableRandom random, boolean wantFree) {
    for (int attempt = 0; attempt < 10; attempt++) {
      int start = FIRST + random.nextInt(end - FIRST);
      if (free.get(start) == wantFree) {
        int past = wantFree ? free.nextClearBit(start) : free.nextSetBit(start);
        int limit = past < 0 ? end : Math.min(past, end);
        return new Run(start, 1 + random.nextInt(Math.min(limit - start, LONGEST)));
      }
    }
    return null;
  }

  PageSetDigest digest() {
    PageSetDigest digest = new PageSetDigest();
    free.stream().forEach(page -> digest.add(page, 1));
    return digest;
  }
}
