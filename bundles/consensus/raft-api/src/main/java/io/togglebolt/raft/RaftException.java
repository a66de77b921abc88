package io.togglebolt.raft;

/** What a member, or its log, refuses. Nothing has changed by what was refused. */
public abstract class RaftException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a message. */
  protected RaftException(String message) {
    super(message);
  }

  /** With a message and what led to it. */
  protected RaftException(String message, Throwable cause) {
    super(message, cause);
  }
}
