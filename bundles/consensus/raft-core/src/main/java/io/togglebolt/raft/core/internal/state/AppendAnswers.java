package io.togglebolt.raft.core.internal.state;

import io.togglebolt.raft.Message;
import io.togglebolt.raft.ProgressState;
import io.togglebolt.raft.core.internal.log.RaftLog;
import io.togglebolt.raft.core.internal.tracker.Progress;

/** What a leader does when a peer has taken entries, or refused them; or when it has itself. */
final class AppendAnswers {
  private final Member member;
  private final Replication replication;
  private final Reads reads;
  private final Transfers transfers;

  AppendAnswers(Member member, Replication replication, Reads reads, Transfers transfers) {
    this.member = member;
    this.replication = replication;
    this.reads = reads;
    this.transfers = transfers;
  }

  void answered(Message answer, Progress progress) {
    if (answer.index() > member.log().lastIndex() && !answer.reject()) {
      // A leader's log only grows in its term, so nobody can have taken from it what it lacks.
      member
          .lines()
          .warning(
              () ->
                  Lines.text(
                      "%x ignored a %s message from %x for index %d, which is beyond the last index"
                          + " %d",
                      member.id(),
                      answer.type(),
                      answer.from(),
                      answer.index(),
                      member.log().lastIndex()));
      return;
    }
    progress.setRecentActive(true);
    if (answer.reject()) {
      refused(answer, progress);
    } else if (isNews(answer, progress)) {
      taken(answer, progress);
    }
  }

  /**
   * The logs differ at the entry before those that were sent. The peer says up to where its log
   * might agree, and of which term its entry there is; this leader's entries of later terms cannot
   * be the same, so they are not tried one by one (end of 5.3).
   */
  private void refused(Message answer, Progress progress) {
    member
        .lines()
        .debug(
            () ->
                Lines.text(
                    "%x received MsgAppResp(rejected, hint: (index %d, term %d)) from %x for index"
                        + " %d",
                    member.id(),
                    answer.rejectHint(),
                    answer.logTerm(),
                    answer.from(),
                    answer.index()));
    long hint = answer.rejectHint();
    if (answer.logTerm() > 0) {
      hint = member.log().findConflictByTerm(hint, answer.logTerm()).index();
    }
    if (!progress.maybeDecreaseTo(answer.index(), hint)) {
      return;
    }
    member
        .lines()
        .debug(
            () ->
                Lines.text(
                    "%x decreased progress of %x to [%s]", member.id(), answer.from(), progress));
    if (progress.state() == ProgressState.REPLICATE) {
      progress.becomeProbe();
    }
    replication.send(answer.from(), progress);
  }

  /**
   * An answer that says nothing new about the log still says, of a peer that was probed, that it
   * may be sent more than one message at a time again.
   */
  private static boolean isNews(Message answer, Progress progress) {
    return progress.maybeUpdate(answer.index())
        || (progress.match() == answer.index() && progress.state() == ProgressState.PROBE);
  }

  private void taken(Message answer, Progress progress) {
    resume(answer, progress);
    boolean own = answer.from() == member.id();
    if (replication.commit()) {
      reads.releaseEarly();
      replication.broadcast();
    } else if (!own && progress.canBumpCommit(member.log().committed())) {
      // It would hear of the commit with the next heartbeat; this is sooner.
      replication.send(answer.from(), progress);
    }
    if (!own) {
      replication.sendMissing(answer.from(), progress);
    }
    transfers.caughtUp(answer.from(), progress);
  }

  private void resume(Message answer, Progress progress) {
    switch (progress.state()) {
      case PROBE -> progress.becomeReplicate();
      case REPLICATE -> progress.inflights().freeUpTo(answer.index());
      case SNAPSHOT -> {
        RaftLog log = member.log();
        // Whatever snapshot it was that the peer has, the log goes on from there.
        if (progress.match() + 1 >= log.firstIndex()) {
          member
              .lines()
              .debug(
                  () ->
                      Lines.text(
                          "%x recovered from needing snapshot, resumed sending replication messages"
                              + " to %x [%s]",
                          member.id(), answer.from(), progress));
          progress.becomeProbe();
          progress.becomeReplicate();
        }
      }
    }
  }
}
