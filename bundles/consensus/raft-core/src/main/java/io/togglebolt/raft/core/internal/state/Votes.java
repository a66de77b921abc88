package io.togglebolt.raft.core.internal.state;

import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.core.internal.log.EntryId;

/** Giving votes, and saying whether one would be given. */
final class Votes {
  private final Member member;

  Votes(Member member) {
    this.member = member;
  }

  /**
   * Answers a request. Learners vote too: one that was made a voter may not know it yet, and the
   * candidate that counts on it may be the only one that has everything.
   */
  void asked(Message request) {
    EntryId last = member.log().lastEntryId();
    if (mayVote(request) && isUpToDate(request)) {
      say("cast", request, last);
      // The answer is of the request's term: a member that was cut off asks about a term that it
      // is still to reach, and takes no answer of another.
      member.sendInTerm(answer(request), request.term());
      if (request.type() == MessageType.VOTE) {
        member.voteFor(request.from());
      }
    } else {
      refuse(request, last);
    }
  }

  /** Says no to a question about a term that has passed, so that whoever asks learns of ours. */
  void askedTooLate(Message request) {
    refuse(request, member.log().lastEntryId());
  }

  private void refuse(Message request, EntryId last) {
    say("rejected", request, last);
    member.sendInTerm(answer(request).reject(true), member.term());
  }

  private boolean mayVote(Message request) {
    if (!member.keeps(Safeguard.ONE_VOTE_A_TERM)) {
      return true;
    }
    boolean votedForIt = member.vote() == request.from();
    boolean undecided = member.vote() == Message.NONE && !member.hasLead();
    boolean wouldVote = request.type() == MessageType.PRE_VOTE && request.term() > member.term();
    return votedForIt || undecided || wouldVote;
  }

  private boolean isUpToDate(Message request) {
    return !member.keeps(Safeguard.VOTE_FOR_UP_TO_DATE_LOG_ONLY)
        || member.log().isUpToDate(new EntryId(request.logTerm(), request.index()));
  }

  private static Message.Builder answer(Message request) {
    MessageType type =
        request.type() == MessageType.VOTE
            ? MessageType.VOTE_RESPONSE
            : MessageType.PRE_VOTE_RESPONSE;
    return Message.of(type).to(request.from());
  }

  private void say(String verdict, Message request, EntryId last) {
    member
        .lines()
        .info(
            () ->
                Lines.text(
                    "%x [logterm: %d, index: %d, vote: %x] %s %s %s %x [logterm: %d, index: %d] at"
                        + " term %d",
                    member.id(),
                    last.term(),
                    last.index(),
                    member.vote(),
                    verdict,
                    request.type(),
                    verdict.equals("cast") ? "for" : "from",
                    request.from(),
                    request.logTerm(),
                    request.index(),
                    member.term()));
  }

  /**
   * Whether a request is ignored because a leader was heard of within the least timeout (thesis
   * 4.2.3): who was removed, or cut off, must not disturb those whom the leader serves.
   */
  boolean ignores(Message request) {
    boolean inLease =
        member.options().checkQuorum() && member.hasLead() && !member.clock().isPastLease();
    if (!inLease || Elections.isTransfer(request)) {
      return false;
    }
    EntryId last = member.log().lastEntryId();
    member
        .lines()
        .info(
            () ->
                Lines.text(
                    "%x [logterm: %d, index: %d, vote: %x] ignored %s from %x [logterm: %d, index:"
                        + " %d] at term %d: lease is not expired (remaining ticks: %d)",
                    member.id(),
                    last.term(),
                    last.index(),
                    member.vote(),
                    request.type(),
                    request.from(),
                    request.logTerm(),
                    request.index(),
                    member.term(),
                    member.clock().leaseTicksLeft()));
    return true;
  }
}
