package io.togglebolt.raft;

/** An entry was asked for that is not there. */
public final class UnavailableException extends RaftException {
  private static final long serialVersionUID = 1L;

  /** With a message. */
  public UnavailableException(String message) {
    super(message);
  }
}
