package io.togglebolt.raft.core.internal.state;

import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;

/**
 * What a message's term says, before anything else of it counts (5.1): a later one ends whatever
 * the member does, an earlier one makes the message void.
 */
final class TermRules {
  private final Member member;
  private final Families families;

  TermRules(Member member, Families families) {
    this.member = member;
    this.families = families;
  }

  /** Whether the message is still to be looked at. */
  boolean admit(Message message) {
    long term = message.term();
    // What a member says to itself, and what concerns whoever leads, is of no term.
    if (term == 0 || term == member.term()) {
      return true;
    }
    return term > member.term() ? admitLater(message) : admitEarlier(message);
  }

  private boolean admitLater(Message message) {
    switch (message.type()) {
      case VOTE -> {
        if (families.votes().ignores(message)) {
          return false;
        }
        enterTermOf(message, Message.NONE);
      }
      // A question about a term that nobody has entered yet.
      case PRE_VOTE -> {
        return !families.votes().ignores(message);
      }
      // Its yes is about the term asked about; its no comes from a term that there is.
      case PRE_VOTE_RESPONSE -> {
        if (message.reject()) {
          enterTermOf(message, Message.NONE);
        }
      }
      case APPEND, HEARTBEAT, SNAPSHOT -> enterTermOf(message, message.from());
      case HUP,
          BEAT,
          PROPOSE,
          APPEND_RESPONSE,
          VOTE_RESPONSE,
          HEARTBEAT_RESPONSE,
          UNREACHABLE,
          SNAPSHOT_STATUS,
          CHECK_QUORUM,
          TRANSFER_LEADER,
          TIMEOUT_NOW,
          READ_INDEX,
          READ_INDEX_RESPONSE,
          STORAGE_APPEND,
          STORAGE_APPEND_RESPONSE,
          STORAGE_APPLY,
          STORAGE_APPLY_RESPONSE,
          FORGET_LEADER ->
          enterTermOf(message, Message.NONE);
    }
    return true;
  }

  private void enterTermOf(Message message, long leader) {
    member
        .lines()
        .info(
            () ->
                Lines.text(
                    "%x [term: %d] received a %s message with higher term from %x [term: %d]",
                    member.id(), member.term(), message.type(), message.from(), message.term()));
    member.becomeFollower(message.term(), leader);
  }

  private boolean admitEarlier(Message message) {
    boolean ofLeader =
        message.type() == MessageType.HEARTBEAT || message.type() == MessageType.APPEND;
    if (ofLeader && !member.keeps(Safeguard.OLDER_TERM_REFUSED)) {
      return true;
    }
    if (ofLeader && (member.options().checkQuorum() || member.options().preVote())) {
      // The sender leads a term that this member has left, perhaps while it was cut off. Since it
      // cannot disturb the others by asking for votes, it answers, and its term tells the leader.
      member.send(Message.of(MessageType.APPEND_RESPONSE).to(message.from()));
    } else if (message.type() == MessageType.PRE_VOTE) {
      // Were it ignored, members with higher terms and shorter logs could block each other.
      families.votes().askedTooLate(message);
    } else if (message.type() == MessageType.STORAGE_APPEND_RESPONSE) {
      families.storageAnswers().appendedInEarlierTerm(message);
    } else {
      member
          .lines()
          .info(
              () ->
                  Lines.text(
                      "%x [term: %d] ignored a %s message with lower term from %x [term: %d]",
                      member.id(), member.term(), message.type(), message.from(), message.term()));
    }
    return false;
  }
}
