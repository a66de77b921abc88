package io.togglebolt.raft;

/** A proposal is larger than the member takes. */
public final class ProposalTooLargeException extends RaftException {
  private static final long serialVersionUID = 1L;

  /** With a message. */
  public ProposalTooLargeException(String message) {
    super(message);
  }
}
