package io.togglebolt.storage.tck;

import io.togglebolt.storage.spi.PageAllocator;
import io.togglebolt.storage.spi.PageSetDigest;
import io.togglebolt.storage.tck.ContractsCatchFaultsTest.AllocatorFault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A list of runs, first fit, with a fault on request. */
final class NaiveAllocator implements PageAllocator {
  private final AllocatorFault fault;
  private final List<Run> runs = new ArrayList<>();

  NaiveAllocator(AllocatorFault fault) {
    this.fault = fault;
  }

  @Override
  public long allocate(int pages) {
    if (fault == AllocatorFault.OVERLOOKS_LONG_RUNS && pages > 100) {
      return NO_RUN;
    }
    List<Run> order = fault == AllocatorFault.TAKES_THE_HIGHEST ? runs.reversed() : runs;
    for (Run run : List.copyOf(order)) {
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
    Run freed = new Run(start, pages);
    if (fault != AllocatorFault.DOES_NOT_COALESCE) {
      for (Run run : List.copyOf(runs)) {
        if (run.start() + run.pages() == freed.start()
            || freed.start() + freed.pages() == run.start()) {
          runs.remove(run);
          freed = new Run(Math.min(run.start(), freed.start()), run.pages() + freed.pages());
        }
      }
    }
    runs.add(freed);
    runs.sort(Comparator.comparingLong(Run::start));
  }

  @Override
  public void reserve(long start, long pages) {
    if (fault == AllocatorFault.IGNORES_RESERVATIONS) {
      return;
    }
    for (Run run : List.copyOf(runs)) {
      if (run.start() <= start && start + pages <= run.start() + run.pages()) {
        cut(run, start, pages);
      }
    }
  }

  private void cut(Run run, long start, long pages) {
    runs.remove(run);
    if (start > run.start()) {
      runs.add(new Run(run.start(), start - run.start()));
    }
    long past = start + pages;
    if (past < run.start() + run.pages()) {
      runs.add(new Run(past, run.start() + run.pages() - past));
    }
    runs.sort(Comparator.comparingLong(Run::start));
  }

  @Override
  public PageSetDigest digest() {
    PageSetDigest digest = new PageSetDigest();
    if (fault != AllocatorFault.FORGETS_ITS_DIGEST) {
      runs.forEach(run -> digest.add(run.start(), run.pages()));
    }
    return digest;
  }
}
