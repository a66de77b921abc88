package io.togglebolt.raft;

/** How a leader makes sure that it still leads before it answers a read. */
public enum ReadMode {
  /** It asks a quorum. Right however clocks run. */
  SAFE,
  /**
   * It trusts that nobody else was elected within an election timeout of hearing from a quorum.
   * Right only as long as clocks run at nearly the same speed; needs the check of the quorum.
   */
  LEASE_BASED
}
