package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.SpaceReport.FreeRuns;
import io.togglebolt.storage.SpaceReport.LengthClass;
import java.util.ArrayList;
import java.util.List;

/** Counts runs in classes of 1, 2, 3 to 4, 5 to 8 pages and so on: each ends at a power of two. */
final class FreeRunClasses {
  private final long[] runs = new long[Long.SIZE];
  private final long[] pages = new long[Long.SIZE];
  private long all;
  private long longest;

  /** How the pages of a set lie, which must not change meanwhile. */
  static FreeRuns of(RunSet free) {
    FreeRunClasses classes = new FreeRunClasses();
    free.forEach((start, length) -> classes.count(length));
    return classes.freeRuns();
  }

  void count(long length) {
    int place = Long.SIZE - Long.numberOfLeadingZeros(length - 1);
    runs[place]++;
    pages[place] += length;
    all++;
    longest = Math.max(longest, length);
  }

  FreeRuns freeRuns() {
    List<LengthClass> lengths = new ArrayList<>();
    for (int place = 0; place < runs.length; place++) {
      if (runs[place] > 0) {
        long to = place == Long.SIZE - 1 ? Long.MAX_VALUE : 1L << place;
        long from = place == 0 ? 1 : (1L << place - 1) + 1;
        lengths.add(new LengthClass(from, to, runs[place], pages[place]));
      }
    }
    return new FreeRuns(all, longest, lengths);
  }
}
