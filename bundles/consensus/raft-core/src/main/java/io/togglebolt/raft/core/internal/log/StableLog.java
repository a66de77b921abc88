package io.togglebolt.raft.core.internal.log;

import io.togglebolt.etcd.format.EntryCodec;
import io.togglebolt.raft.CompactedException;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.MemoryStorage;
import io.togglebolt.raft.RaftInvariantException;
import io.togglebolt.raft.Snapshot;
import io.togglebolt.raft.SnapshotMetadata;
import io.togglebolt.raft.SnapshotOutOfDateException;
import io.togglebolt.raft.UnavailableException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A stable log in memory. One lock guards everything, so any thread may call it; the lock is held
 * for as long as it takes to look at the entries that are asked for, and no longer.
 */
public final class StableLog implements MemoryStorage {
  private static final ConfState NOBODY =
      new ConfState(List.of(), List.of(), List.of(), List.of(), false);

  private final Object lock = new Object();
  private ChunkedEntries entries = new ChunkedEntries(1);
  private HardState hardState = HardState.EMPTY;
  private Snapshot snapshot = new Snapshot(new SnapshotMetadata(NOBODY, 0, 0), new byte[0]);
  // As of the last entry applied; null where nobody has said, so that it is the snapshot's.
  private @Nullable ConfState confState;
  private long compactedTerm;

  /** An empty one. */
  public StableLog() {}

  @Override
  public HardState hardState() {
    synchronized (lock) {
      return hardState;
    }
  }

  @Override
  public ConfState confState() {
    synchronized (lock) {
      return confState == null ? snapshot.metadata().confState() : confState;
    }
  }

  @Override
  public void setConfState(ConfState state) {
    Objects.requireNonNull(state, "state");
    synchronized (lock) {
      confState = state;
    }
  }

  @Override
  public void setHardState(HardState state) {
    synchronized (lock) {
      hardState = state;
    }
  }

  @Override
  public List<Entry> entries(long from, long to, long maxBytes) {
    if (from >= to) {
      throw new IllegalArgumentException(
          "entries [%d, %d) were asked for; expected at least one".formatted(from, to));
    }
    synchronized (lock) {
      requireNotCompacted(from, entries.first());
      requireThere(to - 1);
      Entry[] found = new Entry[fitting(from, to, maxBytes)];
      for (int i = 0; i < found.length; i++) {
        found[i] = entries.get(from + i);
      }
      return EntrySlice.of(found, 0, found.length);
    }
  }

  private int fitting(long from, long to, long maxBytes) {
    long bytes = EntryCodec.sizeOf(entries.get(from));
    long next = from + 1;
    while (next < to) {
      bytes += EntryCodec.sizeOf(entries.get(next));
      if (bytes > maxBytes) {
        break;
      }
      next++;
    }
    return Math.toIntExact(next - from);
  }

  @Override
  public long term(long index) {
    synchronized (lock) {
      long compacted = entries.first() - 1;
      requireNotCompacted(index, compacted);
      requireThere(index);
      return index == compacted ? compactedTerm : entries.get(index).term();
    }
  }

  @Override
  public long firstIndex() {
    synchronized (lock) {
      return entries.first();
    }
  }

  @Override
  public long lastIndex() {
    synchronized (lock) {
      return entries.end() - 1;
    }
  }

  @Override
  public Snapshot snapshot() {
    synchronized (lock) {
      return snapshot;
    }
  }

  @Override
  public void append(List<Entry> added) {
    if (added.isEmpty()) {
      return;
    }
    synchronized (lock) {
      requireSuccessive(added);
      long from = Math.max(entries.first(), added.getFirst().index());
      if (from > added.getLast().index()) {
        return;
      }
      if (from < entries.end()) {
        entries.cutFrom(from);
      }
      int skip = Math.toIntExact(from - added.getFirst().index());
      for (int i = skip; i < added.size(); i++) {
        entries.add(added.get(i));
      }
    }
  }

  private void requireSuccessive(List<Entry> added) {
    long first = added.getFirst().index();
    if (first > entries.end()) {
      throw new RaftInvariantException(
          "entries from index %d on leave a gap in the stable log; its last index is %d"
              .formatted(first, entries.end() - 1));
    }
    for (int i = 1; i < added.size(); i++) {
      if (added.get(i).index() != first + i) {
        throw new RaftInvariantException(
            "the entry behind index %d has index %d"
                .formatted(first + i - 1, added.get(i).index()));
      }
    }
  }

  @Override
  public void applySnapshot(Snapshot replacement) {
    SnapshotMetadata metadata = replacement.metadata();
    synchronized (lock) {
      // A cluster that begins may set its members by a snapshot of nothing.
      if (snapshot.metadata().index() != 0) {
        requireNewer(metadata.index());
      }
      snapshot = replacement;
      confState = null;
      entries = new ChunkedEntries(metadata.index() + 1);
      compactedTerm = metadata.term();
    }
  }

  @Override
  public Snapshot createSnapshot(long index, ConfState confState, byte[] data) {
    synchronized (lock) {
      requireNewer(index);
      long term = term(index);
      snapshot = new Snapshot(new SnapshotMetadata(confState, index, term), data);
      return snapshot;
    }
  }

  @Override
  public void compact(long index) {
    synchronized (lock) {
      requireNotCompacted(index, entries.first());
      requireThere(index);
      compactedTerm = entries.get(index).term();
      entries.cutBefore(index + 1);
    }
  }

  private void requireNewer(long index) {
    long held = snapshot.metadata().index();
    if (index <= held) {
      throw new SnapshotOutOfDateException(
          "the snapshot of index %d is out of date; one of index %d is held"
              .formatted(index, held));
    }
  }

  private void requireThere(long index) {
    if (index >= entries.end()) {
      throw new UnavailableException(
          "the entry of index %d is not there yet; the last one has index %d"
              .formatted(index, entries.end() - 1));
    }
  }

  private static void requireNotCompacted(long index, long least) {
    if (index < least) {
      throw new CompactedException(
          "the entry of index %d is gone; expected %d or above".formatted(index, least));
    }
  }
}
