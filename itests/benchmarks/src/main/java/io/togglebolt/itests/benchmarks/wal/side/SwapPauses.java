package io.togglebolt.itests.benchmarks.wal.side;

import io.togglebolt.itests.benchmarks.side.Request;
import io.togglebolt.runtime.Scheduler;
import io.togglebolt.slot.SlotControl;
import io.togglebolt.slot.SlotFactory;
import io.togglebolt.slot.SwapRecord;
import io.togglebolt.wal.Wal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The writers of a log take turns while appenders save. */
final class SwapPauses {
  private static final long USE_MILLIS = 60_000;
  private static final long SLICE_NANOS = 50_000_000;

  private final Path folder;
  private final SlotFactory slots = ServiceLoader.load(SlotFactory.class).findFirst().orElseThrow();

  /** In that folder. */
  SwapPauses(Path folder) {
    this.folder = folder;
  }

  Map<String, Long> run(Request request)
      throws IOException, InterruptedException, ExecutionException {
    List<String> writers = List.of(request.text("by").split(","));
    int appenders = request.integer("appenders");
    int times = request.integer("times");
    long apart = request.millisAsNanos("apart");
    byte[] data = LogTurns.data(request.integer("size"));
    Queue<Long> pauses = new ConcurrentLinkedQueue<>();
    CountDownLatch told = new CountDownLatch(times);
    slots.registry().listen(record -> heard(record, pauses, told));
    Latencies quiet = new Latencies();
    Latencies swapping = new Latencies();
    Latencies swaps = new Latencies();
    try (Scheduler background = Scheduler.background("benchmark");
        LogTurns log = new LogTurns(create(background, writers.getFirst()));
        ExecutorService operator = Executors.newSingleThreadExecutor()) {
      log.append(appenders, times * apart, data, new Latencies());
      log.append(appenders, times * apart, data, quiet);
      Future<?> done = operator.submit(() -> swap(slot(), writers, times, apart, swaps));
      while (!done.isDone()) {
        log.append(appenders, SLICE_NANOS, data, swapping);
      }
      done.get();
    }
    // Swaps are told of on a thread of the slots' own, which may lag behind.
    if (!told.await(USE_MILLIS, TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException(told.getCount() + " of " + times + " swaps were not told");
    }
    Latencies pause = new Latencies();
    pauses.forEach(pause::add);
    Map<String, Long> answer = new LinkedHashMap<>();
    answer.put("swaps", pause.count());
    answer.put("saves", swapping.count());
    put(answer, "quiet", quiet);
    put(answer, "swapping", swapping);
    put(answer, "pause", pause);
    put(answer, "swap", swaps);
    return answer;
  }

  private Wal create(Scheduler background, String writer) throws IOException {
    return Logs.create(Logs.factory(slots, background), folder, writer);
  }

  private SlotControl slot() {
    return slots.registry().slots().stream()
        .filter(slot -> slot.kind().equals("wal"))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("there is no slot of the kind wal"));
  }

  private static void heard(SwapRecord record, Queue<Long> pauses, CountDownLatch told) {
    if (record.event() == SwapRecord.Event.SWAPPED) {
      pauses.add(record.pauseNanos());
      told.countDown();
    }
  }

  /** One swap after another, and so long between them that the next segment can be prepared. */
  private static void swap(
      SlotControl slot, List<String> writers, int times, long apart, Latencies swaps) {
    for (int i = 0; i < times; i++) {
      LockSupport.parkNanos(apart);
      long begin = System.nanoTime();
      try {
        slot.use(writers.get((i + 1) % writers.size()), USE_MILLIS);
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted while swapping", e);
      }
      swaps.add(System.nanoTime() - begin);
    }
  }

  private static void put(Map<String, Long> answer, String name, Latencies latencies) {
    answer.put(name + "50", latencies.percentile(50));
    answer.put(name + "99", latencies.percentile(99));
    answer.put(name + "100", latencies.longest());
  }
}
