package io.togglebolt.raft.core.internal.log;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.SnapshotMetadata;

/**
 * What tells an entry from all others that any log of the cluster ever holds: a term has one
 * leader, which gives each index once (Raft paper, 5.3).
 *
 * @param term the term of the leader that appended it
 * @param index its place in the log
 */
public record EntryId(long term, long index) {
  /** The place before the first entry. */
  public static final EntryId NONE = new EntryId(0, 0);

  /** An entry's. */
  public static EntryId of(Entry entry) {
    return new EntryId(entry.term(), entry.index());
  }

  /** That of the last entry in a snapshot. */
  public static EntryId of(SnapshotMetadata metadata) {
    return new EntryId(metadata.term(), metadata.index());
  }
}
