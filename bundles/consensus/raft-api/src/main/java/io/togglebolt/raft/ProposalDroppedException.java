package io.togglebolt.raft;

import java.util.Objects;

/** A proposal goes nowhere. Whoever proposed may try again, later or elsewhere. */
public final class ProposalDroppedException extends RaftException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** Why a proposal goes nowhere. */
  public enum Reason {
    /** Nobody leads, as far as this member knows. */
    NO_LEADER("nobody is known to lead"),
    /** Another leads, and this member passes nothing on. */
    NOT_FORWARDED("another member leads, and proposals are not passed on"),
    /** This member leads, but is not in the cluster any more. */
    NOT_IN_CLUSTER("this member leads but was removed from the cluster"),
    /** This member hands the leadership over. */
    TRANSFERRING("the leadership is being handed over"),
    /** Too much is not committed yet. */
    TOO_MUCH_UNCOMMITTED("too much that was proposed before is not committed yet");

    private final String words;

    Reason(String words) {
      this.words = words;
    }
  }

  /** With the reason, and what the member knows more. */
  public ProposalDroppedException(Reason reason, String more) {
    super("the proposal was dropped: " + reason.words + (more.isEmpty() ? "" : "; " + more));
    this.reason = Objects.requireNonNull(reason, "reason");
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
