package io.togglebolt.itests.benchmarks.space.side;

import io.togglebolt.itests.benchmarks.side.Request;
import io.togglebolt.itests.benchmarks.store.SplitMix64;
import io.togglebolt.storage.spi.PageAllocator;
import java.util.LinkedHashMap;
import java.util.Map;

/** An allocator by itself, full of free runs: takes a run and gives it back, again and again. */
final class AllocatorRuns {
  private static final int LONGEST_RUN = 32;
  private static final int SEED = 3;

  private final String name;
  private final int runs;
  private final int pages;
  private final int times;

  AllocatorRuns(Request request) {
    name = request.text("allocator");
    runs = request.integer("runs");
    pages = request.integer("pages");
    times = request.integer("times");
  }

  /** Answers with the median of an allocation, in nanoseconds, for three sets of free runs. */
  Map<String, Long> run() {
    Map<String, Long> answer = new LinkedHashMap<>();
    answer.put("none", measure(isolated()));
    PageAllocator lastFits = isolated();
    lastFits.free(2L * runs + 4, pages);
    answer.put("last", measure(lastFits));
    answer.put("mixed", measure(mixed()));
    return answer;
  }

  private PageAllocator empty() {
    return Parts.allocators().stream()
        .filter(factory -> factory.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no allocator " + name))
        .create();
  }

  /** Runs of one page each. */
  private PageAllocator isolated() {
    PageAllocator allocator = empty();
    for (long run = 0; run < runs; run++) {
      allocator.free(2 + 2 * run, 1);
    }
    return allocator;
  }

  /** Runs of all lengths, each as likely as another. */
  private PageAllocator mixed() {
    PageAllocator allocator = empty();
    SplitMix64 random = new SplitMix64(SEED);
    long at = 2;
    for (int run = 0; run < runs; run++) {
      long length = 1 + random.below(LONGEST_RUN);
      allocator.free(at, length);
      at += length + 1;
    }
    return allocator;
  }

  /** Only the allocation is timed; half of all times come before those that count. */
  private long measure(PageAllocator allocator) {
    Timing timing = new Timing();
    for (int i = 0; i < times; i++) {
      long begin = System.nanoTime();
      long found = allocator.allocate(pages);
      long took = System.nanoTime() - begin;
      if (i >= times / 2) {
        timing.add(took);
      }
      if (found != PageAllocator.NO_RUN) {
        allocator.free(found, pages);
      }
    }
    return timing.median();
  }
}
