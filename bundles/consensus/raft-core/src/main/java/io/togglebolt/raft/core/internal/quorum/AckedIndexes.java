package io.togglebolt.raft.core.internal.quorum;

/** How far the log of each member is known to go. */
@FunctionalInterface
public interface AckedIndexes {
  /** The highest index that a member has acknowledged; 0 when nothing is known of it. */
  long of(long id);
}
