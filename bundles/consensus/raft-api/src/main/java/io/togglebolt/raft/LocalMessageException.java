package io.togglebolt.raft;

/** A message came from a peer that no peer may send. */
public final class LocalMessageException extends RaftException {
  private static final long serialVersionUID = 1L;

  /** With a message. */
  public LocalMessageException(String message) {
    super(message);
  }
}
