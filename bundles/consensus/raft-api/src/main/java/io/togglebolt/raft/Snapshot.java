package io.togglebolt.raft;

import java.util.Arrays;
import java.util.Objects;

/**
 * A state machine's state in the place of the entries that led to it.
 *
 * @param metadata which entries those are
 * @param data the state, or whatever finds it. Not copied: whoever makes a snapshot gives the array
 *     away, and nobody changes it
 */
@SuppressWarnings("ArrayRecordComponent") // It may be large.
public record Snapshot(SnapshotMetadata metadata, byte[] data) {
  /** Checks that nothing is null. */
  public Snapshot {
    Objects.requireNonNull(metadata, "metadata");
    Objects.requireNonNull(data, "data");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Snapshot snapshot
        && snapshot.metadata.equals(metadata)
        && Arrays.equals(snapshot.data, data);
  }

  @Override
  public int hashCode() {
    return 31 * metadata.hashCode() + Arrays.hashCode(data);
  }

  @Override
  public String toString() {
    return "Snapshot[" + metadata + ", " + data.length + " bytes]";
  }
}
