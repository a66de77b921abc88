package io.togglebolt.raft;

/** What a member does in its cluster. {@link #toString()} is etcd's name, as in its log lines. */
public enum RaftRole {
  /** Answers a leader or a candidate, and asks nobody. */
  FOLLOWER("StateFollower"),
  /** Asks for votes. */
  CANDIDATE("StateCandidate"),
  /** Appends what is proposed, for all. */
  LEADER("StateLeader"),
  /** Asks whether it would get the votes. */
  PRE_CANDIDATE("StatePreCandidate");

  private final String name;

  RaftRole(String name) {
    this.name = name;
  }

  @Override
  public String toString() {
    return name;
  }
}
