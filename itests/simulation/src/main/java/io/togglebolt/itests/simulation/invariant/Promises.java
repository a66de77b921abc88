package io.togglebolt.itests.simulation.invariant;

import io.togglebolt.itests.simulation.member.MemberView;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;

/**
 * What a member has answered it finds again after any crash (Raft, 5.1: persistent state is updated
 * before responding): the term, the vote and the entries that it acknowledged. An acknowledgement
 * to the leader of a term that is over may come when a later leader has replaced the entries: that
 * one was elected by a quorum without them, so nothing of them can be committed any more.
 */
final class Promises implements Check {
  @Override
  public String name() {
    return "durable promises";
  }

  @Override
  public void sent(MemberTrace member, MemberView view, Message message) {
    if (message.reject()) {
      return;
    }
    HardState durable = view.durableState();
    if (message.type() == MessageType.VOTE_RESPONSE && message.to() != member.id()) {
      boolean kept =
          durable.term() > message.term()
              || (durable.term() == message.term() && durable.vote() == message.to());
      if (!kept) {
        throw failure(
            member
                + " gave member "
                + message.to()
                + " its vote in term "
                + message.term()
                + ", but what is durable is "
                + durable);
      }
    } else if (message.type() == MessageType.APPEND_RESPONSE
        && message.term() >= durable.term()
        && (message.index() > view.durableIndex() || message.term() > durable.term())) {
      throw failure(
          member
              + " acknowledged entry "
              + message.index()
              + " in term "
              + message.term()
              + ", but what is durable ends at "
              + view.durableIndex()
              + " with "
              + durable);
    }
  }

  @Override
  public void started(MemberTrace member, MemberView view) {
    HardState found = view.durableState();
    HardState durable = member.durable();
    if (found.term() < durable.term()
        || (found.term() == durable.term()
            && durable.vote() != Message.NONE
            && found.vote() != durable.vote())) {
      throw failure(member + " wrote " + durable + " and found " + found + " again");
    }
    checkLog(member, view);
  }

  private void checkLog(MemberTrace member, MemberView view) {
    LogTrace log = member.log();
    long base = view.firstIndex() - 1;
    if (base > log.base() && !log.holds(base, view.term(base))) {
      return; // A snapshot took its place when the process ended.
    }
    long last = Math.min(log.last(), member.uncertainFrom() - 1);
    for (long index = Math.max(log.base(), base) + 1; index <= last; index++) {
      if (index > view.lastIndex()) {
        throw failure(
            member
                + " wrote its log up to "
                + log.last()
                + " and found it up to "
                + view.lastIndex()
                + " again");
      }
      if (!log.holds(index, view.term(index))) {
        return; // A write that was not over when the process ended took its place.
      }
    }
  }
}
