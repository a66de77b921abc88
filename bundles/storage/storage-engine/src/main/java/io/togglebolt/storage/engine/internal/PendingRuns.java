package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.spi.PageSetDigest;
import io.togglebolt.storage.spi.PendingRun;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;

/**
 * The pending runs, found by their first page, in chunks that snapshots share with the original:
 * the original copies a chunk before it changes it for the first time after a snapshot. So a
 * snapshot of a million runs costs a few microseconds, and each chunk that changes later one copy
 * of two kilobytes.
 *
 * <p>The order is that of entering, except that whoever is removed gives its place to the last: it
 * depends on nothing but the history. A change that breaks off for want of memory has changed
 * nothing.
 *
 * <p>Not thread-safe; a snapshot is, since it never changes.
 */
final class PendingRuns {
  private static final int CAPACITY = 512;

  /** No place. */
  private static final int ABSENT = -1;

  private static final class Chunk {
    private final PendingRun[] runs;

    /** Written by the original only, and only while it is equal to the original's. */
    private final long generation;

    Chunk(PendingRun[] runs, long generation) {
      this.runs = runs;
      this.generation = generation;
    }
  }

  /** The places of the runs by their first pages. */
  private PageMap index = new PageMap();

  private PageSetDigest digest = new PageSetDigest();

  /** As many as the runs fill, and at most one more. */
  private final ArrayList<Chunk> chunks = new ArrayList<>();

  private int size;

  /** How many snapshots there have been. A chunk of an earlier generation may be in one. */
  private long generation;

  /** Adds a run; returns false, changing nothing, when there is one that begins at that page. */
  boolean add(PendingRun run) {
    if (index.get(run.start(), ABSENT) != ABSENT) {
      return false;
    }
    if (size / CAPACITY == chunks.size()) {
      chunks.add(new Chunk(new PendingRun[CAPACITY], generation));
    }
    Chunk last = writable(size / CAPACITY);
    index.reserve(run.start());
    index.put(run.start(), size);
    last.runs[size % CAPACITY] = run;
    digest.add(run.start(), run.pages());
    size++;
    return true;
  }

  /** Whether this very run, in all that it says, is there. */
  boolean contains(PendingRun run) {
    int place = (int) index.get(run.start(), ABSENT);
    return place != ABSENT && get(place).equals(run);
  }

  /** Removes this very run; returns false, changing nothing, when it is not there. */
  boolean remove(PendingRun run) {
    int place = (int) index.get(run.start(), ABSENT);
    if (place == ABSENT || !get(place).equals(run)) {
      return false;
    }
    int end = size - 1;
    Chunk holder = writable(place / CAPACITY);
    PendingRun last = get(end);
    index.put(last.start(), place);
    index.remove(run.start(), ABSENT);
    holder.runs[place % CAPACITY] = last;
    digest.remove(run.start(), run.pages());
    size = end;
    if (chunks.size() > end / CAPACITY + 1) {
      chunks.removeLast();
    }
    return true;
  }

  /** Removes all runs, in the time that one takes. */
  void clear() {
    PageMap empty = new PageMap();
    digest = new PageSetDigest();
    index = empty;
    chunks.clear();
    size = 0;
  }

  private PendingRun get(int place) {
    return chunks.get(place / CAPACITY).runs[place % CAPACITY];
  }

  private Chunk writable(int at) {
    Chunk chunk = chunks.get(at);
    if (chunk.generation != generation) {
      chunk = new Chunk(chunk.runs.clone(), generation);
      chunks.set(at, chunk);
    }
    return chunk;
  }

  int size() {
    return size;
  }

  /** What the runs hold together. Not to be changed, and good until the next change. */
  PageSetDigest digest() {
    return digest;
  }

  /** Visits all runs. They must not change meanwhile. */
  void forEach(Consumer<? super PendingRun> visitor) {
    for (int place = 0; place < size; place++) {
      visitor.accept(get(place));
    }
  }

  /** What is pending now. */
  Snapshot snapshot() {
    Snapshot snapshot = new Snapshot(chunks.toArray(Chunk[]::new), size, digest.copy());
    generation++;
    return snapshot;
  }

  /** What was pending at one moment: it never changes and may be used by any thread. */
  static final class Snapshot extends AbstractCollection<PendingRun> {
    private final Chunk[] chunks;
    private final int size;
    private final PageSetDigest digest;

    private Snapshot(Chunk[] chunks, int size, PageSetDigest digest) {
      this.chunks = chunks;
      this.size = size;
      this.digest = digest;
    }

    @Override
    public int size() {
      return size;
    }

    /** A summary of the pages. */
    PageSetDigest digest() {
      return digest.copy();
    }

    @Override
    public Iterator<PendingRun> iterator() {
      return new Iterator<>() {
        private int place;

        @Override
        public boolean hasNext() {
          return place < size;
        }

        @Override
        public PendingRun next() {
          if (place == size) {
            throw new NoSuchElementException("no run is left");
          }
          PendingRun run = chunks[place / CAPACITY].runs[place % CAPACITY];
          place++;
          return run;
        }
      };
    }
  }
}
