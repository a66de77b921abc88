package io.togglebolt.raft.core.internal.state;

import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.ProgressState;
import io.togglebolt.raft.RaftInvariantException;
import io.togglebolt.raft.Snapshot;
import io.togglebolt.raft.SnapshotTemporarilyUnavailableException;
import io.togglebolt.raft.core.internal.tracker.Progress;

/** A leader's sending of snapshots to those that lack what it has no longer (7). */
final class SnapshotSending {
  private final Member member;

  SnapshotSending(Member member) {
    this.member = member;
  }

  /** Sends a peer a snapshot, if it is there to take it and there is one. */
  boolean trySend(long to, Progress progress) {
    if (!progress.isRecentActive()) {
      member
          .lines()
          .debug(
              () ->
                  Lines.text("ignore sending snapshot to %x since it is not recently active", to));
      return false;
    }
    Snapshot snapshot;
    try {
      snapshot = member.log().snapshot();
    } catch (SnapshotTemporarilyUnavailableException later) {
      member
          .lines()
          .debug(
              () ->
                  Lines.text(
                      "%x failed to send snapshot to %x because snapshot is temporarily"
                          + " unavailable",
                      member.id(), to));
      return false;
    }
    send(to, progress, snapshot);
    return true;
  }

  private void send(long to, Progress progress, Snapshot snapshot) {
    long index = snapshot.metadata().index();
    if (index == 0) {
      throw new RaftInvariantException(
          Lines.text(
              "need non-empty snapshot: %x needs what is before index %d, and the storage of %x"
                  + " gives a snapshot of nothing",
              to, member.log().firstIndex(), member.id()));
    }
    member
        .lines()
        .debug(
            () ->
                Lines.text(
                    "%x [firstindex: %d, commit: %d] sent snapshot[index: %d, term: %d] to %x [%s]",
                    member.id(),
                    member.log().firstIndex(),
                    member.log().committed(),
                    index,
                    snapshot.metadata().term(),
                    to,
                    progress));
    progress.becomeSnapshot(index);
    member
        .lines()
        .debug(
            () ->
                Lines.text(
                    "%x paused sending replication messages to %x [%s]",
                    member.id(), to, progress));
    member.send(Message.of(MessageType.SNAPSHOT).to(to).snapshot(snapshot));
  }

  /**
   * Whoever sends has said what became of a snapshot. Nothing is sent before the peer has answered
   * the snapshot, or, where it failed, the next heartbeat.
   */
  void reported(Message report, Progress progress) {
    if (progress.state() != ProgressState.SNAPSHOT) {
      return;
    }
    if (report.reject()) {
      // Before the probing begins, which would otherwise go on from where the snapshot ends.
      progress.abortSnapshot();
    }
    progress.becomeProbe();
    member
        .lines()
        .debug(
            () ->
                Lines.text(
                    "%x snapshot %s, resumed sending replication messages to %x [%s]",
                    member.id(),
                    report.reject() ? "failed" : "succeeded",
                    report.from(),
                    progress));
    progress.setMsgAppFlowPaused(true);
  }
}
