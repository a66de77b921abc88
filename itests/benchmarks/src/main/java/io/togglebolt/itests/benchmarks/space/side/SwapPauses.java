package io.togglebolt.itests.benchmarks.space.side;

import io.togglebolt.itests.benchmarks.side.Request;
import io.togglebolt.slot.SlotControl;
import io.togglebolt.slot.SwapRecord;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.Transaction;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Policies and allocators take turns while commits go on, over a file in which every second page is
 * free and those between are pending, since a reader holds them.
 */
final class SwapPauses {
  private static final long USE_MILLIS = 60_000;
  private static final int VALUE_BYTES = 100;
  private static final int KEYS = 100;
  private static final int COMMITS_BEFORE = 2_000;

  private final SpaceFile file;
  private final int pages;
  private final int times;
  private final List<String> policies;
  private final List<String> allocators;

  SwapPauses(SpaceFile file, Request request) {
    this.file = file;
    pages = request.integer("pages");
    times = request.integer("times");
    policies = List.of(request.text("policies").split(","));
    allocators = List.of(request.text("allocators").split(","));
  }

  Map<String, Long> run() throws InterruptedException, ExecutionException {
    Map<String, Long> answer = new LinkedHashMap<>();
    Queue<Long> pauses = new ConcurrentLinkedQueue<>();
    CountDownLatch swapped = new CountDownLatch(times);
    try (Database database = file.open();
        Transaction _ = database.beginRead()) {
      IsolatedPages.deleteEverySecondPage(database, 1, 2 * pages);
      answer.put("free", database.stats().freePages());
      answer.put("pending", database.stats().pendingPages());
      Timing before = Timing.repeat(COMMITS_BEFORE, USE_MILLIS, i -> commit(database, i));
      answer.put("commit99", before.percentile(99));
      file.slots().listen(record -> heard(record, pauses, swapped));
      Timing longest = swap(database);
      answer.put("commitLongest50", longest.percentile(50));
      answer.put("commitLongest99", longest.percentile(99));
      answer.put("commitLongest100", longest.percentile(100));
      // Swaps are told of on a thread of the slots' own, which may lag behind.
      if (!swapped.await(USE_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(
            swapped.getCount() + " of " + times + " swaps are not in the journal");
      }
    }
    Timing timing = new Timing();
    pauses.forEach(timing::add);
    answer.put("swaps", (long) pauses.size());
    answer.put("pause50", timing.percentile(50));
    answer.put("pause99", timing.percentile(99));
    answer.put("pause100", timing.percentile(100));
    return answer;
  }

  private static void heard(SwapRecord record, Queue<Long> pauses, CountDownLatch swapped) {
    if (record.event() == SwapRecord.Event.SWAPPED) {
      pauses.add(record.pauseNanos());
      swapped.countDown();
    }
  }

  /** Returns the longest commit that began during each swap. */
  private Timing swap(Database database) throws InterruptedException, ExecutionException {
    long[] longest = new long[times];
    AtomicInteger current = new AtomicInteger();
    try (ExecutorService operator = Executors.newSingleThreadExecutor()) {
      Future<?> swapping = operator.submit(() -> swapAll(database, current));
      for (int i = 0; !swapping.isDone(); i++) {
        int during = Math.min(current.get(), times - 1);
        long begin = System.nanoTime();
        commit(database, i);
        longest[during] = Math.max(longest[during], System.nanoTime() - begin);
      }
      swapping.get();
    }
    Timing timing = new Timing();
    Arrays.stream(longest).forEach(timing::add);
    return timing;
  }

  private @Nullable Void swapAll(Database database, AtomicInteger current)
      throws InterruptedException {
    List<Turns> turns =
        Stream.of(turns(database, "freelist", policies), turns(database, "allocator", allocators))
            .filter(each -> each.names.size() > 1)
            .toList();
    for (int i = 0; i < times; i++) {
      turns.get(i % turns.size()).next();
      current.incrementAndGet();
    }
    return null;
  }

  private static Turns turns(Database database, String kind, List<String> names) {
    return database.slots().stream()
        .filter(slot -> slot.kind().equals(kind))
        .findFirst()
        .map(slot -> new Turns(slot, names))
        .orElseThrow(() -> new IllegalStateException("the database has no slot " + kind));
  }

  /** A slot's parts, one after another. */
  private record Turns(SlotControl slot, List<String> names) {
    void next() throws InterruptedException {
      int serving = names.indexOf(slot.status().active());
      slot.use(names.get((serving + 1) % names.size()), USE_MILLIS);
    }
  }

  private static void commit(Database database, int number) {
    SpaceFile.put(database, number % KEYS, VALUE_BYTES, number);
  }
}
