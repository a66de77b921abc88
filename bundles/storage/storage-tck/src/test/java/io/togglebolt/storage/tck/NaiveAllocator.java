package io.togglebolt.storage.tck;

import io.togglebolt.storage.spi.PageAllocator;
import io.togglebolt.storage.spi.PageSetDigest;
import io.togglebolt.storage.tck.ContractsCatchFaultsTest.AllocatorFault;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The free runs by their first page, first fit, with a fault on request. */
final class NaiveAllocator implements PageAllocator {
  private final AllocatorFault fault;
  private final NavigableMap<Long, Run> runs = new TreeMap<>();

  NaiveAllocator(AllocatorFault fault) {
    this.fault = fault;
  }

  @Override
  public long allocate(int pages) {
    if (fault == AllocatorFault.OVERLOOKS_LONG_RUNS && pages > 100) {
      return NO_RUN;
    }
    var order = fault == AllocatorFault.TAKES_THE_HIGHEST ? runs.descendingMap() : runs;
    for (Run run : order.values()) {
      long usable = run.pages() - (fault == AllocatorFault.STOPS_ONE_PAGE_SHORT ? 1 : 0);
      if (usable >= pages) {
        if (fault != AllocatorFault.HANDS_OUT_TWICE) {
          cut(run, run.start(), pages);
        }
        return run.start();
      }
    }
    return NO_RUN;
  }

  @Override
  public void free(long start, long pages) {
    long first = start;
    long past = start + pages;
    if (fault != AllocatorFault.DOES_NOT_COALESCE) {
      Map.Entry<Long, Run> before = runs.lowerEntry(start);
      if (before != null && before.getKey() + before.getValue().pages() == start) {
        first = before.getKey();
      }
      Run after = runs.remove(past);
      if (after != null) {
        past += after.pages();
      }
    }
    add(first, past - first);
  }

  @Override
  public void reserve(long start, long pages) {
    if (fault == AllocatorFault.IGNORES_RESERVATIONS) {
      return;
    }
    Map.Entry<Long, Run> around = runs.floorEntry(start);
    if (around != null && start + pages <= around.getKey() + around.getValue().pages()) {
      cut(around.getValue(), start, pages);
    }
  }

  private void cut(Run run, long start, long pages) {
    runs.remove(run.start());
    if (start > run.start()) {
      add(run.start(), start - run.start());
    }
    long past = start + pages;
    if (past < run.start() + run.pages()) {
      add(past, run.start() + run.pages() - past);
    }
  }

  private void add(long start, long pages) {
    runs.put(start, new Run(start, pages));
  }

  @Override
  public PageSetDigest digest() {
    PageSetDigest digest = new PageSetDigest();
    if (fault != AllocatorFault.FORGETS_ITS_DIGEST) {
      runs.values().forEach(run -> digest.add(run.start(), run.pages()));
    }
    return digest;
  }
}
