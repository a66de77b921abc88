package io.togglebolt.raft.core.internal.log;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.RaftInvariantException;
import io.togglebolt.raft.RaftLogger;
import io.togglebolt.raft.Snapshot;
import java.lang.System.Logger.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The end of a log that is not known to be stable: perhaps a snapshot, then entries. Part of it may
 * be on the way to the stable log ("in progress"); it is kept here all the same until whoever
 * writes it says that it can be read there.
 *
 * <p>The first entry here may have an index that the stable log holds too: then those there are to
 * be cut, and this is what counts.
 *
 * <p>Slices look at the array of entries. So a place in it is written once: where an entry is
 * replaced, or no place is left, the entries that stay move to a new array. One thread's.
 */
final class Unstable {
  /** What {@link #term} gives for an index that it does not know; no leader has such a term. */
  static final long UNKNOWN = -1;

  private static final Entry[] EMPTY = {};
  private static final int LEAST_CAPACITY = 8;
  private static final int MOST_EXPECTED = 1_024;

  private final RaftLogger logger;
  private @Nullable Snapshot snapshot;
  private boolean snapshotInProgress;
  private Entry[] array = EMPTY;
  private int head;
  private int size;

  /** How many entries a new array is to have room for, since the last one had as many. */
  private int expected = LEAST_CAPACITY;

  private long offset;
  private long offsetInProgress;

  Unstable(long offset, RaftLogger logger) {
    this.offset = offset;
    this.offsetInProgress = offset;
    this.logger = logger;
  }

  /** The index of the first entry, also of one yet to come. */
  long offset() {
    return offset;
  }

  /** The index behind the last entry that is being written. */
  long offsetInProgress() {
    return offsetInProgress;
  }

  /** How many entries there are. */
  int size() {
    return size;
  }

  /** The snapshot, whether it is being written or not. */
  @Nullable Snapshot snapshot() {
    return snapshot;
  }

  /** The index of the last entry, or of the snapshot where there is none; -1 for neither. */
  long lastIndex() {
    if (size > 0) {
      return offset + size - 1;
    }
    return snapshot == null ? UNKNOWN : snapshot.metadata().index();
  }

  /** The term of an entry or of the snapshot's last one; {@link #UNKNOWN} for all others. */
  long term(long index) {
    if (index >= offset && index < offset + size) {
      return array[head + (int) (index - offset)].term();
    }
    if (index < offset && snapshot != null && snapshot.metadata().index() == index) {
      return snapshot.metadata().term();
    }
    return UNKNOWN;
  }

  /** The entries that nobody writes yet. */
  List<Entry> nextEntries() {
    int inProgress = (int) (offsetInProgress - offset);
    return EntrySlice.of(array, head + inProgress, size - inProgress);
  }

  boolean hasNextEntries() {
    return size > offsetInProgress - offset;
  }

  /** The snapshot, unless it is being written. */
  @Nullable Snapshot nextSnapshot() {
    return snapshotInProgress ? null : snapshot;
  }

  /** All that there is, is being written from now on. */
  void acceptInProgress() {
    if (size > 0) {
      offsetInProgress = offset + size;
    }
    snapshotInProgress = snapshot != null;
  }

  /**
   * The stable log holds the entries up to one. Where the entry here is another by now, what was
   * written is not what is wanted, and nothing changes; the caller answers for it that no write is
   * under way that would take an entry with the same id out of the stable log again.
   */
  void stableTo(EntryId id) {
    long index = id.index();
    long term = term(index);
    if (term == UNKNOWN) {
      if (logger.isLoggable(Level.INFO)) {
        logger.log(Level.INFO, "entry at index " + index + " missing from unstable log; ignoring");
      }
      return;
    }
    if (index < offset) {
      info("entry at index " + index + " matched unstable snapshot; ignoring");
      return;
    }
    if (term != id.term()) {
      info(
          "entry at (index,term)=(%d,%d) mismatched with entry at (%d,%d) in unstable log; ignoring"
              .formatted(index, id.term(), index, term));
      return;
    }
    int stable = (int) (index + 1 - offset);
    head += stable;
    size -= stable;
    offset = index + 1;
    offsetInProgress = Math.max(offsetInProgress, offset);
    shrink();
  }

  /** The stable log holds the snapshot of an index. Another one here stays. */
  void stableSnapshotTo(long index) {
    if (snapshot != null && snapshot.metadata().index() == index) {
      snapshot = null;
      snapshotInProgress = false;
    }
  }

  /** A snapshot takes the place of everything. */
  void restore(Snapshot replacement) {
    snapshot = replacement;
    snapshotInProgress = false;
    clear(replacement.metadata().index() + 1);
  }

  /** Takes entries, in the place of those from the first one's index on; at least one. */
  void truncateAndAppend(List<Entry> entries) {
    long from = entries.getFirst().index();
    long end = offset + size;
    if (from > end) {
      throw new RaftInvariantException(
          "entries from index "
              + from
              + " on leave a gap behind the unstable log, which ends before index "
              + end);
    }
    if (from == end) {
      reserve(entries.size());
    } else if (from <= offset) {
      info("replace the unstable entries from index " + from);
      clear(from);
      reserve(entries.size());
    } else {
      info("truncate the unstable entries before index " + from);
      move((int) (from - offset), entries.size());
      // What is being written beyond the cut no longer is what is wanted there.
      offsetInProgress = Math.min(offsetInProgress, from);
    }
    put(entries);
  }

  /** The entries from {@code lo} to the one before {@code hi}, all of which must be here. */
  List<Entry> slice(long lo, long hi) {
    if (lo > hi || lo < offset || hi > offset + size) {
      throw new RaftInvariantException(
          "unstable entries [%d, %d) were asked for; there are [%d, %d)"
              .formatted(lo, hi, offset, offset + size));
    }
    return EntrySlice.of(array, head + (int) (lo - offset), (int) (hi - lo));
  }

  private void info(String line) {
    if (logger.isLoggable(Level.INFO)) {
      logger.log(Level.INFO, line);
    }
  }

  private void clear(long newOffset) {
    array = EMPTY;
    head = 0;
    size = 0;
    offset = newOffset;
    offsetInProgress = newOffset;
  }

  private void reserve(int more) {
    if (head + size + more > array.length) {
      move(size, more);
    }
  }

  /** Keeps the first entries, in a new array with room for as many again. */
  private void move(int keep, int more) {
    int needed = Math.addExact(keep, more);
    Entry[] target = new Entry[Math.max(expected, needed + keep)];
    System.arraycopy(array, head, target, 0, keep);
    array = target;
    head = 0;
    size = keep;
  }

  /** Lets go of entries that are stable, before they outnumber those that are not. */
  private void shrink() {
    if (size == 0) {
      expected = Math.clamp(head, LEAST_CAPACITY, MOST_EXPECTED);
      array = EMPTY;
      head = 0;
    } else if (head > size && head > LEAST_CAPACITY) {
      move(size, 0);
    }
  }

  private void put(List<Entry> entries) {
    for (int i = 0; i < entries.size(); i++) {
      array[head + size + i] = entries.get(i);
    }
    size += entries.size();
  }

  /** As etcd writes it. */
  @Override
  public String toString() {
    return "unstable.offset="
        + offset
        + ", unstable.offsetInProgress="
        + offsetInProgress
        + ", len(unstable.Entries)="
        + size;
  }
}
