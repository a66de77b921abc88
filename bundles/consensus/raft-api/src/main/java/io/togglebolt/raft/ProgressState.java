package io.togglebolt.raft;

/** How a leader sends to a peer. {@link #toString()} is etcd's name, as in its log lines. */
public enum ProgressState {
  /** One message at a time, until it is known where the peer's log ends. */
  PROBE("StateProbe"),
  /** As much as may be in flight. */
  REPLICATE("StateReplicate"),
  /** Nothing, until the peer has a snapshot. */
  SNAPSHOT("StateSnapshot");

  private final String name;

  ProgressState(String name) {
    this.name = name;
  }

  @Override
  public String toString() {
    return name;
  }
}
