package io.togglebolt.raft.core.internal.state;

import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.RaftRole;
import io.togglebolt.raft.Snapshot;
import io.togglebolt.raft.SnapshotMetadata;
import io.togglebolt.raft.core.internal.confchange.Restore;
import io.togglebolt.raft.core.internal.log.EntryId;
import io.togglebolt.raft.core.internal.log.RaftLog;
import org.jspecify.annotations.Nullable;

/** A follower's taking of a snapshot in the place of its log (7). */
final class SnapshotTaking {
  private final Member member;
  private final Configurations configurations;

  SnapshotTaking(Member member, Configurations configurations) {
    this.member = member;
    this.configurations = configurations;
  }

  void take(Message message) {
    Snapshot snapshot = message.snapshot();
    boolean restored = snapshot != null && restore(snapshot);
    member.lines().info(() -> verdict(restored ? "restored" : "ignored", snapshot));
    RaftLog log = member.log();
    long index = restored ? log.lastIndex() : log.committed();
    member.send(Message.of(MessageType.APPEND_RESPONSE).to(message.from()).index(index));
  }

  private String verdict(String verdict, @Nullable Snapshot snapshot) {
    SnapshotMetadata metadata = snapshot == null ? null : snapshot.metadata();
    return Lines.text(
        "%x [commit: %d] %s snapshot [index: %d, term: %d]",
        member.id(),
        member.log().committed(),
        verdict,
        metadata == null ? 0 : metadata.index(),
        metadata == null ? 0 : metadata.term());
  }

  /** Takes the snapshot, unless the log is as far or the snapshot is of a cluster of others. */
  private boolean restore(Snapshot snapshot) {
    SnapshotMetadata metadata = snapshot.metadata();
    RaftLog log = member.log();
    if (metadata.index() <= log.committed() && keepsNewer()) {
      return false;
    }
    if (member.role() != RaftRole.FOLLOWER) {
      member
          .lines()
          .warning(
              () ->
                  Lines.hex(member.id())
                      + " attempted to restore snapshot as leader; should never happen");
      member.becomeFollower(member.nextTerm(), Message.NONE);
      return false;
    }
    if (!belongsTo(metadata.confState())) {
      member
          .lines()
          .warning(
              () ->
                  Lines.text(
                      "%x attempted to restore snapshot but it is not in the ConfState %s; should"
                          + " never happen",
                      member.id(), Lines.of(metadata.confState())));
      return false;
    }
    String problem = Restore.problem(metadata.confState());
    if (problem != null) {
      // Its configuration could not be taken over once the log is gone.
      member
          .lines()
          .warning(
              () ->
                  Lines.text(
                      "%x ignored a snapshot whose ConfState %s contradicts itself: %s",
                      member.id(), Lines.of(metadata.confState()), problem));
      return false;
    }
    EntryId last = EntryId.of(metadata);
    if (log.matchTerm(last) && keepsNewer()) {
      // The log holds all that the snapshot does, so it only tells what is committed.
      say("fast-forwarded commit to", last);
      log.commitTo(last.index());
      return false;
    }
    log.restore(snapshot);
    configurations.restoreSnapshot(metadata.confState());
    say("restored", last);
    return true;
  }

  private boolean keepsNewer() {
    return member.keeps(Safeguard.SNAPSHOT_OVER_OLDER_LOG_ONLY);
  }

  /** Who waits to become a learner votes until then, in the configuration that is being left. */
  private boolean belongsTo(ConfState cluster) {
    long id = member.id();
    return cluster.voters().contains(id)
        || cluster.learners().contains(id)
        || cluster.votersOutgoing().contains(id);
  }

  private void say(String what, EntryId snapshot) {
    RaftLog log = member.log();
    member
        .lines()
        .info(
            () ->
                Lines.text(
                    "%x [commit: %d, lastindex: %d, lastterm: %d] %s snapshot [index: %d, term:"
                        + " %d]",
                    member.id(),
                    log.committed(),
                    log.lastEntryId().index(),
                    log.lastEntryId().term(),
                    what,
                    snapshot.index(),
                    snapshot.term()));
  }
}
