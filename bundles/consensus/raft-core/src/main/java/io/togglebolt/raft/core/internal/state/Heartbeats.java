package io.togglebolt.raft.core.internal.state;

import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.ProgressState;
import io.togglebolt.raft.core.internal.tracker.Progress;

/** Saying, hearing and confirming that somebody leads. */
final class Heartbeats {
  private final Member member;
  private final Replication replication;

  Heartbeats(Member member, Replication replication) {
    this.member = member;
    this.replication = replication;
  }

  /** Tells everybody; the answers confirm the reads that wait as well. */
  void broadcast() {
    broadcast(member.reads().lastContext());
  }

  /**
   * Tells everybody.
   *
   * @param context what comes back with the answers
   */
  void broadcast(byte[] context) {
    member
        .tracker()
        .visit(
            (id, progress) -> {
              if (id != member.id()) {
                send(id, progress, context);
              }
            });
  }

  /** What the peer is not known to have must not be committed there: it may be another entry. */
  private void send(long to, Progress progress, byte[] context) {
    long committed = member.log().committed();
    long commit =
        member.keeps(Safeguard.HEARTBEAT_COMMITS_MATCHED_ONLY)
            ? Math.min(progress.match(), committed)
            : committed;
    member.send(Message.of(MessageType.HEARTBEAT).to(to).commit(commit).context(context));
    progress.sentCommit(commit);
  }

  /** A follower has heard one. */
  void heard(Message heartbeat) {
    member.log().commitTo(commitOf(heartbeat));
    member.send(
        Message.of(MessageType.HEARTBEAT_RESPONSE)
            .to(heartbeat.from())
            .context(heartbeat.context()));
  }

  private long commitOf(Message heartbeat) {
    return member.keeps(Safeguard.HEARTBEAT_COMMITS_MATCHED_ONLY)
        ? heartbeat.commit()
        : Math.min(heartbeat.commit(), member.log().lastIndex());
  }

  /**
   * A peer has answered. It is there, so it is sent what it lacks, even where messages before were
   * lost; one that is being probed is sent something in any case, so that its answer ends that.
   */
  void answered(Message answer, Progress progress) {
    progress.setRecentActive(true);
    progress.setMsgAppFlowPaused(false);
    if (progress.match() < member.log().lastIndex() || progress.state() == ProgressState.PROBE) {
      replication.send(answer.from(), progress);
    }
  }
}
