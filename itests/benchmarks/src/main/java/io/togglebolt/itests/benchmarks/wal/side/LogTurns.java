package io.togglebolt.itests.benchmarks.wal.side;

import io.togglebolt.itests.benchmarks.side.Request;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.wal.Wal;
import io.togglebolt.wal.WalStatus;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A log that is appended to turn by turn. Between the turns, when nobody looks, the segments that
 * it has left are deleted.
 */
final class LogTurns implements AutoCloseable {
  private static final int KEPT_SEGMENTS = 1;
  private static final long TERM = 1;

  private final Wal log;
  private final ReentrantLock order = new ReentrantLock();
  private final Appenders appenders = new Appenders();

  /** Changed by whoever holds {@link #order}, or is alone. */
  private long next = 1;

  /** Takes over a new log. */
  LogTurns(Wal log) {
    this.log = log;
  }

  /** One turn of the appenders: each saves an entry, waits until it is durable, and so on. */
  Map<String, Long> append(Request request) throws InterruptedException, ExecutionException {
    WalStatus before = log.status();
    Latencies latencies = new Latencies();
    long nanos =
        append(
            request.integer("appenders"),
            request.millisAsNanos("millis"),
            data(request.integer("size")),
            latencies);
    return answer(before, latencies, nanos);
  }

  /** The same; returns how many nanoseconds passed until the last one was done. */
  long append(int count, long nanos, byte[] data, Latencies latencies)
      throws InterruptedException, ExecutionException {
    long took =
        appenders.run(
            count,
            nanos,
            latencies,
            count == 1 ? () -> saveAlone(data) : () -> saveAmongOthers(data));
    shorten();
    return took;
  }

  private void saveAlone(byte[] data) throws InterruptedException {
    log.save(HardState.EMPTY, List.of(Entry.of(TERM, next, data)));
    next++;
  }

  /**
   * An entry has its index before it is appended, so those who append give themselves an order;
   * they wait for the disk outside of it.
   */
  private void saveAmongOthers(byte[] data) {
    CompletableFuture<Void> durable;
    order.lock();
    try {
      durable = log.append(HardState.EMPTY, List.of(Entry.of(TERM, next, data)));
      next++;
    } finally {
      order.unlock();
    }
    durable.join();
  }

  /**
   * One thread appends {@code bytes} in entries of {@code size} bytes, each a save of its own, and
   * is never more than {@code window} of them ahead of the disk.
   */
  Map<String, Long> stream(Request request) {
    byte[] data = data(request.integer("size"));
    int window = request.integer("window");
    long times = Math.ceilDiv(request.integer("bytes"), data.length);
    WalStatus before = log.status();
    Latencies latencies = new Latencies();
    Deque<Long> begun = new ArrayDeque<>(window);
    Deque<CompletableFuture<Void>> waiting = new ArrayDeque<>(window);
    long begin = System.nanoTime();
    for (long i = 0; i < times; i++) {
      if (waiting.size() == window) {
        waiting.remove().join();
        latencies.add(System.nanoTime() - begun.remove());
      }
      begun.add(System.nanoTime());
      waiting.add(log.append(HardState.EMPTY, List.of(Entry.of(TERM, next++, data))));
    }
    while (!waiting.isEmpty()) {
      waiting.remove().join();
      latencies.add(System.nanoTime() - begun.remove());
    }
    long nanos = System.nanoTime() - begin;
    shorten();
    return answer(before, latencies, nanos);
  }

  /** Saves of {@code entries} entries each, which are made beforehand and are not counted. */
  Map<String, Long> allocation(Request request) throws InterruptedException {
    byte[] data = data(request.integer("size"));
    int entries = request.integer("entries");
    int saves = request.integer("saves");
    List<List<Entry>> prepared = new ArrayList<>(saves);
    for (int i = 0; i < saves; i++) {
      Entry[] batch = new Entry[entries];
      for (int j = 0; j < entries; j++) {
        batch[j] = Entry.of(TERM, next++, data);
      }
      prepared.add(List.of(batch));
    }
    AllocatedBytes allocated = new AllocatedBytes();
    for (List<Entry> batch : prepared) {
      log.save(HardState.EMPTY, batch);
    }
    long bytes = allocated.sinceThen();
    shorten();
    return Map.of("allocated", bytes, "saves", (long) saves);
  }

  private Map<String, Long> answer(WalStatus before, Latencies latencies, long nanos) {
    WalStatus after = log.status();
    return Answers.saves(
        latencies, after.savedBytes() - before.savedBytes(), after.syncs() - before.syncs(), nanos);
  }

  private void shorten() {
    log.release(next);
    log.purge(KEPT_SEGMENTS);
  }

  static byte[] data(int size) {
    byte[] data = new byte[size];
    Arrays.fill(data, (byte) 'x');
    return data;
  }

  @Override
  public void close() {
    appenders.close();
    log.close();
  }
}
