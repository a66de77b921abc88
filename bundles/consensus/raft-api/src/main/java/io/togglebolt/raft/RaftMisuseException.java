package io.togglebolt.raft;

/** A member was driven in the wrong order, or given what makes no sense. Nothing has changed. */
public final class RaftMisuseException extends RaftException {
  private static final long serialVersionUID = 1L;

  /** With a message. */
  public RaftMisuseException(String message) {
    super(message);
  }
}
