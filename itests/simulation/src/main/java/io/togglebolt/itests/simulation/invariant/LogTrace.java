package io.togglebolt.itests.simulation.invariant;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.EntryType;
import java.util.Arrays;

/** The terms and contents of a log, as it was written. */
final class LogTrace {
  private static final long FNV_PRIME = 0x100000001b3L;

  private long[] terms = new long[64];
  private long[] contents = new long[64];
  private boolean[] changes = new boolean[64];
  private long base;
  private long baseTerm;
  private int size;

  /** A number for what an entry holds beside its place. */
  static long content(Entry entry) {
    long hash = entry.type().number() + 1;
    for (byte each : entry.data()) {
      hash = (hash ^ each) * FNV_PRIME;
    }
    return hash;
  }

  /** The index before the first entry. */
  long base() {
    return base;
  }

  /** The index of the last entry; the base when there is none. */
  long last() {
    return base + size;
  }

  /** The term of the last entry. */
  long lastTerm() {
    return term(last());
  }

  /** The term of an entry or of the base; -1 when it is not there. */
  long term(long index) {
    if (index == base) {
      return baseTerm;
    }
    return index < base || index > last() ? -1 : terms[at(index)];
  }

  /** What an entry holds; it must be there. */
  long content(long index) {
    return contents[at(index)];
  }

  /** Whether the entry, which must be there, changes the cluster. */
  boolean isChange(long index) {
    return changes[at(index)];
  }

  private int at(long index) {
    return (int) (index - base - 1);
  }

  /** Whether the entry, or the base, is there with that term. */
  boolean holds(long index, long term) {
    return term(index) == term;
  }

  /** A snapshot takes the place of everything. */
  void reset(long index, long term) {
    base = index;
    baseTerm = term;
    size = 0;
  }

  /** Takes an entry in the place of all from its index on. It must follow on what is there. */
  void put(Entry entry) {
    long index = entry.index();
    if (index <= base || index > last() + 1) {
      throw new IllegalStateException(
          "entry " + index + " does not follow on a log from " + (base + 1) + " to " + last());
    }
    size = at(index);
    if (size == terms.length) {
      terms = Arrays.copyOf(terms, 2 * size);
      contents = Arrays.copyOf(contents, 2 * size);
      changes = Arrays.copyOf(changes, 2 * size);
    }
    terms[size] = entry.term();
    contents[size] = content(entry);
    changes[size] = entry.type() != EntryType.NORMAL;
    size++;
  }
}
