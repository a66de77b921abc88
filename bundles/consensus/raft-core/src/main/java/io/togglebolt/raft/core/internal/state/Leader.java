package io.togglebolt.raft.core.internal.state;

import io.togglebolt.raft.Message;
import io.togglebolt.raft.ProgressState;
import io.togglebolt.raft.core.internal.tracker.Progress;
import java.util.function.BiConsumer;

/** Appends what is proposed, for all, and watches that a quorum still hears it. */
final class Leader implements RoleRules {
  private final Member member;
  private final Families families;
  // Kept, so that an answer creates no object.
  private final BiConsumer<Message, Progress> appendAnswered;

  Leader(Member member, Families families) {
    this.member = member;
    this.families = families;
    appendAnswered = families.appendAnswers()::answered;
  }

  @Override
  public void step(Message message) {
    switch (message.type()) {
      case BEAT -> families.heartbeats().broadcast();
      case CHECK_QUORUM -> checkQuorum();
      case PROPOSE -> families.proposals().append(message);
      case READ_INDEX -> families.reads().asked(message);
      case APPEND_RESPONSE -> withProgress(message, appendAnswered);
      case HEARTBEAT_RESPONSE -> withProgress(message, this::heartbeatAnswered);
      case SNAPSHOT_STATUS -> withProgress(message, families.snapshotSending()::reported);
      case UNREACHABLE -> withProgress(message, this::unreachable);
      case TRANSFER_LEADER -> withProgress(message, families.transfers()::asked);
      case APPEND,
          VOTE_RESPONSE,
          SNAPSHOT,
          HEARTBEAT,
          TIMEOUT_NOW,
          READ_INDEX_RESPONSE,
          PRE_VOTE_RESPONSE ->
          withProgress(message, (late, progress) -> {});
      case FORGET_LEADER,
          HUP,
          VOTE,
          PRE_VOTE,
          STORAGE_APPEND,
          STORAGE_APPEND_RESPONSE,
          STORAGE_APPLY,
          STORAGE_APPLY_RESPONSE -> {
        // A leader forgets nobody, and the others do not come here.
      }
    }
  }

  private void withProgress(Message message, BiConsumer<Message, Progress> handler) {
    Progress progress = member.tracker().progress(message.from());
    if (progress == null) {
      member
          .lines()
          .debug(() -> Lines.text("%x no progress available for %x", member.id(), message.from()));
      return;
    }
    handler.accept(message, progress);
  }

  private void heartbeatAnswered(Message answer, Progress progress) {
    families.heartbeats().answered(answer, progress);
    families.reads().confirmed(answer);
  }

  /** What was sent on the chance that it arrives has probably not. */
  private void unreachable(Message report, Progress progress) {
    if (progress.state() == ProgressState.REPLICATE) {
      progress.becomeProbe();
    }
    member
        .lines()
        .debug(
            () ->
                Lines.text(
                    "%x failed to send message to %x because it is unreachable [%s]",
                    member.id(), report.from(), progress));
  }

  /**
   * A leader that no quorum hears steps down, so that its clients look for another (thesis 6.2).
   */
  private void checkQuorum() {
    if (!member.tracker().quorumActive()) {
      member
          .lines()
          .warning(
              () ->
                  Lines.hex(member.id()) + " stepped down to follower since quorum is not active");
      member.becomeFollower(member.term(), Message.NONE);
    }
    member
        .tracker()
        .visit(
            (id, progress) -> {
              if (id != member.id()) {
                progress.setRecentActive(false);
              }
            });
  }

  @Override
  public void tick() {
    ElectionClock clock = member.clock();
    clock.tickLeader();
    if (clock.isPastLease()) {
      clock.restart();
      if (member.options().checkQuorum()) {
        checkQuorum();
      }
      // Whoever was to take over has not, so this member goes on.
      if (member.leads()) {
        member.abortTransfer();
      }
    }
    if (member.leads() && clock.isHeartbeatDue()) {
      clock.restartHeartbeat();
      families.heartbeats().broadcast();
    }
  }
}
