package io.togglebolt.raft.core.internal.log;

import io.togglebolt.raft.Entry;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Successive entries by index, in chunks of a fixed size. To append never moves entries, to let go
 * of the first ones frees their chunks and moves nothing. The directory of chunks is a ring, which
 * doubles when it is full. Not thread-safe.
 */
final class ChunkedEntries {
  private static final int CHUNK_BITS = 8;
  private static final int CHUNK = 1 << CHUNK_BITS;

  private @Nullable Entry[] @Nullable [] directory = new Entry[4][];
  private long first;
  private long end;

  /** None; the first one will have this index. */
  ChunkedEntries(long first) {
    this.first = first;
    this.end = first;
  }

  /** The index of the first entry, or of the first one to come. */
  long first() {
    return first;
  }

  /** The index behind the last entry. */
  long end() {
    return end;
  }

  /** An entry that is there. */
  Entry get(long index) {
    Entry[] chunk = chunkOf(index);
    Entry entry = chunk == null ? null : chunk[slotOf(index)];
    if (entry == null || index < first || index >= end) {
      throw new IndexOutOfBoundsException(
          "index " + index + " is not in [" + first + ", " + end + ")");
    }
    return entry;
  }

  /** Takes an entry behind the last; its index is not looked at. */
  void add(Entry entry) {
    if ((end >>> CHUNK_BITS) - (first >>> CHUNK_BITS) >= directory.length) {
      grow();
    }
    int place = placeOf(end >>> CHUNK_BITS);
    Entry[] chunk = directory[place];
    if (chunk == null) {
      chunk = new Entry[CHUNK];
      directory[place] = chunk;
    }
    chunk[slotOf(end)] = entry;
    end++;
  }

  /** Lets go of the entries from an index on. */
  void cutFrom(long index) {
    drop(index, end);
    end = index;
  }

  /** Lets go of the entries before an index. */
  void cutBefore(long index) {
    drop(first, index);
    first = index;
  }

  /** Frees the chunks that lie wholly between; empties places of those at both sides. */
  private void drop(long from, long to) {
    long index = from;
    while (index < to) {
      long chunkEnd = Math.min(to, ((index >>> CHUNK_BITS) + 1) << CHUNK_BITS);
      Entry[] chunk = chunkOf(index);
      boolean whole = (index == first || slotOf(index) == 0) && slotOf(chunkEnd) == 0;
      if (whole) {
        directory[placeOf(index >>> CHUNK_BITS)] = null;
      } else if (chunk != null) {
        Arrays.fill(chunk, slotOf(index), slotOf(chunkEnd - 1) + 1, null);
      }
      index = chunkEnd;
    }
  }

  private void grow() {
    Entry[][] old = directory;
    long from = first >>> CHUNK_BITS;
    directory = new Entry[old.length * 2][];
    for (long number = from; number < from + old.length; number++) {
      directory[placeOf(number)] = old[(int) number & (old.length - 1)];
    }
  }

  private Entry @Nullable [] chunkOf(long index) {
    return directory[placeOf(index >>> CHUNK_BITS)];
  }

  private int placeOf(long number) {
    return (int) number & (directory.length - 1);
  }

  private static int slotOf(long index) {
    return (int) index & (CHUNK - 1);
  }
}
