package io.togglebolt.raft.core.internal.quorum;

/** What each member has answered. */
@FunctionalInterface
public interface Ballots {
  /** The answer of a member. */
  Vote of(long id);
}
