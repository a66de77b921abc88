package io.togglebolt.raft;

/** A snapshot was given that is no newer than the one that is there. */
public final class SnapshotOutOfDateException extends RaftException {
  private static final long serialVersionUID = 1L;

  /** With a message. */
  public SnapshotOutOfDateException(String message) {
    super(message);
  }
}
