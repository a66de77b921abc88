package io.togglebolt.raft;

/**
 * What must never happen has: the member's state contradicts itself, its log or the protocol. The
 * member is stopped; what is on disk is to be left as it is.
 */
public final class RaftInvariantException extends RaftException {
  private static final long serialVersionUID = 1L;

  /** With a message that names what was found and what was expected. */
  public RaftInvariantException(String message) {
    super(message);
  }

  /** With a message, and the error that showed it: what the storage threw, for example. */
  public RaftInvariantException(String message, Throwable cause) {
    super(message, cause);
  }
}
