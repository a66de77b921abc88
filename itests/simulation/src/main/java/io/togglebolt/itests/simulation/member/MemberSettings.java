package io.togglebolt.itests.simulation.member;

import io.togglebolt.raft.ReadMode;
import io.togglebolt.storage.FreelistPersistence;

/**
 * How the members of one simulation behave; the seed decides.
 *
 * @param asyncStorageWrites whether append and apply are threads of their own
 * @param preVote see {@link io.togglebolt.raft.RaftOptions}, as all that follow up to the logger
 * @param snapshotInterval how many entries are applied between two snapshots; 0 for never
 * @param keptEntries how many entries are kept behind a snapshot
 * @param keptSegments how many segments of the log are kept
 * @param pageBytes the page size of the database
 * @param leaderSendsFirst whether a leader sends entries while it writes them
 * @param tickNanos how long a tick is on a clock that runs right
 * @param writeNanos how long a write takes at most when the disk does not stall
 */
public record MemberSettings(
    boolean asyncStorageWrites,
    boolean preVote,
    boolean checkQuorum,
    ReadMode readMode,
    boolean proposalForwarding,
    boolean stepDownOnRemoval,
    long maxMessageBytes,
    long maxApplyingBytes,
    long maxUncommittedBytes,
    int maxInflightMessages,
    long maxInflightBytes,
    int snapshotInterval,
    int keptEntries,
    int keptSegments,
    int pageBytes,
    FreelistPersistence freelistPersistence,
    boolean leaderSendsFirst,
    long tickNanos,
    long writeNanos) {
  /** The least time without a leader before an election, in ticks. */
  public static final int ELECTION_TICKS = 10;
}
