package io.togglebolt.raft;

/** An entry was asked for that a snapshot has replaced. */
public final class CompactedException extends RaftException {
  private static final long serialVersionUID = 1L;

  /** With a message. */
  public CompactedException(String message) {
    super(message);
  }
}
