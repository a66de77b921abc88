package io.togglebolt.storage.engine.internal;

import java.util.TreeMap;

/**
 * A set of page ids as bits, in chunks that are made when they are needed: its size follows the
 * pages that were looked at, not the ids that a file names.
 */
final class PageBits {
  private static final int CHUNK_BITS = 12;
  private static final int CHUNK_WORDS = 1 << CHUNK_BITS >> 6;

  /** What a chunk takes: its words, an entry of a tree map and a boxed number, rounded up. */
  private static final long BYTES_PER_CHUNK = CHUNK_WORDS * Long.BYTES + 128;

  private final TreeMap<Long, long[]> chunks = new TreeMap<>();

  /** Adds a page; returns false when it is in the set already. */
  boolean add(long page) {
    long[] words = chunks.computeIfAbsent(page >>> CHUNK_BITS, chunk -> new long[CHUNK_WORDS]);
    int word = word(page);
    long bit = 1L << page;
    boolean absent = (words[word] & bit) == 0;
    words[word] |= bit;
    return absent;
  }

  /** About how much of the heap the set takes. */
  long bytes() {
    return chunks.size() * BYTES_PER_CHUNK;
  }

  boolean contains(long page) {
    long[] words = chunks.get(page >>> CHUNK_BITS);
    return words != null && (words[word(page)] & 1L << page) != 0;
  }

  /** The least page of the set that is not below {@code page}, or -1. */
  long ceiling(long page) {
    for (var chunk : chunks.tailMap(page >>> CHUNK_BITS, true).entrySet()) {
      long base = chunk.getKey() << CHUNK_BITS;
      for (int word = base >= page ? 0 : word(page); word < CHUNK_WORDS; word++) {
        long bits = chunk.getValue()[word];
        if (base + (word << 6) < page) {
          bits &= -1L << page;
        }
        if (bits != 0) {
          return base + (word << 6) + Long.numberOfTrailingZeros(bits);
        }
      }
    }
    return -1;
  }

  /** The greatest page of the set that is not above {@code page}, or -1. */
  long floor(long page) {
    for (var chunk : chunks.headMap(page >>> CHUNK_BITS, true).descendingMap().entrySet()) {
      long base = chunk.getKey() << CHUNK_BITS;
      boolean whole = base + (1 << CHUNK_BITS) - 1 <= page;
      for (int word = whole ? CHUNK_WORDS - 1 : word(page); word >= 0; word--) {
        long bits = chunk.getValue()[word];
        if (base + (word << 6) + 63 > page) {
          bits &= -1L >>> (63 - (page & 63));
        }
        if (bits != 0) {
          return base + (word << 6) + 63 - Long.numberOfLeadingZeros(bits);
        }
      }
    }
    return -1;
  }

  private static int word(long page) {
    return (int) (page & ((1 << CHUNK_BITS) - 1)) >> 6;
  }
}
