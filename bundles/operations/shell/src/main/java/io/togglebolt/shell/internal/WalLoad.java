package io.togglebolt.shell.internal;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.wal.Wal;
import io.togglebolt.wal.WalException;
import io.togglebolt.wal.WalStatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Appenders that save one entry after another, each waiting until its own is durable. One lock
 * orders them, since an entry's index must continue the one before; it is not held while anybody
 * waits for the disk.
 */
final class WalLoad {
  /**
   * What each entry begins with, to be recognised in a dump. No message begins with its first
   * letter, so it is never taken for one of etcd.
   */
  private static final byte[] WORDS = "wal:load ".getBytes(StandardCharsets.US_ASCII);

  private final Wal wal;
  private final int sizeBytes;
  private final int appenders;
  private final long term;
  private final Object order = new Object();
  private final LongAdder saves = new LongAdder();
  private final List<Latencies> latencies = new ArrayList<>();
  private final CountDownLatch ended;
  private long next;
  private volatile boolean over;
  private volatile @Nullable RuntimeException failure;

  WalLoad(Wal wal, int appenders, int sizeBytes) {
    this.wal = wal;
    this.appenders = appenders;
    this.sizeBytes = sizeBytes;
    WalStatus status = wal.status();
    term = Math.max(1, status.state().term());
    next = status.lastIndex() + 1;
    ended = new CountDownLatch(appenders);
  }

  /** Starts the appenders. */
  void start() {
    for (int i = 0; i < appenders; i++) {
      Latencies mine = new Latencies();
      latencies.add(mine);
      Thread.ofVirtual().name("wal-load-" + i).start(() -> run(mine));
    }
  }

  /** Random letters behind words that say where they come from. */
  static byte[] payload(SplittableRandom random, int sizeBytes) {
    byte[] data = Arrays.copyOf(WORDS, sizeBytes);
    for (int i = WORDS.length; i < sizeBytes; i++) {
      data[i] = (byte) random.nextInt('a', 'z' + 1);
    }
    return data;
  }

  private void run(Latencies mine) {
    byte[] data = payload(new SplittableRandom(), sizeBytes);
    try {
      // On a busy machine the time may be over before the first save, which is wanted all the same.
      do {
        long begun = System.nanoTime();
        save(data);
        mine.add(System.nanoTime() - begun);
        saves.increment();
      } while (!over);
    } catch (CompletionException refused) {
      fail(refused.getCause() instanceof WalException cause ? cause : refused);
    } catch (RuntimeException refused) {
      fail(refused);
    } catch (InterruptedException nobodyDoesThat) {
      over = true;
    } finally {
      ended.countDown();
    }
  }

  private void save(byte[] data) throws InterruptedException {
    if (appenders == 1) {
      wal.save(HardState.EMPTY, List.of(Entry.of(term, next, data)));
      next++;
      return;
    }
    CompletableFuture<Void> durable;
    synchronized (order) {
      durable = wal.append(HardState.EMPTY, List.of(Entry.of(term, next, data)));
      next++;
    }
    durable.join();
  }

  /** The first failure ends all: behind an entry that is missing there can be no others. */
  private void fail(RuntimeException refused) {
    synchronized (order) {
      if (failure == null) {
        failure = refused;
      }
      over = true;
    }
  }

  /** Whether all of them ended within that time. */
  boolean ended(long nanos) throws InterruptedException {
    return ended.await(nanos, TimeUnit.NANOSECONDS);
  }

  /** Ends them, each after the save that it waits for; an interrupt is kept for later. */
  void stop() {
    over = true;
    boolean interrupted = Thread.interrupted();
    while (true) {
      try {
        ended.await();
        break;
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** How many saves are durable by now. */
  long saves() {
    return saves.sum();
  }

  /** How long the saves took, when all have ended. */
  Latencies latencies() {
    Latencies all = new Latencies();
    latencies.forEach(all::addAll);
    return all;
  }

  /** Throws what a save failed with, if one did. */
  void requireSound() {
    RuntimeException first = failure;
    if (first != null) {
      throw first;
    }
  }
}
