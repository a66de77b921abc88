package io.togglebolt.raft;

/** A snapshot is being made; ask again. */
public final class SnapshotTemporarilyUnavailableException extends RaftException {
  private static final long serialVersionUID = 1L;

  /** With a message. */
  public SnapshotTemporarilyUnavailableException(String message) {
    super(message);
  }
}
