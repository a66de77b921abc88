package io.togglebolt.raft.core.internal.quorum;

import java.util.Objects;

/**
 * Voters in two halves that must agree, as while the membership changes (section 4.3 of the Raft
 * thesis). One that is not joint has an empty outgoing half, which agrees to everything.
 *
 * @param incoming who votes when the change is over
 * @param outgoing who voted before it; empty when none is going on
 */
public record JointConfig(MajorityConfig incoming, MajorityConfig outgoing) {
  /** A configuration without voters. */
  public static final JointConfig EMPTY =
      new JointConfig(MajorityConfig.EMPTY, MajorityConfig.EMPTY);

  /** Checks that nothing is null. */
  public JointConfig {
    Objects.requireNonNull(incoming, "incoming");
    Objects.requireNonNull(outgoing, "outgoing");
  }

  /** Whether there are two halves. */
  public boolean isJoint() {
    return !outgoing.isEmpty();
  }

  /** Who votes in one half or in both. */
  public NodeIds ids() {
    return incoming.ids().union(outgoing.ids());
  }

  /** Whether a member votes in one half or in both. */
  public boolean contains(long id) {
    return incoming.contains(id) || outgoing.contains(id);
  }

  /** The highest index that both halves have committed. */
  public long committedIndex(AckedIndexes acked) {
    return Math.min(incoming.committedIndex(acked), outgoing.committedIndex(acked));
  }

  /** How a vote stands that both halves must win and either can lose. */
  public VoteResult voteResult(Ballots ballots) {
    VoteResult mine = incoming.voteResult(ballots);
    VoteResult theirs = outgoing.voteResult(ballots);
    if (mine == theirs) {
      return mine;
    }
    return mine == VoteResult.LOST || theirs == VoteResult.LOST
        ? VoteResult.LOST
        : VoteResult.PENDING;
  }

  /** {@code (1 2 3)&&(1 2)}, or the incoming half alone when it is not joint. */
  @Override
  public String toString() {
    return isJoint() ? incoming + "&&" + outgoing : incoming.toString();
  }
}
