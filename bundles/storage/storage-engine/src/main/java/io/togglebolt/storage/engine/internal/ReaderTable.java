package io.togglebolt.storage.engine.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which transactions open readers see. The one thing that readers and the writer must agree on
 * without a lock.
 *
 * <p>Protocol. A reader publishes the transaction that it wants in its entry, then reads the
 * current one again, and repeats if that moved. The writer publishes its new state first and scans
 * the entries afterwards. All these are volatile accesses, so they have one order: if the scan
 * missed a reader's entry, that reader's second look comes after the writer's publication, sees the
 * newer transaction and moves on to it. So every page that is handed out after the scan is one that
 * no reader, found or missed, stays with.
 *
 * <p>The same holds for mappings. The state that a reader settles on names its mapping, and one
 * that was replaced when transaction w was published is named by states before w only. If a scan
 * after that publication finds no reader before w, there is none, and none that it missed will stay
 * before w: {@link RetiredMappings} may unmap it. No reader touches a mapping before it has
 * settled.
 *
 * <p>Entering and leaving write to no memory that others write to as well, so that readers on
 * several processors do not slow each other down: a thread begins to look for an entry at a place
 * of its own and takes it with one compare-and-set. Leaving is a plain store with release order: a
 * scan that still sees the reader only keeps pages a little longer.
 *
 * <p>Where all places that a thread looks at are taken, it uses an entry beyond them. Those are
 * added under {@link #growing} and never removed; the array is replaced, not changed, so that a
 * scan needs no lock, and an entry is in the array before its reader first publishes.
 *
 * @param <R> what a reader leaves in its entry, to be found by {@link #forEach}
 */
final class ReaderTable<R> {
  private static final int PROBES = 4;
  private static final int LEAST_PLACES = 64;
  private static final int PLACES_PER_PROCESSOR = 4;

  private static final long FREE = -2;
  private static final long TAKEN = -1;

  /** Fibonacci hashing: threads with successive ids begin far from each other. */
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private static final VarHandle TXID;
  private static final VarHandle BEGUN;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      TXID = lookup.findVarHandle(Entry.class, "txid", long.class);
      BEGUN = lookup.findVarHandle(Entry.class, "begun", long.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  /** The transaction that something is the state of. */
  interface Snapshot {
    long txid();
  }

  /** One reader's place. Owned by that reader between {@link #enter} and {@link #leave}. */
  static final class Entry<R> {
    private final int index;
    private final boolean extra;
    private volatile long txid;
    private volatile long begun;
    private volatile @Nullable R reader;

    /** Keeps what other entries hold out of this one's cache lines. */
    @SuppressWarnings("unused")
    private long pad0, pad1, pad2, pad3, pad4, pad5, pad6, pad7, pad8, pad9, pad10, pad11;

    private Entry(int index, boolean extra, long txid) {
      this.index = index;
      this.extra = extra;
      this.txid = txid;
    }

    long txid() {
      return txid;
    }

    /** How many readers have begun here, this one included. For the owner. */
    long begun() {
      return begun;
    }

    int index() {
      return index;
    }

    /** Leaves word of who the reader is. By the owner, who has entered. */
    void show(R who) {
      reader = who;
    }
  }

  /** A monitor, since a lock whose taking overflows the stack may stay taken for ever. */
  private final Object growing = new Object();

  private final ConcurrentLinkedQueue<Entry<R>> idle = new ConcurrentLinkedQueue<>();
  private final int places;
  private volatile Entry<R>[] entries;

  /** A table with places for the processors of this machine. */
  ReaderTable() {
    this(
        Math.max(
            LEAST_PLACES,
            Integer.highestOneBit(
                    PLACES_PER_PROCESSOR * Runtime.getRuntime().availableProcessors() - 1)
                << 1));
  }

  /** A table with so many places, a power of two. */
  ReaderTable(int places) {
    this.places = places;
    Entry<R>[] all = newArray(places);
    for (int i = 0; i < places; i++) {
      all[i] = new Entry<>(i, false, FREE);
    }
    entries = all;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static <R> Entry<R>[] newArray(int length) {
    return new Entry[length];
  }

  /** Takes an entry for a reader of that thread. It is seen by scans once {@link #settle} was. */
  Entry<R> enter(long threadId) {
    Entry<R> entry = take(threadId);
    try {
      BEGUN.setOpaque(entry, entry.begun + 1);
      return entry;
    } catch (Throwable failed) {
      abandon(entry);
      throw failed;
    }
  }

  private Entry<R> take(long threadId) {
    Entry<R>[] all = entries;
    int start = (int) (threadId * GOLDEN >>> Integer.SIZE);
    for (int i = 0; i < PROBES; i++) {
      Entry<R> entry = all[start + i & places - 1];
      if (entry.txid == FREE && TXID.compareAndSet(entry, FREE, TAKEN)) {
        return entry;
      }
    }
    Entry<R> entry = idle.poll();
    return entry != null ? entry : grow();
  }

  /** Publishes the state that is current once the entry is visible, and returns it. */
  <S extends Snapshot> S settle(Entry<R> entry, Supplier<S> current) {
    S wanted = current.get();
    while (true) {
      entry.txid = wanted.txid();
      S now = current.get();
      if (now.txid() == wanted.txid()) {
        return now;
      }
      wanted = now;
    }
  }

  private Entry<R> grow() {
    synchronized (growing) {
      Entry<R>[] shorter = entries;
      Entry<R> entry = new Entry<>(shorter.length, true, TAKEN);
      Entry<R>[] longer = Arrays.copyOf(shorter, shorter.length + 1);
      longer[shorter.length] = entry;
      entries = longer;
      return entry;
    }
  }

  /** The reader sees nothing any more. The entry is then no longer its own. */
  void leave(Entry<R> entry) {
    entry.reader = null;
    if (entry.extra) {
      TXID.setRelease(entry, TAKEN);
      idle.add(entry);
    } else {
      TXID.setRelease(entry, FREE);
    }
  }

  /**
   * The same for a reader that failed as it began, perhaps for want of stack or memory: so it calls
   * nothing before the entry holds no page back any more.
   */
  void abandon(Entry<R> entry) {
    entry.reader = null;
    entry.txid = entry.extra ? TAKEN : FREE;
    if (entry.extra) {
      idle.add(entry);
    }
  }

  /** The transactions that open readers see, ascending, without duplicates. */
  long[] scan() {
    Entry<R>[] all = entries;
    long[] seen = new long[all.length];
    int count = 0;
    for (Entry<R> entry : all) {
      long txid = entry.txid;
      if (txid >= 0) {
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

  /** Hands over the readers that have left word of themselves and not left since. */
  void forEach(Consumer<R> action) {
    for (Entry<R> entry : entries) {
      R reader = entry.reader;
      if (reader != null) {
        action.accept(reader);
      }
    }
  }

  /** How many readers are open. */
  int open() {
    int open = 0;
    for (Entry<R> entry : entries) {
      open += entry.txid >= 0 ? 1 : 0;
    }
    return open;
  }

  /** How many readers have begun. */
  long begun() {
    long begun = 0;
    for (Entry<R> entry : entries) {
      begun += entry.begun;
    }
    return begun;
  }
}
