package io.togglebolt.raft.core.internal.log;

import io.togglebolt.raft.CompactedException;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.RaftInvariantException;
import io.togglebolt.raft.RaftStorage;
import io.togglebolt.raft.Snapshot;
import io.togglebolt.raft.UnavailableException;
import java.util.List;
import java.util.function.Predicate;

/**
 * Reads the stable log and what is not stable yet as one. It asks the latter first, which spares
 * the stable log's lock for most of what a member asks. One thread's.
 */
final class LogReader {
  private static final long UNKNOWN = Unstable.UNKNOWN;

  private final RaftStorage storage;
  private final Unstable unstable;

  LogReader(RaftStorage storage, Unstable unstable) {
    this.storage = storage;
    this.unstable = unstable;
  }

  /** See {@link RaftLog#firstIndex()}. */
  long firstIndex() {
    Snapshot snapshot = unstable.snapshot();
    return snapshot != null ? snapshot.metadata().index() + 1 : storage.firstIndex();
  }

  /** See {@link RaftLog#lastIndex()}. */
  long lastIndex() {
    long index = unstable.lastIndex();
    return index != UNKNOWN ? index : storage.lastIndex();
  }

  /** See {@link RaftLog#term}. */
  long term(long index) {
    long term = termOrUnknown(index);
    if (term != UNKNOWN) {
      return term;
    }
    long last = lastIndex();
    if (index > last) {
      throw new UnavailableException(
          "the entry of index " + index + " is not there yet; the last one has index " + last);
    }
    throw new CompactedException(
        "the entry of index " + index + " is gone; the first one has index " + firstIndex());
  }

  /** The term of an entry, {@link #UNKNOWN} where it is gone or not there yet. */
  long termOrUnknown(long index) {
    long term = unstable.term(index);
    if (term != UNKNOWN || index + 1 < firstIndex() || index > lastIndex()) {
      return term;
    }
    try {
      return storage.term(index);
    } catch (CompactedException | UnavailableException expected) {
      // It was compacted by another thread since its first index was read.
      return UNKNOWN;
    }
  }

  /** See {@link RaftLog#snapshot}. */
  Snapshot snapshot() {
    Snapshot snapshot = unstable.snapshot();
    return snapshot != null ? snapshot : storage.snapshot();
  }

  /** See {@link RaftLog#entries}. */
  List<Entry> entries(long from, long maxBytes) {
    long last = lastIndex();
    return from > last ? List.of() : slice(from, last + 1, maxBytes);
  }

  /** See {@link RaftLog#slice}. */
  List<Entry> slice(long lo, long hi, long maxBytes) {
    requireHeld(lo, hi);
    if (lo == hi) {
      return List.of();
    }
    long offset = unstable.offset();
    if (lo >= offset) {
      return EntrySlice.limit(unstable.slice(lo, hi), maxBytes);
    }
    long cut = Math.min(hi, offset);
    List<Entry> stable = stableEntries(lo, cut, maxBytes);
    if (hi == cut || stable.size() < cut - lo) {
      return stable;
    }
    long left = maxBytes - EntrySlice.sizeOf(stable);
    return left <= 0 ? stable : join(stable, unstable.slice(offset, hi), left);
  }

  private List<Entry> stableEntries(long lo, long hi, long maxBytes) {
    try {
      List<Entry> given = storage.entries(lo, hi, maxBytes);
      requireAsAsked(lo, hi, given);
      return given;
    } catch (UnavailableException missing) {
      throw new RaftInvariantException(
          "the stable log does not give the entries [%d, %d): %s"
              .formatted(lo, hi, missing.getMessage()));
    }
  }

  /**
   * A storage that gives other entries than it was asked for would make the member apply them, or
   * ask for ever.
   */
  private static void requireAsAsked(long lo, long hi, List<Entry> given) {
    if (given == null || given.isEmpty()) {
      throw wrong(lo, hi, "none");
    }
    if (given.size() > hi - lo) {
      throw wrong(lo, hi, given.size() + " entries");
    }
    for (int i = 0; i < given.size(); i++) {
      long index = given.get(i).index();
      if (index != lo + i) {
        throw wrong(lo, hi, "index " + index + " where " + (lo + i) + " was expected");
      }
    }
  }

  private static RaftInvariantException wrong(long lo, long hi, String given) {
    return new RaftInvariantException(
        "the stable log was asked for the entries [%d, %d) and gave %s".formatted(lo, hi, given));
  }

  private static List<Entry> join(List<Entry> stable, List<Entry> unstable, long leftBytes) {
    List<Entry> fitting = EntrySlice.limit(unstable, leftBytes);
    if (fitting.size() == 1 && EntrySlice.sizeOf(fitting) > leftBytes) {
      return stable;
    }
    Entry[] all = new Entry[stable.size() + fitting.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = i < stable.size() ? stable.get(i) : fitting.get(i - stable.size());
    }
    return EntrySlice.of(all, 0, all.length);
  }

  private void requireHeld(long lo, long hi) {
    if (lo > hi) {
      throw new RaftInvariantException(
          "entries [%d, %d) were asked for: they end before they begin".formatted(lo, hi));
    }
    long first = firstIndex();
    if (lo < first) {
      throw new CompactedException(
          "the entry of index " + lo + " is gone; the first one has index " + first);
    }
    long last = lastIndex();
    if (hi > last + 1) {
      throw new RaftInvariantException(
          "entries [%d, %d) were asked for; there are [%d, %d)".formatted(lo, hi, first, last + 1));
    }
  }

  /** See {@link RaftLog#scan}. */
  void scan(long lo, long hi, long pageBytes, Predicate<List<Entry>> visit) {
    long next = lo;
    while (next < hi) {
      List<Entry> page = slice(next, hi, pageBytes);
      if (!visit.test(page)) {
        return;
      }
      next += page.size();
    }
  }
}
