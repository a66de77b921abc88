package io.togglebolt.raft;

/** What became of a snapshot that was sent. */
public enum SnapshotStatus {
  /** The peer has received it. */
  FINISHED,
  /** It did not arrive. */
  FAILED
}
