package io.togglebolt.storage.engine.internal;

import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Which transactions open readers see. The one thing that readers and the writer must agree on
 * without a lock.
 *
 * <p>Protocol. A reader publishes the transaction that it wants in its entry, then reads the
 * current one again, and repeats if that moved. The writer publishes its new meta first and scans
 * the entries afterwards. All these are volatile accesses, so they have one order: if the scan
 * missed a reader's entry, that reader's second look comes after the writer's publication, sees the
 * newer transaction and moves on to it. So every page that is handed out after the scan is one that
 * no reader, found or missed, stays with.
 *
 * <p>Entries are added under {@link #growing} and never removed; a closed reader's entry is used
 * again. The array is replaced, not changed, so that a scan needs no lock; an entry is in the array
 * before its reader first publishes.
 */
final class ReaderTable {
  private static final long IDLE = -1;

  /** One reader's place. Owned by that reader between {@link #enter} and {@link #leave}. */
  static final class Entry {
    private volatile long txid = IDLE;

    long txid() {
      return txid;
    }
  }

  private final ReentrantLock growing = new ReentrantLock();
  private final ConcurrentLinkedQueue<Entry> idle = new ConcurrentLinkedQueue<>();
  private volatile Entry[] entries = new Entry[0];

  /** Enters a reader at the transaction that is current once its entry is visible. */
  Entry enter(LongSupplier current) {
    Entry entry = idle.poll();
    if (entry == null) {
      entry = grow();
    }
    long wanted = current.getAsLong();
    while (true) {
      entry.txid = wanted;
      long now = current.getAsLong();
      if (now == wanted) {
        return entry;
      }
      wanted = now;
    }
  }

  private Entry grow() {
    growing.lock();
    try {
      Entry entry = new Entry();
      Entry[] longer = Arrays.copyOf(entries, entries.length + 1);
      longer[longer.length - 1] = entry;
      entries = longer;
      return entry;
    } finally {
      growing.unlock();
    }
  }

  /** The reader sees nothing any more. The entry is then no longer its own. */
  void leave(Entry entry) {
    entry.txid = IDLE;
    idle.add(entry);
  }

  /** The transactions that open readers see, ascending, without duplicates. */
  long[] scan() {
    Entry[] all = entries;
    long[] seen = new long[all.length];
    int count = 0;
    for (Entry entry : all) {
      long txid = entry.txid;
      if (txid != IDLE) {
        seen[count++] = txid;
      }
    }
    Arrays.sort(seen, 0, count);
    int distinct = 0;
    for (int i = 0; i < count; i++) {
      if (i == 0 || seen[i] != seen[i - 1]) {
        seen[distinct++] = seen[i];
      }
    }
    return Arrays.copyOf(seen, distinct);
  }
}
