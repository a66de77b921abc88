package io.togglebolt.raft;

/** How a leader makes sure that it still leads before it answers a read. */
public enum ReadMode {
  /** It asks a quorum. Right however clocks run; the default. */
  SAFE,
  /**
   * It answers at once, in the belief that nobody else leads: faster, but a read may be stale, and
   * that even where all clocks run at the same speed. A leader that is cut off looks only once in
   * an election timeout whether it has heard from a quorum since it looked last, so up to two pass
   * before it steps down; voters that hear nothing wait one before they elect another leader, who
   * may have committed since. Clocks that differ make it worse. Needs the check of the quorum,
   * without which a leader that is cut off never steps down.
   */
  LEASE_BASED
}
