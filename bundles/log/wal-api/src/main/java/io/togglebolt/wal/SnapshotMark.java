package io.togglebolt.wal;

import io.togglebolt.raft.ConfState;
import org.jspecify.annotations.Nullable;

/**
 * Says in the log that the state up to an entry is kept elsewhere, in a snapshot.
 *
 * @param index the entry's index; 0 is the beginning of the log
 * @param term the entry's term
 * @param confState who belonged to the cluster then; null as etcd before 3.5 writes it
 */
public record SnapshotMark(long index, long term, @Nullable ConfState confState) {
  /** The mark with which every log begins. */
  public static final SnapshotMark BEGINNING = new SnapshotMark(0, 0, null);

  /** A mark that does not say who belonged to the cluster. */
  public static SnapshotMark of(long index, long term) {
    return new SnapshotMark(index, term, null);
  }
}
