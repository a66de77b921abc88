package io.togglebolt.raft.tck.interaction;

import io.togglebolt.raft.CompactedException;
import io.togglebolt.raft.LocalMessageException;
import io.togglebolt.raft.ProposalDroppedException;
import io.togglebolt.raft.RaftException;
import io.togglebolt.raft.RaftInvariantException;
import io.togglebolt.raft.SnapshotOutOfDateException;
import io.togglebolt.raft.SnapshotTemporarilyUnavailableException;
import io.togglebolt.raft.UnavailableException;
import io.togglebolt.raft.UnknownPeerException;

/**
 * What a transcript prints where a member refuses something. Ours say more than etcd's; a
 * transcript has etcd's words, so that any implementation may be replayed.
 */
final class Errors {
  private Errors() {}

  /** The line for an error. */
  static String text(RaftException error) {
    return switch (error) {
      case ProposalDroppedException dropped -> "raft proposal dropped";
      case UnknownPeerException unknown -> "raft: cannot step as peer not found";
      case LocalMessageException local -> "raft: cannot step raft local message";
      case CompactedException compacted -> "requested index is unavailable due to compaction";
      case UnavailableException unavailable -> "requested entry at index is unavailable";
      case SnapshotOutOfDateException old -> "requested index is older than the existing snapshot";
      case SnapshotTemporarilyUnavailableException later -> "snapshot is temporarily unavailable";
      case RaftInvariantException broken -> "FATAL " + broken.getMessage();
      default -> String.valueOf(error.getMessage());
    };
  }
}
