package io.togglebolt.raft;

import java.util.Objects;

/**
 * What a snapshot stands for.
 *
 * @param confState who belonged to the cluster at that entry
 * @param index the last entry that it holds
 * @param term that entry's term
 */
public record SnapshotMetadata(ConfState confState, long index, long term) {
  /** Checks that nothing is null. */
  public SnapshotMetadata {
    Objects.requireNonNull(confState, "confState");
  }
}
