package io.togglebolt.raft.core.internal.state;

import io.togglebolt.raft.RaftOptions;

/** How many ticks have passed since something happened. */
final class ElectionClock {
  private final RaftOptions options;
  private int sinceLeader;
  private int sinceHeartbeat;

  ElectionClock(RaftOptions options) {
    this.options = options;
  }

  /** Begins anew with a timeout drawn anew, so that two candidates do not meet for ever (5.2). */
  void reset() {
    sinceLeader = 0;
    sinceHeartbeat = 0;
    options.electionTimeout().draw(options.electionTicks());
  }

  /** The leader was heard of; or a leader has looked for its quorum. */
  void restart() {
    sinceLeader = 0;
  }

  void restartHeartbeat() {
    sinceHeartbeat = 0;
  }

  /** A tick of who does not lead. */
  void tick() {
    sinceLeader++;
  }

  /** A tick of a leader. */
  void tickLeader() {
    sinceHeartbeat++;
    sinceLeader++;
  }

  /** Whether it is time to stand for election. */
  boolean isPastTimeout() {
    return sinceLeader >= options.electionTimeout().ticks();
  }

  /** Whether the least timeout has passed: within it a leader's lease holds. */
  boolean isPastLease() {
    return sinceLeader >= options.electionTicks();
  }

  /** Ticks until {@link #isPastLease}. */
  int leaseTicksLeft() {
    return options.electionTicks() - sinceLeader;
  }

  boolean isHeartbeatDue() {
    return sinceHeartbeat >= options.heartbeatTicks();
  }
}
