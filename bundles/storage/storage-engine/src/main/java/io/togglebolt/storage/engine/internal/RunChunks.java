package io.togglebolt.storage.engine.internal;

import java.util.Arrays;

/**
 * Runs of pages, by their first page: a sorted map from long to long in chunks of plain arrays,
 * which takes 16 bytes a run and boxes nothing. Finding a run is logarithmic; adding and removing
 * one moves part of a chunk.
 *
 * <p>A copy shares the chunks with its original, and either side copies a chunk before it changes
 * it: so a million runs are copied in the time of a few thousand references. The two may then be
 * used by different threads, each by one.
 *
 * <p>A run is named by its place, which is good until the next change.
 */
final class RunChunks {
  private static final int CAPACITY = 512;

  /** Chunks that together hold no more are made one. */
  private static final int MERGED = CAPACITY / 2;

  /** No place. */
  static final long NOWHERE = -1;

  private static final class Chunk {
    private final long[] starts = new long[CAPACITY];
    private final long[] lengths = new long[CAPACITY];
    private int count;

    /** Set before the second holder can see it, and never unset. */
    private boolean shared;

    Chunk copy() {
      Chunk copy = new Chunk();
      copy.take(this, 0, count);
      return copy;
    }

    void take(Chunk source, int from, int to) {
      System.arraycopy(source.starts, from, starts, count, to - from);
      System.arraycopy(source.lengths, from, lengths, count, to - from);
      count += to - from;
    }

    void move(int from, int to) {
      System.arraycopy(starts, from, starts, to, count - from);
      System.arraycopy(lengths, from, lengths, to, count - from);
      count += to - from;
    }
  }

  private Chunk[] chunks;

  /** The first start of each chunk. */
  private long[] firsts;

  private int chunkCount;
  private int size;

  RunChunks() {
    this(new Chunk[1], new long[1], 0, 0);
  }

  private RunChunks(Chunk[] chunks, long[] firsts, int chunkCount, int size) {
    this.chunks = chunks;
    this.firsts = firsts;
    this.chunkCount = chunkCount;
    this.size = size;
  }

  /** How many runs there are. */
  int size() {
    return size;
  }

  long start(long place) {
    return chunks[chunkOf(place)].starts[indexOf(place)];
  }

  long length(long place) {
    return chunks[chunkOf(place)].lengths[indexOf(place)];
  }

  /** The page after the run's last. */
  long end(long place) {
    return start(place) + length(place);
  }

  /** The run that begins at or before the page and is the last to do so, or {@link #NOWHERE}. */
  long floor(long page) {
    int chunk = lastAtOrBelow(firsts, chunkCount, page);
    return chunk < 0
        ? NOWHERE
        : place(chunk, lastAtOrBelow(chunks[chunk].starts, chunks[chunk].count, page));
  }

  /** The first run, or {@link #NOWHERE}. */
  long first() {
    return size == 0 ? NOWHERE : place(0, 0);
  }

  /** The run after this one, or {@link #NOWHERE}; after nowhere comes the first. */
  long next(long place) {
    if (place == NOWHERE) {
      return first();
    }
    int chunk = chunkOf(place);
    int index = indexOf(place) + 1;
    if (index < chunks[chunk].count) {
      return place(chunk, index);
    }
    return chunk + 1 < chunkCount ? place(chunk + 1, 0) : NOWHERE;
  }

  /** Adds a run. There is none that begins at the same page. */
  void add(long start, long length) {
    size++;
    if (chunkCount == 0) {
      insertChunk(0, new Chunk());
    }
    int at = Math.max(0, lastAtOrBelow(firsts, chunkCount, start));
    Chunk chunk = writable(at);
    if (chunk.count == CAPACITY) {
      split(at);
      if (start >= firsts[at + 1]) {
        at++;
      }
      chunk = chunks[at];
    }
    int index = lastAtOrBelow(chunk.starts, chunk.count, start) + 1;
    chunk.move(index, index + 1);
    set(at, index, start, length);
  }

  /** The page after the last run's last, or 0 where there is no run. */
  long pastLast() {
    if (size == 0) {
      return 0;
    }
    Chunk last = chunks[chunkCount - 1];
    return last.starts[last.count - 1] + last.lengths[last.count - 1];
  }

  /**
   * Adds a run above all others. Where all come so, the chunks are full and nothing is searched.
   */
  void append(long start, long length) {
    if (chunkCount == 0 || chunks[chunkCount - 1].count == CAPACITY) {
      insertChunk(chunkCount, new Chunk());
      firsts[chunkCount - 1] = start;
    }
    Chunk last = writable(chunkCount - 1);
    last.starts[last.count] = start;
    last.lengths[last.count] = length;
    last.count++;
    size++;
  }

  /** Visits all runs, lowest first. */
  void forEach(RunSet.Visitor visitor) {
    for (int i = 0; i < chunkCount; i++) {
      Chunk chunk = chunks[i];
      for (int run = 0; run < chunk.count; run++) {
        visitor.run(chunk.starts[run], chunk.lengths[run]);
      }
    }
  }

  /** Changes a run, which stays between its neighbours. */
  void set(long place, long start, long length) {
    writable(chunkOf(place));
    set(chunkOf(place), indexOf(place), start, length);
  }

  private void set(int chunk, int index, long start, long length) {
    chunks[chunk].starts[index] = start;
    chunks[chunk].lengths[index] = length;
    firsts[chunk] = chunks[chunk].starts[0];
  }

  void remove(long place) {
    size--;
    int at = chunkOf(place);
    Chunk chunk = writable(at);
    chunk.move(indexOf(place) + 1, indexOf(place));
    if (chunk.count == 0) {
      removeChunk(at);
      return;
    }
    firsts[at] = chunk.starts[0];
    if (at + 1 < chunkCount && chunk.count + chunks[at + 1].count <= MERGED) {
      chunk.take(chunks[at + 1], 0, chunks[at + 1].count);
      removeChunk(at + 1);
    }
  }

  /** The same runs, to be changed apart from these. */
  RunChunks copy() {
    for (int i = 0; i < chunkCount; i++) {
      chunks[i].shared = true;
    }
    return new RunChunks(chunks.clone(), firsts.clone(), chunkCount, size);
  }

  private Chunk writable(int at) {
    Chunk chunk = chunks[at];
    if (chunk.shared) {
      chunk = chunk.copy();
      chunks[at] = chunk;
    }
    return chunk;
  }

  private void split(int at) {
    Chunk lower = chunks[at];
    Chunk upper = new Chunk();
    upper.take(lower, CAPACITY / 2, CAPACITY);
    lower.count = CAPACITY / 2;
    insertChunk(at + 1, upper);
    firsts[at + 1] = upper.starts[0];
  }

  private void insertChunk(int at, Chunk chunk) {
    if (chunkCount == chunks.length) {
      chunks = Arrays.copyOf(chunks, chunkCount * 2);
      firsts = Arrays.copyOf(firsts, chunkCount * 2);
    }
    System.arraycopy(chunks, at, chunks, at + 1, chunkCount - at);
    System.arraycopy(firsts, at, firsts, at + 1, chunkCount - at);
    chunks[at] = chunk;
    chunkCount++;
  }

  private void removeChunk(int at) {
    chunkCount--;
    System.arraycopy(chunks, at + 1, chunks, at, chunkCount - at);
    System.arraycopy(firsts, at + 1, firsts, at, chunkCount - at);
  }

  /** The last of the ascending values that is not above the page, or -1. */
  private static int lastAtOrBelow(long[] values, int count, long page) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (values[middle] <= page) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  private static long place(int chunk, int index) {
    return (long) chunk << Integer.SIZE | index;
  }

  private static int chunkOf(long place) {
    return (int) (place >>> Integer.SIZE);
  }

  private static int indexOf(long place) {
    return (int) place;
  }
}
