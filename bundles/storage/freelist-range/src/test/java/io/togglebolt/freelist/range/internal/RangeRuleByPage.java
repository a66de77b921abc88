package io.togglebolt.freelist.range.internal;

import io.togglebolt.storage.spi.PendingRun;
import io.togglebolt.storage.spi.PendingRun.Kind;
import io.togglebolt.storage.spi.PendingRun.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The range rule as naive as it can be written, page by page and without any memory of earlier
 * gaps, as a model for the real one. Every freeing transaction has a list of (page, allocating
 * transaction, or 0 where it is unknown).
 */
final class RangeRuleByPage {
  private record Page(long id, long allocatedBy) {}

  private final Map<Long, List<Page>> pending = new TreeMap<>();
  private final String freelistPages;

  RangeRuleByPage(String freelistPages) {
    this.freelistPages = freelistPages;
  }

  void freed(PendingRun run) {
    long allocatedBy = 0;
    if (run.origin() == Origin.FREELIST && run.offset() == 0) {
      allocatedBy = run.allocatedBy();
    }
    if (allocatedBy == 0 && run.kind() == Kind.FREELIST) {
      allocatedBy =
          switch (freelistPages) {
            case "original" -> run.freedBy();
            case "1.3" -> run.freedBy() - 1;
            case "1.4" -> 0;
            default -> throw new IllegalArgumentException(freelistPages);
          };
    }
    List<Page> pages = pending.computeIfAbsent(run.freedBy(), freedBy -> new ArrayList<>());
    for (int i = 0; i < run.pages(); i++) {
      pages.add(new Page(run.start() + i, allocatedBy));
    }
  }

  /** Starts a write transaction: the ids of the pages released. */
  SortedSet<Long> release(long[] readers) {
    SortedSet<Long> released = new TreeSet<>();
    if (readers.length == 0) {
      release(Long.MAX_VALUE, released);
      return released;
    }
    release(readers[0] - 1, released);
    long begin = readers[0];
    for (long reader : readers) {
      releaseRange(begin, reader - 1, released);
      begin = reader + 1;
    }
    releaseRange(begin, Long.MAX_VALUE, released);
    return released;
  }

  private void release(long upTo, SortedSet<Long> released) {
    for (Map.Entry<Long, List<Page>> freeing : pending.entrySet()) {
      if (freeing.getKey() <= upTo) {
        freeing.getValue().forEach(page -> released.add(page.id));
        freeing.getValue().clear();
      }
    }
  }

  private void releaseRange(long begin, long end, SortedSet<Long> released) {
    for (Map.Entry<Long, List<Page>> freeing : pending.entrySet()) {
      if (freeing.getKey() < begin || freeing.getKey() > end) {
        continue;
      }
      for (Page page : List.copyOf(freeing.getValue())) {
        if (page.allocatedBy >= begin && page.allocatedBy <= end) {
          released.add(page.id);
          freeing.getValue().remove(page);
        }
      }
    }
  }
}
