package io.togglebolt.raft.core.internal.quorum;

/** How a vote stands. {@link #toString()} is etcd's name. */
public enum VoteResult {
  /** Those who have not answered decide. */
  PENDING("VotePending"),
  /** Whatever is still to come, there is no quorum for it. */
  LOST("VoteLost"),
  /** A quorum is for it. */
  WON("VoteWon");

  private final String name;

  VoteResult(String name) {
    this.name = name;
  }

  @Override
  public String toString() {
    return name;
  }
}
