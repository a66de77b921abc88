package io.togglebolt.raft;

/** A message came from nobody in the cluster. */
public final class UnknownPeerException extends RaftException {
  private static final long serialVersionUID = 1L;

  /** With a message. */
  public UnknownPeerException(String message) {
    super(message);
  }
}
