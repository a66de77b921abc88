package io.togglebolt.raft.core.internal.state;

import io.togglebolt.raft.CompactedException;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.ProgressState;
import io.togglebolt.raft.RaftInvariantException;
import io.togglebolt.raft.UnavailableException;
import io.togglebolt.raft.core.internal.log.EntryId;
import io.togglebolt.raft.core.internal.log.RaftLog;
import io.togglebolt.raft.core.internal.quorum.JointConfig;
import io.togglebolt.raft.core.internal.tracker.Progress;
import io.togglebolt.raft.core.internal.tracker.ProgressMap;
import io.togglebolt.raft.core.internal.tracker.ProgressTracker;
import java.util.List;

/** A leader's sending of entries, and its counting of who has them (5.3). */
final class Replication {
  private final Member member;
  private final SnapshotSending snapshots;
  // Kept, so that a broadcast creates no object.
  private final ProgressMap.Visitor sendToOther = this::sendToOther;
  private final ProgressMap.Visitor sendMissingToOther = this::sendMissingToOther;

  Replication(Member member, SnapshotSending snapshots) {
    this.member = member;
    this.snapshots = snapshots;
  }

  /** Sends everybody what he lacks, and how far the log is committed. */
  void broadcast() {
    member.tracker().visit(sendToOther);
  }

  /** Sends everybody the entries that he lacks. */
  void broadcastMissing() {
    member.tracker().visit(sendMissingToOther);
  }

  private void sendToOther(long id, Progress progress) {
    if (id != member.id()) {
      send(id, progress);
    }
  }

  private void sendMissingToOther(long id, Progress progress) {
    if (id != member.id()) {
      trySend(id, progress, false);
    }
  }

  /** Sends a peer what it lacks, or at least how far the log is committed. */
  void send(long to, Progress progress) {
    trySend(to, progress, true);
  }

  /** Sends a peer as much of what it lacks as may be on the way. */
  void sendMissing(long to, Progress progress) {
    while (trySend(to, progress, false)) {
      // Each message is bounded, and so is their number, by the peer's window.
    }
  }

  /**
   * Sends a peer one message, if it may be sent one.
   *
   * @param evenIfEmpty whether a message without entries is worth sending
   */
  private boolean trySend(long to, Progress progress, boolean evenIfEmpty) {
    if (progress.isPaused()) {
      return false;
    }
    RaftLog log = member.log();
    long previous = progress.next() - 1;
    long previousTerm;
    List<Entry> entries;
    try {
      previousTerm = log.term(previous);
      entries = mayCarryEntries(progress) ? log.entries(previous + 1, maxBytes()) : List.of();
    } catch (CompactedException | UnavailableException gone) {
      return snapshots.trySend(to, progress);
    }
    if (entries.isEmpty() && !evenIfEmpty) {
      return false;
    }
    member.sendAppend(to, previous, previousTerm, entries);
    progress.sentEntries(entries.size(), EntrySizes.data(entries));
    progress.sentCommit(log.committed());
    return true;
  }

  /**
   * A full window still lets messages without entries through. Were all that fill it lost, one of
   * these, sent after a heartbeat, is what finds out.
   */
  private static boolean mayCarryEntries(Progress progress) {
    return progress.state() != ProgressState.REPLICATE || !progress.inflights().isFull();
  }

  private long maxBytes() {
    return member.options().maxMessageBytes();
  }

  /**
   * Commits what a quorum has. An entry of an older term is committed only with one of the leader's
   * own, because a quorum that has it does not yet keep others from being elected (5.4.2).
   *
   * @return whether more is committed than before
   */
  boolean commit() {
    RaftLog log = member.log();
    long index = agreed();
    if (member.keeps(Safeguard.COMMIT_COUNTS_OWN_TERM_ONLY)) {
      return log.maybeCommit(new EntryId(member.term(), index));
    }
    if (index <= log.committed()) {
      return false;
    }
    log.commitTo(index);
    return true;
  }

  private long agreed() {
    ProgressTracker tracker = member.tracker();
    if (member.keeps(Safeguard.JOINT_NEEDS_BOTH_QUORUMS)) {
      return tracker.committed();
    }
    JointConfig voters = tracker.config().voters();
    return voters.incoming().committedIndex(tracker.matches());
  }

  /** The progress of a member that must have one. */
  Progress progress(long id) {
    Progress progress = member.tracker().progress(id);
    if (progress == null) {
      throw new RaftInvariantException(
          "no progress of " + Lines.hex(id) + " in " + member.tracker().config());
    }
    return progress;
  }
}
