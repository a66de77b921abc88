package io.togglebolt.raft;

import java.util.Objects;

/**
 * What a leader knows of a peer at one moment. {@link #toString()} is etcd's line, as in its log.
 *
 * @param match the highest index known to be in the peer's log
 * @param next the index of the next entry to send
 * @param state how the leader sends to it
 * @param pendingSnapshot the index of the snapshot that was sent; 0 for none
 * @param recentActive whether it was heard of since the last look for a quorum
 * @param paused whether nothing is sent until it answers
 * @param learner whether it does not vote
 * @param inflight messages with entries on the way to it
 * @param inflightFull whether no more may be
 */
public record PeerProgress(
    long match,
    long next,
    ProgressState state,
    long pendingSnapshot,
    boolean recentActive,
    boolean paused,
    boolean learner,
    int inflight,
    boolean inflightFull) {
  /** Checks that nothing is null. */
  public PeerProgress {
    Objects.requireNonNull(state, "state");
  }

  @Override
  public String toString() {
    StringBuilder line = new StringBuilder();
    line.append(state).append(" match=").append(match).append(" next=").append(next);
    if (learner) {
      line.append(" learner");
    }
    if (paused) {
      line.append(" paused");
    }
    if (pendingSnapshot > 0) {
      line.append(" pendingSnap=").append(pendingSnapshot);
    }
    if (!recentActive) {
      line.append(" inactive");
    }
    if (inflight > 0) {
      line.append(" inflight=").append(inflight);
      if (inflightFull) {
        line.append("[full]");
      }
    }
    return line.toString();
  }
}
