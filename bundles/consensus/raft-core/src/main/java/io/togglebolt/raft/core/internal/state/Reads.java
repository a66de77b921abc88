package io.togglebolt.raft.core.internal.state;

import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.ReadMode;
import io.togglebolt.raft.ReadState;
import io.togglebolt.raft.core.internal.quorum.Ballots;
import io.togglebolt.raft.core.internal.quorum.VoteResult;

/**
 * Linearizable reads that write nothing (thesis 6.4). A leader notes up to where its log is
 * committed, makes sure that it still leads, and gives that index; whoever asked reads once it has
 * applied as much.
 */
final class Reads {
  private final Member member;
  private final Heartbeats heartbeats;

  Reads(Member member, Heartbeats heartbeats) {
    this.member = member;
    this.heartbeats = heartbeats;
  }

  /** A leader was asked. */
  void asked(Message question) {
    if (!isWellFormed(question)) {
      return;
    }
    if (member.reads().isFullFor(question)) {
      member
          .lines()
          .warning(
              () ->
                  Lines.text(
                      "%x dropping index reading msg from %x: %d reads or %d bytes wait already",
                      member.id(),
                      question.from(),
                      ReadQueue.MAX_WAITING,
                      ReadQueue.MAX_WAITING_BYTES));
      return;
    }
    if (member.keeps(Safeguard.READ_AFTER_COMMIT_IN_OWN_TERM) && !hasCommittedInTerm()) {
      // A new leader has all that is committed, but knows it only once its own entry is. So it is
      // with an only voter too: its commit index need not have been durable before it restarted.
      member.reads().addEarly(question);
    } else {
      confirm(question);
    }
  }

  /** A leader has committed something: what was asked too early is no longer. */
  void releaseEarly() {
    if (!member.reads().hasEarly()) {
      return;
    }
    if (!hasCommittedInTerm()) {
      member
          .lines()
          .error(
              () ->
                  "pending MsgReadIndex should be released only after first commit in current"
                      + " term");
      return;
    }
    for (Message question : member.reads().takeEarly()) {
      confirm(question);
    }
  }

  private boolean hasCommittedInTerm() {
    return member.log().termOrZero(member.log().committed()) == member.term();
  }

  private void confirm(Message question) {
    long committed = member.log().committed();
    if (isOnlyVoter()) {
      answer(question, committed);
      return;
    }
    switch (member.options().readMode()) {
      case SAFE -> {
        byte[] context = question.entries().getFirst().data();
        if (!member.keeps(Safeguard.READ_CONFIRMED_BY_QUORUM)) {
          answer(question, committed);
          return;
        }
        member.reads().add(question, committed, context);
        member.reads().confirm(member.id(), context);
        heartbeats.broadcast(context);
      }
      case LEASE_BASED -> answer(question, committed);
    }
  }

  /** Whether nobody else can have been elected. A leader that was removed is no voter itself. */
  private boolean isOnlyVoter() {
    return member.tracker().isSingleton()
        && member.tracker().config().voters().contains(member.id());
  }

  /** A peer has answered a heartbeat, and so confirmed what went with it. */
  void confirmed(Message answer) {
    if (member.options().readMode() != ReadMode.SAFE || answer.context().length == 0) {
      return;
    }
    Ballots confirmedBy = member.reads().confirm(answer.from(), answer.context());
    if (confirmedBy == null
        || member.tracker().config().voters().voteResult(confirmedBy) != VoteResult.WON) {
      return;
    }
    for (ReadQueue.Pending read : member.reads().release(answer.context())) {
      answer(read.request(), read.index());
    }
  }

  private void answer(Message question, long index) {
    if (question.from() == Message.NONE || question.from() == member.id()) {
      member.reads().answer(new ReadState(index, question.entries().getFirst().data()));
      return;
    }
    member.send(
        Message.of(MessageType.READ_INDEX_RESPONSE)
            .to(question.from())
            .index(index)
            .entries(question.entries()));
  }

  /** The leader has answered a follower. */
  void answered(Message answer) {
    if (isWellFormed(answer)) {
      member.reads().answer(new ReadState(answer.index(), answer.entries().getFirst().data()));
    }
  }

  /** The context of a read travels as the data of one entry. */
  private boolean isWellFormed(Message message) {
    if (message.entries().size() == 1) {
      return true;
    }
    member
        .lines()
        .error(
            () ->
                Lines.text(
                    "%x invalid format of %s from %x, entries count: %d",
                    member.id(), message.type(), message.from(), message.entries().size()));
    return false;
  }
}
