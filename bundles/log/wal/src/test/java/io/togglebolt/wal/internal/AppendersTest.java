package io.togglebolt.wal.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.runtime.Clock;
import io.togglebolt.runtime.Scheduler;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.wal.ReplayedLog;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.Wal;
import io.togglebolt.wal.WalOptions;
import io.togglebolt.wal.dsync.internal.DsyncWalWriterFactory;
import io.togglebolt.wal.segmented.internal.SegmentedWalWriterFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many threads at once, with real threads in the background, over a disk in memory. */
@Timeout(120)
class AppendersTest {
  private static final int THREADS = 8;
  private static final int SAVES = 400;

  private final SimulatedDisk disk = new SimulatedDisk();
  private final LogFactory factory =
      new LogFactory(
          disk,
          Clock.system(),
          Scheduler.background("test-log"),
          new io.togglebolt.slot.internal.SlotWorkshop(),
          List.of(new SegmentedWalWriterFactory(), new DsyncWalWriterFactory()));

  /** The lock gives each entry its index; the order of the calls is that of the indexes. */
  private final Object order = new Object();

  private long nextIndex = 1;
  private CompletableFuture<Void> newest = CompletableFuture.completedFuture(null);

  private CompletableFuture<Void> append(Wal log, int thread, int number) {
    synchronized (order) {
      byte[] data = (thread + ":" + number).getBytes(StandardCharsets.UTF_8);
      return log.append(HardState.EMPTY, List.of(Entry.of(1, nextIndex++, data)));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void futuresCompleteOnceAndInOrderWhileWritersTakeTurns(boolean swaps) throws Exception {
    WalOptions options =
        WalOptions.defaults().withName("log").withSegmentBytes(8_192).withBufferBytes(4_096);
    AtomicLong completed = new AtomicLong();
    AtomicInteger outOfOrder = new AtomicInteger();
    try (OpenLog log = (OpenLog) factory.create(House.LOG, House.METADATA, options);
        ExecutorService pool = Executors.newCachedThreadPool()) {
      int swapped = 0;
      if (swaps) {
        log.slot().use("dsync", 60_000);
        swapped++;
      }
      List<Future<?>> threads = new ArrayList<>();
      AtomicInteger running = new AtomicInteger(THREADS);
      for (int t = 0; t < THREADS; t++) {
        int thread = t;
        threads.add(
            pool.submit(
                () -> {
                  try {
                    for (int i = 0; i < SAVES; i++) {
                      CompletableFuture<Void> future;
                      synchronized (order) {
                        CompletableFuture<Void> before = newest;
                        future = append(log, thread, i);
                        newest = future;
                        // Whoever waits for a future may be the one who runs this, so this itself
                        // may be late; but what came before was completed before.
                        future.thenRun(
                            () -> {
                              completed.incrementAndGet();
                              outOfOrder.addAndGet(before.isDone() ? 0 : 1);
                            });
                      }
                      if (i % 7 == 0) {
                        future.get(60, TimeUnit.SECONDS);
                      }
                      if (i % 50 == 25) {
                        log.sync();
                      }
                    }
                  } finally {
                    running.decrementAndGet();
                  }
                  return null;
                }));
      }
      while (swaps && running.get() > 0) {
        log.slot().use(swapped++ % 2 == 0 ? "dsync" : "segmented", 60_000);
      }
      for (Future<?> thread : threads) {
        thread.get(60, TimeUnit.SECONDS);
      }
      log.sync();
      assertTrue(!swaps || swapped > 1, "swaps: " + swapped);
    }
    assertEquals(0, outOfOrder.get());
    assertEquals((long) THREADS * SAVES, completed.get());
    requireEachInOrder();
  }

  /** Each thread's entries are there, each once, in the order in which it appended them. */
  private void requireEachInOrder() {
    ReplayedLog replayed = new ReplayedLog();
    factory.open(House.LOG, SnapshotMark.BEGINNING, replayed, WalOptions.defaults()).close();
    Map<String, Integer> next = new HashMap<>();
    for (Entry entry : replayed.entries()) {
      String[] parts = new String(entry.data(), StandardCharsets.UTF_8).split(":", -1);
      assertEquals(next.getOrDefault(parts[0], 0), Integer.parseInt(parts[1]));
      next.merge(parts[0], 1, Integer::sum);
    }
    assertEquals(THREADS * SAVES, replayed.entries().size());
  }
}
