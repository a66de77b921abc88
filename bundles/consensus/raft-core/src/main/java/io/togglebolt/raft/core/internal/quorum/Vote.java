package io.togglebolt.raft.core.internal.quorum;

/** What a member has answered so far to the question of a quorum. */
public enum Vote {
  /** Nothing yet. */
  MISSING,
  /** Yes. */
  GRANTED,
  /** No. */
  REJECTED;

  /** The vote that an answer is. */
  public static Vote of(boolean granted) {
    return granted ? GRANTED : REJECTED;
  }
}
