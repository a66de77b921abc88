package io.togglebolt.itests.container;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.wal.Wal;
import io.togglebolt.wal.WalClosedException;
import io.togglebolt.wal.WalFactory;
import io.togglebolt.wal.WalRecord;
import io.togglebolt.wal.WalSummary;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Four threads that append numbered entries to one log: two have many appends under way, two wait
 * for each save. What is acknowledged must be acknowledged in order, and none may fail.
 */
final class LogAppenders implements AutoCloseable {
  private static final int EACH = 2;
  private static final int UNDER_WAY = 32;
  private static final long TERM = 3;

  private final Wal log;
  private final Object order = new Object();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicInteger refused = new AtomicInteger();
  private volatile boolean ending;
  private volatile Throwable failure;

  /** Guarded by {@link #order}, as the entries' order is that of the calls. */
  private long lastIndex;

  /** The last one whose future completed; written by whoever completes them, one after another. */
  private volatile long lastCompleted;

  /** Goes on behind what the log holds. */
  LogAppenders(Wal log) {
    this.log = log;
    lastIndex = log.status().lastIndex();
    lastCompleted = lastIndex;
    acknowledged.set(lastIndex);
    for (int number = 0; number < EACH; number++) {
      begin("appender " + number, this::append);
      begin("saver " + number, this::save);
    }
  }

  /** What a thread does until the end. */
  private interface Work {
    void run() throws Exception;
  }

  private void begin(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (WalClosedException closed) {
                refused.incrementAndGet();
              } catch (Throwable thrown) {
                failure = thrown;
              }
            },
            name);
    threads.add(thread);
    thread.start();
  }

  static Entry entry(long index) {
    byte[] data = new byte[(int) (64 + index * 37 % 600)];
    ByteBuffer.wrap(data).putLong(index);
    return Entry.of(TERM, index, data);
  }

  static HardState state(long index) {
    return new HardState(TERM, 1 + index % 5, index - 1);
  }

  private void append() throws Exception {
    Queue<CompletableFuture<Void>> underWay = new ArrayDeque<>();
    try {
      while (!ending) {
        synchronized (order) {
          long index = lastIndex + 1;
          underWay.add(
              log.append(HardState.EMPTY, List.of(entry(index)))
                  .whenComplete((_, thrown) -> completed(index, thrown)));
          lastIndex = index;
        }
        if (underWay.size() >= UNDER_WAY) {
          await(underWay.remove());
        }
      }
    } finally {
      // Whoever closes a log waits for what was appended before.
      while (!underWay.isEmpty()) {
        await(underWay.remove());
      }
    }
  }

  private static void await(CompletableFuture<Void> append) throws Exception {
    append.get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private void completed(long index, Throwable thrown) {
    if (thrown == null && index <= lastCompleted) {
      failure = new AssertionError("entry " + index + " completed after " + lastCompleted);
    }
    if (thrown == null) {
      lastCompleted = index;
      acknowledged.incrementAndGet();
    }
  }

  private void save() throws Exception {
    while (!ending) {
      synchronized (order) {
        long index = lastIndex + 1;
        log.save(state(index), List.of(entry(index)));
        lastIndex = index;
        acknowledged.incrementAndGet();
      }
    }
  }

  /** Waits until some more are acknowledged. */
  void awaitAppends(int more) {
    long goal = acknowledged.get() + more;
    Await.until(
        more + " more appends",
        log::status,
        () -> {
          requireNoFailure();
          return acknowledged.get() >= goal;
        });
  }

  void requireNoFailure() {
    Throwable thrown = failure;
    if (thrown != null) {
      throw new AssertionError("failed after " + acknowledged + " appends", thrown);
    }
  }

  /** Ends the threads; none of them may have failed, and everything is acknowledged. */
  @Override
  public void close() {
    ending = true;
    requireEnd(0);
  }

  /**
   * Waits for the threads to end because somebody closes the log. Nothing else may have failed, and
   * everything that was accepted is acknowledged.
   */
  void awaitRefusal() {
    requireEnd(threads.size());
  }

  private void requireEnd(int refusals) {
    for (Thread thread : threads) {
      Await.until(
          "this ends: " + thread, () -> List.of(thread.getStackTrace()), () -> !thread.isAlive());
    }
    requireNoFailure();
    synchronized (order) {
      assertEquals("acknowledged", lastIndex, acknowledged.get());
    }
    assertEquals("threads that found the log closed", refusals, refused.get());
  }

  /** How many entries the log holds by now, all of them acknowledged once this is closed. */
  long acknowledged() {
    return acknowledged.get();
  }

  /**
   * Looks at a log that is closed: it holds the entries to an index, in order, each once.
   *
   * @return what was seen
   */
  static WalSummary requireAll(Path directory, long lastIndex) throws Exception {
    return requireAll(Container.service(WalFactory.class, null), directory, lastIndex);
  }

  private static WalSummary requireAll(WalFactory logs, Path directory, long last) {
    AtomicLong seen = new AtomicLong();
    WalSummary summary =
        logs.tools()
            .scan(
                directory,
                (segment, offset, record) -> {
                  if (record instanceof WalRecord.LogEntry(Entry entry)) {
                    long index = seen.incrementAndGet();
                    assertEquals(segment + " at " + offset, index, entry.index());
                    assertArrayEquals("entry " + index, entry(index).data(), entry.data());
                  }
                  return true;
                });
    assertEquals("entries in " + directory, last, seen.get());
    return summary;
  }
}
