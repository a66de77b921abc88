package io.togglebolt.raft.core.internal.confchange;

import io.togglebolt.raft.RaftException;

/** A change that the membership does not allow; it stays as it was. The text is etcd's. */
public final class ConfChangeRefusedException extends RaftException {
  private static final long serialVersionUID = 1L;

  /** Why a change is refused. */
  public enum Reason {
    /** It enters a joint configuration and there is one already. */
    ALREADY_JOINT("config is already joint"),
    /** It enters a joint configuration and nobody votes. */
    NO_VOTERS("can't make a zero-voter config joint"),
    /** It leaves a joint configuration and there is none. */
    NOT_JOINT("can't leave a non-joint config"),
    /** It changes a joint configuration otherwise than by leaving it. */
    SIMPLE_WHILE_JOINT("can't apply simple config change in joint config"),
    /** It would change several voters at once. */
    SEVERAL_VOTERS("more than one voter changed without entering joint config"),
    /** Nobody would be left to vote. */
    ALL_VOTERS_REMOVED("removed all voters");

    private final String text;

    Reason(String text) {
      this.text = text;
    }
  }

  private final Reason reason;

  /** For a reason. */
  public ConfChangeRefusedException(Reason reason) {
    super(reason.text);
    this.reason = reason;
  }

  /** Why the change is refused. */
  public Reason reason() {
    return reason;
  }
}
